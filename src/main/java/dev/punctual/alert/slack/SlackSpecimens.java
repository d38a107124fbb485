package dev.punctual.alert.slack;

import com.slack.api.model.view.View;
import dev.punctual.alert.CardDeadlines.Listed;
import dev.punctual.judge.State;
import dev.punctual.web.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Every form and every word to one person, as they look, about rules that do not exist.
 *
 * @param labels of the rules, by number
 */
record SlackSpecimens(Words words, IntFunction<String> labels) {

  private static final String UID = "5d0c41b6-0f6e-4f4e-9a43-2f1b6f0c7a11";

  /** With the titles that the words know, the later ones numbered. */
  static SlackSpecimens of(Words words) {
    return new SlackSpecimens(
        words,
        number -> {
          String title = words.say("looks.title." + number % 6);
          return number < 6 ? title : title + " " + number;
        });
  }

  /** Forms by name, {@code excuse.1}, {@code excuse.30}, …: of 1, 30 and 1,000 rules. */
  Map<String, View> forms() {
    Map<String, View> forms = new LinkedHashMap<>();
    for (String act : List.of("excuse", "cause", "rerun")) {
      for (int number : List.of(1, 30, 1_000)) {
        if (number > 1 || !act.equals("rerun")) {
          forms.put(
              act + "." + number, SlackForms.form(act, UID, "C0123456789", listed(number), words));
        }
      }
    }
    forms.put("notYet", SlackForms.words(words.say("slack.notYet"), words));
    return forms;
  }

  private List<Listed> listed(int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                new Listed(
                    i,
                    false,
                    "rule-" + i,
                    labels.apply(i),
                    i % 5 == 4 ? State.LATE : State.OVERDUE,
                    false,
                    false,
                    true))
        .toList();
  }

  /** What who pressed is told, by message key. */
  Map<String, String> answers() {
    String rule = labels.apply(0);
    String outcome = words.reason("It is settled; there is nothing to re-run for it.");
    Map<String, String> answers = new LinkedHashMap<>();
    put(answers, "slack.notYet");
    for (String act : List.of("acknowledge", "snooze", "excuse", "cause")) {
      String done = words.say("slack.done." + act, rule);
      answers.put("slack.done." + act, words.say("slack.writtenNow", done));
    }
    put(answers, "slack.looksAfter", "K. Tanaka", rule);
    put(answers, "slack.settled", rule);
    put(answers, "slack.settledAll");
    put(answers, "slack.noneMissed");
    put(answers, "slack.noneFailed");
    put(answers, "slack.noneToRerun");
    put(answers, "slack.rerun", rule, outcome);
    put(answers, "slack.choose");
    put(answers, "slack.notWritten", words.reason("Give a reason: it stands in the report."));
    put(answers, "slack.unknownButton");
    put(answers, "slack.unknownCard");
    put(answers, "slack.unknownForm");
    put(answers, "slack.notOpened", "expired_trigger_id");
    put(answers, "slack.guest");
    put(answers, "slack.stranger");
    put(answers, "slack.noPerson");
    put(answers, "slack.unasked", "missing_scope");
    put(answers, "slack.operators");
    put(answers, "slack.away");
    put(answers, "slack.stopped");
    put(answers, "slack.failed");
    return answers;
  }

  private void put(Map<String, String> answers, String key, Object... arguments) {
    answers.put(key, words.say(key, arguments));
  }
}
