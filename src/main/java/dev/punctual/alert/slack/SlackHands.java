package dev.punctual.alert.slack;

import com.google.gson.JsonObject;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
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
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
  private static final Set<String> GRAVE = Set.of("excuse", "cause", "rerun");

  private final SlackConfig config;
  private final CardDeadlines cards;
  private final Responses responses;
  private final Rerunning rerunning;
  private final @Nullable MethodsClient slack;
  private final @Nullable SlackPeople people;

  SlackHands(SlackConfig config, CardDeadlines cards, Responses responses, Rerunning rerunning) {
    this.config = config;
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

  private Done pressed(SlackPress press) throws IOException, SlackApiException {
    JsonObject action = press.action();
    String id = SlackPress.text(action, "action_id");
    if (id.startsWith("open-")) {
      return new Done.Quiet();
    }
    SlackPerson person = person(press);
    String refusal = person.refusal(config, GRAVE.contains(id));
    if (refusal != null) {
      return new Done.Told(refusal);
    }
    String value = SlackPress.text(action, "value");
    return switch (id) {
      case "acknowledge" -> acknowledge(press, value, person);
      case "snooze" ->
          snooze(
              press,
              SlackPress.text(SlackPress.object(action, "selected_option"), "value"),
              person);
      case "excuse", "cause" -> ask(press, id, value, Listed::isAlarm, "was missed");
      case "rerun" -> rerun(press, value, person);
      default ->
          new Done.Told("Punctual does not know this button; the message may be an old one.");
    };
  }

  private Done acknowledge(SlackPress press, String uid, SlackPerson person) {
    List<Listed> listed = cards.of(uid);
    if (listed.isEmpty()) {
      return notKnown();
    }
    List<Listed> open = listed.stream().filter(Listed::isOpen).toList();
    return write(press, open, new Act.Acknowledgement(""), person, "acknowledged");
  }

  private Done snooze(SlackPress press, String argument, SlackPerson person) {
    String[] parts = argument.split(" ", 2);
    List<Listed> listed = parts.length < 2 ? List.of() : cards.of(parts[0]);
    if (listed.isEmpty()) {
      return notKnown();
    }
    Act.Snooze snooze = Responses.snoozing(until(parts[0], parts[1], press.at()), press.at());
    List<Listed> open = listed.stream().filter(Listed::isOpen).toList();
    return write(press, open, snooze, person, "snoozed");
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

  private static Done notKnown() {
    return new Done.Told("Punctual does not know this card any more; nothing was written.");
  }

  private Done write(SlackPress press, List<Listed> on, Act act, SlackPerson person, String done) {
    if (on.isEmpty()) {
      return new Done.Told(settled("Everything on this card"));
    }
    List<Subject> subjects = on.stream().map(this::subject).toList();
    Map<Long, Acted> acted =
        responses.once(press.key(), subjects, act, person.author(), press.at());
    List<String> written = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Listed each : on) {
      switch (acted.getOrDefault(each.id(), new Acted.Written())) {
        case Acted.Written _ -> written.add(each.label());
        case Acted.Already(String by, _) -> others.add(by + " looks after " + each.label() + ".");
        case Acted.Over _, Acted.Gone _ -> others.add(settled(each.label()));
      }
    }
    return written.isEmpty()
        ? new Done.Told(String.join(" ", others.subList(0, Math.min(5, others.size()))))
        : new Done.Written(done + " " + String.join(", ", written));
  }

  private static String settled(String what) {
    return what + " is settled; nothing was written, and the verdict stays.";
  }

  private Subject subject(Listed listed) {
    return listed.breach() ? responses.breach(listed.id()) : responses.find(listed.id());
  }

  private Done rerun(SlackPress press, String uid, SlackPerson person)
      throws IOException, SlackApiException {
    List<Listed> failed = cards.of(uid).stream().filter(Listed::rerun).toList();
    return failed.size() > 1
        ? ask(press, "rerun", uid, Listed::rerun, "has failed")
        : rerun(press, failed, person);
  }

  private Done rerun(SlackPress press, List<Listed> failed, SlackPerson person) {
    List<String> words = new ArrayList<>();
    for (Listed each : failed) {
      words.add(each.label() + ": " + rerun(each, person, press.at()));
    }
    return new Done.Told(
        words.isEmpty()
            ? "Nothing on this card has failed and may be re-run any more."
            : String.join("\n", words));
  }

  private String rerun(Listed failed, SlackPerson person, Instant now) {
    try {
      Entry deadline = responses.find(failed.id());
      return rerunning.rerun(deadline, person.author(), now);
    } catch (Refusal e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Done ask(
      SlackPress press, String act, String uid, Predicate<Listed> which, String nothing)
      throws IOException, SlackApiException {
    List<Listed> asked = cards.of(uid).stream().filter(which).toList();
    if (asked.isEmpty() || slack == null) {
      return new Done.Told("Nothing on this card " + nothing + ".");
    }
    String trigger = SlackPress.text(press.said(), "trigger_id");
    var answer =
        slack.viewsOpen(
            r -> r.triggerId(trigger).view(SlackForms.form(act, uid, press.channel(), asked)));
    if (answer.isOk()) {
      return new Done.Quiet();
    }
    LOG.warn("Slack did not open the form: {}", answer.getError());
    return new Done.Told("Slack did not open the form (" + answer.getError() + "). Press again.");
  }

  private Done submitted(SlackPress press) throws IOException, SlackApiException {
    SlackForms.Sent sent = SlackForms.read(SlackPress.object(press.said(), "view"));
    SlackPerson person = person(press);
    String refusal = person.refusal(config, true);
    if (refusal != null) {
      return new Done.Wrong("deadlines", refusal);
    }
    List<Listed> chosen =
        cards.of(sent.uid()).stream().filter(d -> sent.deadlines().contains(d.id())).toList();
    if (chosen.isEmpty()) {
      return new Done.Wrong("deadlines", "Choose at least one that is still on the card.");
    }
    try {
      return switch (sent.act()) {
        case "excuse" ->
            write(
                press, chosen, Responses.excusing(sent.category(), sent.note()), person, "excused");
        case "cause" ->
            write(
                press,
                chosen,
                Responses.causing(sent.category(), sent.note()),
                person,
                "gave the cause of");
        case "rerun" -> rerun(press, chosen.stream().filter(Listed::rerun).toList(), person);
        default -> new Done.Wrong("deadlines", "Punctual does not know this form.");
      };
    } catch (Refusal e) {
      return new Done.Wrong(
          e.field().equals("category") ? "category" : "note", String.valueOf(e.getMessage()));
    }
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
