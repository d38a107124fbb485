package dev.punctual.observe.aws;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Athena.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks many questions in one statement. One that fails is cut in halves, until its culprit stands
 * alone; a culprit is asked alone from then on, until it heals.
 */
final class Statements {

  /** Athena plans a stage or two a branch and refuses plans that are too large. */
  private static final int BRANCHES = 25;

  private static final int LONGEST = 200_000;

  private final Athena athena;
  private final Set<String> suspects = new HashSet<>();
  private int sent;

  Statements(Athena athena) {
    this.athena = athena;
  }

  /** What every question is answered with. */
  Map<Question, Observation> ask(List<Question> questions)
      throws SourceFailure, InterruptedException {
    Map<Question, Observation> answers = new HashMap<>();
    List<List<Question>> open = first(questions);
    while (!open.isEmpty()) {
      List<Outcome> outcomes = athena.run(open.stream().map(Statements::sql).toList());
      sent += open.size();
      List<List<Question>> next = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        next.addAll(weigh(open.get(i), outcomes.get(i), answers));
      }
      open = next;
    }
    return answers;
  }

  /** Statements sent since the last call. */
  int takeSent() {
    int taken = sent;
    sent = 0;
    return taken;
  }

  private List<List<Question>> first(List<Question> questions) {
    List<List<Question>> statements = new ArrayList<>();
    List<Question> some = new ArrayList<>();
    int length = 0;
    for (Question question : questions) {
      int more = question.branch(BRANCHES).length() + 12;
      if (suspects.contains(key(question.probe()))) {
        statements.add(List.of(question));
        continue;
      }
      if (!some.isEmpty() && (some.size() == BRANCHES || length + more > LONGEST)) {
        statements.add(some);
        some = new ArrayList<>();
        length = 0;
      }
      some.add(question);
      length += more;
    }
    if (!some.isEmpty()) {
      statements.add(some);
    }
    return statements;
  }

  private static String sql(List<Question> questions) {
    List<String> branches = new ArrayList<>();
    for (Question question : questions) {
      branches.add(question.branch(branches.size()));
    }
    return String.join("\nUNION ALL\n", branches);
  }

  /** Notes answers; gives what is to be asked again in smaller parts. */
  private List<List<Question>> weigh(
      List<Question> asked, Outcome outcome, Map<Question, Observation> answers) {
    switch (outcome) {
      case Outcome.Rows(List<List<@Nullable String>> rows) -> read(asked, rows, answers);
      case Outcome.Failed failed when failed.divisible() && asked.size() > 1 -> {
        int half = asked.size() / 2;
        return List.of(asked.subList(0, half), asked.subList(half, asked.size()));
      }
      case Outcome.Failed failed -> {
        for (Question question : asked) {
          if (failed.divisible()) {
            suspects.add(key(question.probe()));
          }
          answers.put(question, new Unreachable(failed.words()));
        }
      }
    }
    return List.of();
  }

  private void read(
      List<Question> asked, List<List<@Nullable String>> rows, Map<Question, Observation> answers) {
    for (List<@Nullable String> row : rows) {
      Integer number = row.size() == 6 ? number(row.getFirst()) : null;
      if (number != null && number < asked.size()) {
        Question question = asked.get(number);
        answers.put(question, Reading.of(question, row(row)));
        suspects.remove(key(question.probe()));
      }
    }
    for (Question question : asked) {
      answers.computeIfAbsent(
          question, q -> new Unreachable("Athena answered without a row for it"));
    }
  }

  private static Question.Row row(List<@Nullable String> cells) {
    return new Question.Row(
        whole(cells.get(1)), whole(cells.get(2)), cells.get(3), cells.get(4), cells.get(5));
  }

  private static @Nullable Integer number(@Nullable String cell) {
    return cell == null || !cell.matches("[0-9]{1,4}") ? null : Integer.valueOf(cell);
  }

  private static @Nullable Long whole(@Nullable String cell) {
    return cell == null || !cell.matches("[0-9]{1,18}") ? null : Long.valueOf(cell);
  }

  /** A rule that was changed is no suspect any more. */
  private static String key(Probe probe) {
    return probe.rule().id() + "\n" + probe.rule().origin().version();
  }
}
