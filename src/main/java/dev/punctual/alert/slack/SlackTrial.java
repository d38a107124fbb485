package dev.punctual.alert.slack;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.response.auth.AuthTestResponse;
import dev.punctual.alert.CardView;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.alert.Channel.Parcel;
import dev.punctual.alert.Outcome;
import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Refused;
import dev.punctual.alert.Outcome.Search;
import dev.punctual.alert.Outcome.Sent;
import dev.punctual.alert.SlackConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tries the whole path to Slack: token, scopes, every channel, and in the default channel a message
 * that is posted, edited, answered, found and removed again.
 */
public final class SlackTrial {

  private static final List<String> NEEDED =
      List.of("chat:write", "channels:read", "groups:read", "channels:history", "groups:history");

  private final SlackConfig config;
  private final List<Step> steps = new ArrayList<>();

  private SlackTrial(SlackConfig config) {
    this.config = config;
  }

  /**
   * One thing that was tried.
   *
   * @param what was tried, in a few words
   * @param words what came of it; where it failed, what it means and what to do
   */
  public record Step(String what, boolean ok, String words) {}

  /**
   * Tries everything; a step that fails does not stop those that can still be tried.
   *
   * @param channels names or ids that teams and rules name
   */
  public static List<Step> run(SlackConfig config, Collection<String> channels, Instant now) {
    SlackTrial trial = new SlackTrial(config);
    if (!config.hasToken()) {
      trial.failed(
          "token",
          "none is configured, so messages are only shown on the Alerts page. Set"
              + " punctual.slack.token to the Bot User OAuth Token (xoxb-…) of your app.");
      return List.copyOf(trial.steps);
    }
    trial.go(channels, now);
    return List.copyOf(trial.steps);
  }

  private void go(Collection<String> channels, Instant now) {
    MethodsClient slack = SlackFactory.methods(config);
    if (!authenticated(slack)) {
      return;
    }
    SlackRooms rooms = new SlackRooms(slack);
    Set<String> all = new TreeSet<>(channels);
    if (config.hasChannel()) {
      all.add(Objects.requireNonNull(config.channel()));
    }
    all.forEach(channel -> room(rooms, channel));
    if (config.hasChannel()) {
      message(slack, Objects.requireNonNull(config.channel()), now);
    } else {
      failed("default channel", "none is configured: set punctual.slack.channel.");
    }
    if (!config.hasSigningSecret()) {
      passed("buttons", "off: set punctual.slack.signing-secret to have acting buttons.");
    }
  }

  private boolean authenticated(MethodsClient slack) {
    try {
      AuthTestResponse answer = slack.authTest(r -> r);
      if (!answer.isOk()) {
        failed("token", refusal(answer));
        return false;
      }
      passed("token", "accepted: " + answer.getUser() + " in " + answer.getTeam());
      scopes(answer.getHttpResponseHeaders());
      return true;
    } catch (IOException | SlackApiException e) {
      failed(
          "token",
          words(SlackAnswers.failed(e)) + ". Is " + config.apiUrl() + " reachable from here?");
      return false;
    }
  }

  private void scopes(@Nullable Map<String, List<String>> headers) {
    Set<String> granted = new TreeSet<>();
    if (headers != null) {
      headers.forEach(
          (name, lines) -> {
            if (name.toLowerCase(Locale.ROOT).equals("x-oauth-scopes")) {
              lines.forEach(
                  line ->
                      Arrays.stream(line.split(",", -1)).map(String::strip).forEach(granted::add));
            }
          });
    }
    List<String> needed = new ArrayList<>(NEEDED);
    if (config.hasSigningSecret()) {
      needed.add("users:read");
    }
    List<String> missing = needed.stream().filter(s -> !granted.contains(s)).toList();
    if (missing.isEmpty()) {
      passed("scopes", String.join(", ", needed));
    } else {
      failed(
          "scopes",
          "missing "
              + String.join(", ", missing)
              + ": add them under OAuth & Permissions and reinstall the app. Without the history"
              + " scopes a message may be doubled after a crash.");
    }
  }

  private void room(SlackRooms rooms, String channel) {
    try {
      String id = rooms.id(channel);
      if (id == null) {
        failed("channel " + channel, SlackAnswers.advice("channel_not_found", null));
      } else {
        passed("channel " + channel, id);
      }
    } catch (SlackRooms.CannotAsk e) {
      failed("channel " + channel, words(e.outcome()));
    } catch (IOException | SlackApiException e) {
      failed("channel " + channel, words(SlackAnswers.failed(e)));
    }
  }

  private void message(MethodsClient slack, String channel, Instant now) {
    SlackChannel way = new SlackChannel(slack, false);
    String uid = UUID.randomUUID().toString();
    Parcel parcel = parcel(uid, channel, "Punctual is trying its way to Slack", null);
    Outcome posted = way.post(parcel);
    if (!step("post in " + channel, posted) || !(posted instanceof Sent sent)) {
      return;
    }
    step("edit", way.edit(sent.posted(), parcel(uid, channel, "Punctual can edit here", null)));
    Parcel answer = parcel(UUID.randomUUID().toString(), channel, "… and answer", sent.posted());
    Outcome replied = way.post(answer);
    step("reply in the thread", replied);
    switch (way.find(parcel, now.minusSeconds(600))) {
      case Search.Found found -> passed("find it again", "by its metadata");
      case Search.NotThere none ->
          failed("find it again", "the message carries no metadata; a crash may double messages");
      case Search.CannotLook blind ->
          failed("find it again", SlackAnswers.advice(blind.reason(), null));
      case Search.Later later -> failed("find it again", later.reason());
    }
    if (replied instanceof Sent reply) {
      delete(slack, reply.posted());
    }
    delete(slack, sent.posted());
  }

  private void delete(MethodsClient slack, Posted posted) {
    try {
      var answer = slack.chatDelete(r -> r.channel(posted.channelId()).ts(posted.ts()));
      if (!answer.isOk()) {
        failed("remove it", refusal(answer));
      }
    } catch (IOException | SlackApiException e) {
      failed("remove it", words(SlackAnswers.failed(e)));
    }
  }

  private static Parcel parcel(String uid, String channel, String text, @Nullable Posted thread) {
    CardView view = CardView.of("en", Tone.PLAIN, Line.of(text));
    return new Parcel(uid, uid, channel, null, "trial", 1, view, thread, false);
  }

  private boolean step(String what, Outcome outcome) {
    if (outcome instanceof Sent) {
      passed(what, "done");
      return true;
    }
    failed(what, words(outcome));
    return false;
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Sent sent -> "done";
      case Refused refused -> refused.error() + ". " + refused.advice();
      case Outcome.RetryAfter wait -> wait.reason();
      case Outcome.Uncertain doubt -> doubt.reason();
      case Outcome.Gone gone -> gone.error();
    };
  }

  private static String refusal(SlackApiTextResponse answer) {
    return words(SlackAnswers.refused(answer.getError(), answer.getNeeded()));
  }

  private void passed(String what, String words) {
    steps.add(new Step(what, true, words));
  }

  private void failed(String what, String words) {
    steps.add(new Step(what, false, words));
  }
}
