package dev.punctual.alert.slack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import dev.punctual.alert.CardDeadlines;
import dev.punctual.alert.CardDeadlines.Listed;
import dev.punctual.alert.SlackConfig;
import dev.punctual.ledger.Subject;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.Responses;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns pressed buttons and sent forms into acts of the ledger, with the Slack user as author. All
 * of it may come twice: acts are written for what is still open, a second press finds nothing.
 */
@Singleton
class SlackHands {

  private static final Logger LOG = LoggerFactory.getLogger(SlackHands.class);
  private static final LocalTime TOMORROW = LocalTime.of(9, 0);

  private final SlackConfig config;
  private final CardDeadlines cards;
  private final Responses responses;
  private final @Nullable MethodsClient slack;

  SlackHands(SlackConfig config, CardDeadlines cards, Responses responses) {
    this.config = config;
    this.cards = cards;
    this.responses = responses;
    this.slack = config.hasToken() ? SlackFactory.methods(config) : null;
  }

  /**
   * Does what was pressed.
   *
   * @param payload JSON as Slack sends it, its signature checked
   * @return the body of the answer, empty for none
   */
  String take(String payload, Instant now) {
    try {
      JsonObject said = JsonParser.parseString(payload).getAsJsonObject();
      return switch (text(said, "type")) {
        case "block_actions" -> pressed(said, now);
        case "view_submission" -> submitted(said, now);
        default -> "";
      };
    } catch (JsonParseException | IllegalStateException e) {
      LOG.warn("Slack sent something that cannot be read: {}", e.getMessage());
      return "";
    }
  }

  private String pressed(JsonObject said, Instant now) {
    JsonObject action = said.getAsJsonArray("actions").get(0).getAsJsonObject();
    String id = text(action, "action_id");
    if (id.startsWith("open-")) {
      return "";
    }
    SlackPerson person = person(said);
    boolean grave = id.equals("excuse") || id.equals("cause");
    String refusal = person.refusal(config, grave);
    if (refusal != null) {
      whisper(said, refusal);
      return "";
    }
    switch (id) {
      case "acknowledge" -> acknowledge(text(action, "value"), person, now);
      case "snooze" ->
          snooze(text(action.getAsJsonObject("selected_option"), "value"), person, now);
      case "excuse", "cause" -> ask(said, id, text(action, "value"));
      default -> LOG.info("Slack told of a button that is not known: {}", id);
    }
    return "";
  }

  private void acknowledge(String uid, SlackPerson person, Instant now) {
    each(
        cards.of(uid).stream().filter(d -> d.isOpen() && !d.acknowledged()).toList(),
        entry -> responses.acknowledge(entry, null, person.author(), now));
  }

  private void snooze(String argument, SlackPerson person, Instant now) {
    String[] parts = argument.split(" ", 2);
    if (parts.length < 2) {
      return;
    }
    Instant until = until(parts[0], parts[1], now);
    each(
        cards.of(parts[0]).stream().filter(Listed::isOpen).toList(),
        entry -> responses.snooze(entry, until, person.author(), now));
  }

  private Instant until(String uid, String word, Instant now) {
    return switch (word) {
      case "1h" -> now.plus(Duration.ofHours(1));
      case "4h" -> now.plus(Duration.ofHours(4));
      case "tomorrow" -> {
        var zone = cards.zone(uid);
        yield now.atZone(zone).toLocalDate().plusDays(1).atTime(TOMORROW).atZone(zone).toInstant();
      }
      default -> now.plus(Duration.ofMinutes(30));
    };
  }

  private void each(List<Listed> listed, Consumer<Subject> act) {
    for (Listed each : listed) {
      try {
        act.accept(subject(each));
      } catch (Refusal e) {
        LOG.info("Nothing done about {}: {}", each.label(), e.getMessage());
      }
    }
  }

  private Subject subject(Listed listed) {
    return listed.breach() ? responses.breach(listed.id()) : responses.find(listed.id());
  }

  private void ask(JsonObject said, String act, String uid) {
    List<Listed> alarms = cards.of(uid).stream().filter(Listed::isAlarm).toList();
    if (alarms.isEmpty() || slack == null) {
      return;
    }
    try {
      var answer =
          slack.viewsOpen(
              r -> r.triggerId(text(said, "trigger_id")).view(SlackForms.form(act, uid, alarms)));
      if (!answer.isOk()) {
        LOG.warn("Slack did not open the form: {}", answer.getError());
        whisper(said, "Slack did not open the form (" + answer.getError() + "). Press again.");
      }
    } catch (IOException | SlackApiException e) {
      LOG.warn("Slack did not open the form: {}", e.getMessage());
    }
  }

  private String submitted(JsonObject said, Instant now) {
    SlackForms.Sent sent = SlackForms.read(said.getAsJsonObject("view"));
    SlackPerson person = person(said);
    String refusal = person.refusal(config, true);
    if (refusal != null) {
      return SlackForms.error("note", refusal);
    }
    List<Listed> chosen =
        cards.of(sent.uid()).stream().filter(d -> sent.deadlines().contains(d.id())).toList();
    try {
      for (Listed deadline : chosen) {
        Subject subject = subject(deadline);
        if (sent.act().equals("excuse")) {
          responses.excuse(subject, sent.category(), sent.note(), person.author(), now);
        } else {
          responses.cause(subject, sent.category(), sent.note(), person.author(), now);
        }
      }
      return "";
    } catch (Refusal e) {
      return SlackForms.error("note", Optional.ofNullable(e.getMessage()).orElse("refused"));
    }
  }

  /** Who it was: guests and people of other workspaces may look, not act. */
  private SlackPerson person(JsonObject said) {
    String user = text(said.getAsJsonObject("user"), "id");
    if (slack == null) {
      return SlackPerson.unknown(user, "no token");
    }
    try {
      var answer = slack.usersInfo(r -> r.user(user));
      return answer.isOk()
          ? SlackPerson.of(answer.getUser(), text(said.getAsJsonObject("team"), "id"))
          : SlackPerson.unknown(user, answer.getError());
    } catch (IOException | SlackApiException e) {
      return SlackPerson.unknown(user, String.valueOf(e.getMessage()));
    }
  }

  /** A word only the one who pressed sees. */
  private void whisper(JsonObject said, String words) {
    if (slack == null) {
      return;
    }
    try {
      slack.chatPostEphemeral(
          r ->
              r.channel(text(said.getAsJsonObject("channel"), "id"))
                  .user(text(said.getAsJsonObject("user"), "id"))
                  .text(SlackText.escape(words)));
    } catch (IOException | SlackApiException e) {
      LOG.info("Slack did not take a word to one person: {}", e.getMessage());
    }
  }

  static String text(@Nullable JsonObject object, String name) {
    JsonElement found = object == null ? null : object.get(name);
    return found == null || !found.isJsonPrimitive() ? "" : found.getAsString();
  }
}
