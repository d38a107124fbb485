package dev.punctual.alert.slack;

import com.google.gson.JsonObject;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import dev.punctual.alert.AlertConfig;
import dev.punctual.alert.CardDeadlines;
import dev.punctual.alert.CardDeadlines.Listed;
import dev.punctual.alert.SlackConfig;
import dev.punctual.alert.slack.SlackPress.Done;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Acted;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Subject;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.Rerunning;
import dev.punctual.respond.Responses;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns pressed buttons and sent forms into acts of the ledger, with the Slack user as author. What
 * is settled stays so: who presses an old button is told, and nobody else.
 */
@Singleton
class SlackHands {

  private static final Logger LOG = LoggerFactory.getLogger(SlackHands.class);
  private static final LocalTime TOMORROW = LocalTime.of(9, 0);
  private static final int MOST = 5;
  private static final Set<String> GRAVE = Set.of("excuse", "cause", "rerun");

  private final SlackConfig config;
  private final CardDeadlines cards;
  private final Responses responses;
  private final Rerunning rerunning;
  private final @Nullable MethodsClient slack;
  private final @Nullable SlackPeople people;
  private final Words usual;

  SlackHands(
      SlackConfig config,
      AlertConfig alerts,
      CardDeadlines cards,
      Responses responses,
      Rerunning rerunning) {
    this.config = config;
    this.usual = Words.of(Locale.of(alerts.language()));
    this.cards = cards;
    this.responses = responses;
    this.rerunning = rerunning;
    this.slack = config.hasToken() ? SlackFactory.methods(config) : null;
    this.people = slack == null ? null : new SlackPeople(slack);
  }

  /**
   * Does what was pressed. Whatever the database or Slack throws may be tried again with the same
   * press: it is done once.
   *
   * @throws IOException when Slack cannot say who pressed
   */
  Done take(SlackPress press) throws IOException, SlackApiException {
    return switch (press.type()) {
      case "block_actions" -> pressed(press);
      case "view_submission" -> submitted(press);
      default -> new Done.Quiet();
    };
  }

  /** Whether it opens a form, for which Slack gives three seconds and no second try. */
  boolean isOpeningForm(SlackPress press) {
    String id = SlackPress.text(press.action(), "action_id");
    return !press.isForm() && (id.equals("excuse") || id.equals("cause"));
  }

  /** What was pressed, by whom, and how one speaks to them. */
  private record By(SlackPress press, SlackPerson person, Words words) {

    Done told(String key, Object... arguments) {
      return new Done.Told(words.say(key, arguments));
    }

    Done wrong(String field, String key) {
      return new Done.Wrong(field, words.say(key));
    }
  }

  private Done pressed(SlackPress press) throws IOException, SlackApiException {
    JsonObject action = press.action();
    String id = SlackPress.text(action, "action_id");
    if (id.startsWith("open-")) {
      return new Done.Quiet();
    }
    By by = by(press);
    String refusal = by.person().refusal(config, GRAVE.contains(id), by.words());
    if (refusal != null) {
      return new Done.Told(refusal);
    }
    String value = SlackPress.text(action, "value");
    return switch (id) {
      case "acknowledge" -> acknowledge(by, value);
      case "snooze" ->
          snooze(by, SlackPress.text(SlackPress.object(action, "selected_option"), "value"));
      case "excuse", "cause" -> ask(by, id, value, Listed::isAlarm, "slack.noneMissed");
      case "rerun" -> rerun(by, value);
      default -> by.told("slack.unknownButton");
    };
  }

  private Done acknowledge(By by, String uid) {
    List<Listed> listed = cards.of(uid);
    if (listed.isEmpty()) {
      return by.told("slack.unknownCard");
    }
    List<Listed> open = listed.stream().filter(Listed::isOpen).toList();
    return write(by, open, new Act.Acknowledgement(""), "acknowledge");
  }

  private Done snooze(By by, String argument) {
    String[] parts = argument.split(" ", 2);
    List<Listed> listed = parts.length < 2 ? List.of() : cards.of(parts[0]);
    if (listed.isEmpty()) {
      return by.told("slack.unknownCard");
    }
    Instant now = by.press().at();
    Act.Snooze snooze = Responses.snoozing(until(parts[0], parts[1], now), now);
    List<Listed> open = listed.stream().filter(Listed::isOpen).toList();
    return write(by, open, snooze, "snooze");
  }

  private Instant until(String uid, String word, Instant now) {
    return switch (word) {
      case "1h" -> now.plus(Duration.ofHours(1));
      case "4h" -> now.plus(Duration.ofHours(4));
      case "tomorrow" -> {
        ZoneId zone = cards.zone(uid);
        yield now.atZone(zone).toLocalDate().plusDays(1).atTime(TOMORROW).atZone(zone).toInstant();
      }
      default -> now.plus(Duration.ofMinutes(30));
    };
  }

  private Done write(By by, List<Listed> on, Act act, String done) {
    if (on.isEmpty()) {
      return by.told("slack.settledAll");
    }
    List<Subject> subjects = on.stream().map(this::subject).toList();
    SlackPress press = by.press();
    Map<Long, Acted> acted =
        responses.once(press.key(), subjects, act, by.person().author(), press.at());
    Words words = by.words();
    List<String> written = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Listed each : on) {
      switch (acted.getOrDefault(each.id(), new Acted.Written())) {
        case Acted.Written _ -> written.add(each.label());
        case Acted.Already(String who, _) ->
            others.add(words.say("slack.looksAfter", who, each.label()));
        case Acted.Over _, Acted.Gone _ -> others.add(words.say("slack.settled", each.label()));
      }
    }
    return written.isEmpty()
        ? new Done.Told(brief(others, words.say("message.gap")))
        : new Done.Written(
            words.say("slack.done." + done, brief(written, words.say("list.comma"))));
  }

  private Subject subject(Listed listed) {
    return listed.breach() ? responses.breach(listed.id()) : responses.find(listed.id());
  }

  /** What one person reads of a thousand rules. */
  private static String brief(List<String> all, String between) {
    return String.join(between, all.subList(0, Math.min(MOST, all.size())))
        + (all.size() > MOST ? " …" : "");
  }

  private Done rerun(By by, String uid) throws IOException, SlackApiException {
    List<Listed> failed = cards.of(uid).stream().filter(Listed::rerun).toList();
    return failed.size() > 1
        ? ask(by, "rerun", uid, Listed::rerun, "slack.noneFailed")
        : rerun(by, failed);
  }

  private Done rerun(By by, List<Listed> failed) {
    if (failed.isEmpty()) {
      return by.told("slack.noneToRerun");
    }
    List<String> words = new ArrayList<>();
    for (Listed each : failed) {
      String outcome = by.words().reason(rerun(each, by.person(), by.press().at()));
      words.add(by.words().say("slack.rerun", each.label(), outcome));
    }
    return new Done.Told(String.join("\n", words));
  }

  private String rerun(Listed failed, SlackPerson person, Instant now) {
    try {
      Entry deadline = responses.find(failed.id());
      return rerunning.rerun(deadline, person.author(), now);
    } catch (Refusal e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Done ask(By by, String act, String uid, Predicate<Listed> which, String nothing)
      throws IOException, SlackApiException {
    List<Listed> asked = cards.of(uid).stream().filter(which).toList();
    if (asked.isEmpty() || slack == null) {
      return by.told(nothing);
    }
    SlackPress press = by.press();
    String trigger = SlackPress.text(press.said(), "trigger_id");
    var answer =
        slack.viewsOpen(
            r ->
                r.triggerId(trigger)
                    .view(SlackForms.form(act, uid, press.channel(), asked, by.words())));
    if (answer.isOk()) {
      return new Done.Quiet();
    }
    LOG.warn("Slack did not open the form: {}", answer.getError());
    return by.told("slack.notOpened", String.valueOf(answer.getError()));
  }

  private Done submitted(SlackPress press) throws IOException, SlackApiException {
    SlackForms.Sent sent = SlackForms.read(SlackPress.object(press.said(), "view"));
    By by = by(press);
    String refusal = by.person().refusal(config, true, by.words());
    if (refusal != null) {
      return new Done.Wrong("deadlines", refusal);
    }
    List<Listed> chosen =
        cards.of(sent.uid()).stream().filter(d -> sent.deadlines().contains(d.id())).toList();
    if (chosen.isEmpty()) {
      return by.wrong("deadlines", "slack.choose");
    }
    try {
      return switch (sent.act()) {
        case "excuse" ->
            write(by, chosen, Responses.excusing(sent.category(), sent.note()), "excuse");
        case "cause" -> write(by, chosen, Responses.causing(sent.category(), sent.note()), "cause");
        case "rerun" -> rerun(by, chosen.stream().filter(Listed::rerun).toList());
        default -> by.wrong("deadlines", "slack.unknownForm");
      };
    } catch (Refusal e) {
      return new Done.Wrong(
          e.field().equals("category") ? "category" : "note",
          by.words().reason(String.valueOf(e.getMessage())));
    }
  }

  private By by(SlackPress press) throws IOException, SlackApiException {
    SlackPerson person = person(press);
    return new By(press, person, person.words(usual));
  }

  /** The words for who pressed, asking nobody. */
  Words words(SlackPress press) {
    SlackPerson known = people == null ? null : people.known(press.user());
    return known == null ? usual : known.words(usual);
  }

  /** Who it was: guests and people of other workspaces may look, not act. */
  private SlackPerson person(SlackPress press) throws IOException, SlackApiException {
    return people == null
        ? SlackPerson.unknown(press.user(), "no token")
        : people.who(press.user(), press.at());
  }

  /** A word only the one who pressed sees. */
  void whisper(SlackPress press, String words) {
    if (slack == null || press.channel().isEmpty()) {
      return;
    }
    String text = words.lines().map(SlackText::escape).collect(Collectors.joining("\n"));
    try {
      slack.chatPostEphemeral(r -> r.channel(press.channel()).user(press.user()).text(text));
    } catch (IOException | SlackApiException e) {
      LOG.info("Slack did not take a word to one person: {}", e.getMessage());
    }
  }
}
