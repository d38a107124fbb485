package dev.punctual.observe.bigquery;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.bigquery.Question.Row;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.observe.wire.Outages;
import dev.punctual.rule.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Many questions in a handful of statements. A statement that is refused is taken apart: those it
 * names, else halves, until the culprit stands alone. A refused statement is not billed.
 */
final class Batch {

  /** The least that BigQuery bills for each table of a statement. */
  private static final long LEAST_BYTES = 10_000_000;

  /** BigQuery takes a megabyte and 10,000 parameters. */
  private static final int LONGEST = 250_000;

  private static final int MOST_BINDS = 5_000;

  private static final int MOST = 100;

  private static final String HEADER =
      "SELECT -1 AS n, CAST(NULL AS INT64) AS counted, CAST(NULL AS INT64) AS last_week,"
          + " CAST(NULL AS STRING) AS newest, CAST(NULL AS STRING) AS answer";
  private static final String UNION = "\nUNION ALL SELECT ";
  private static final Pattern PLACE = Pattern.compile(" at \\[(\\d{1,6}):(\\d{1,6})]");

  private final BigQuerySettings settings;
  private final Jobs jobs;
  private final Portion portion;
  private final long stopAt;
  private final IdentityHashMap<Question, Outcome> outcomes = new IdentityHashMap<>();

  /**
   * Asks nothing yet.
   *
   * @param portion how many questions go into a statement, learned from what BigQuery refused
   */
  Batch(BigQuerySettings settings, Jobs jobs, Portion portion) {
    this.settings = settings;
    this.jobs = jobs;
    this.portion = portion;
    this.stopAt = System.nanoTime() + settings.limits().query().multipliedBy(2).toNanos();
  }

  /** Grows smaller where questions together would bill more than one of them may. */
  static final class Portion {
    private int questions = MOST;

    void tooLarge(int asked) {
      questions = Math.max(1, Math.min(questions, asked / 2));
    }
  }

  /** What became of a question. */
  sealed interface Outcome {
    record Answered(Row row) implements Outcome {}

    record Failed(Refusal refusal) implements Outcome {}

    /** The time of the round was used up by others. */
    record Unasked() implements Outcome {}
  }

  /** Asks all, those that are known to fail each alone and last. */
  Map<Question, Outcome> ask(List<Question> questions, List<Question> suspects)
      throws SourceFailure, InterruptedException {
    Map<String, List<Question>> byLocation = new LinkedHashMap<>();
    for (Question question : questions) {
      String location = question.location() == null ? "" : question.location();
      byLocation.computeIfAbsent(location, none -> new ArrayList<>()).add(question);
    }
    for (List<Question> some : byLocation.values()) {
      inPortions(some);
    }
    for (Question suspect : suspects) {
      together(List.of(suspect));
    }
    return outcomes;
  }

  private void inPortions(List<Question> questions) throws SourceFailure, InterruptedException {
    int from = 0;
    while (from < questions.size()) {
      int to = from;
      int length = 0;
      int binds = 0;
      do {
        length += questions.get(to).select().text().length();
        binds += questions.get(to).select().binds().size();
        to++;
      } while (to < questions.size()
          && to - from < portion.questions
          && length < LONGEST
          && binds < MOST_BINDS);
      together(questions.subList(from, to));
      from = to;
    }
  }

  private void together(List<Question> questions) throws SourceFailure, InterruptedException {
    if (questions.isEmpty()) {
      return;
    }
    if (System.nanoTime() - stopAt > 0) {
      questions.forEach(question -> outcomes.put(question, new Outcome.Unasked()));
      return;
    }
    Sql statement = statement(questions);
    long most = settings.billing().mostBytes() + (questions.size() - 1) * LEAST_BYTES;
    try {
      List<Jobs.Row> rows = jobs.run(statement, questions.getFirst().location(), most);
      answered(questions, rows);
    } catch (Refusal refusal) {
      refused(questions, statement, refusal);
    }
  }

  private void answered(List<Question> questions, List<Jobs.Row> rows) {
    Map<Long, Row> read = new HashMap<>();
    for (Jobs.Row row : rows) {
      read.put(row.whole(0), new Row(row.whole(1), row.whole(2), row.text(3), row.text(4)));
    }
    for (int i = 0; i < questions.size(); i++) {
      Row row = read.get((long) i);
      outcomes.put(
          questions.get(i),
          row == null
              ? new Outcome.Failed(new Refusal("malformed", "no answer came back"))
              : new Outcome.Answered(row));
    }
  }

  private void refused(List<Question> questions, Sql statement, Refusal refusal)
      throws SourceFailure, InterruptedException {
    if (questions.size() == 1 || isOfEveryQuery(refusal)) {
      Outcome failed = new Outcome.Failed(placed(refusal, statement));
      questions.forEach(question -> outcomes.put(question, failed));
      return;
    }
    if (refusal.reason().equals("bytesBilledLimitExceeded")) {
      portion.tooLarge(questions.size());
    }
    List<Question> accused =
        questions.stream().filter(question -> isNamed(question, refusal)).toList();
    if (accused.isEmpty() || accused.size() == questions.size()) {
      halves(questions);
      return;
    }
    for (Question question : accused) {
      together(List.of(question));
    }
    List<Question> others = new ArrayList<>(questions);
    others.removeAll(accused);
    together(others);
  }

  private static boolean isOfEveryQuery(Refusal refusal) {
    return refusal.said().contains("bigquery.jobs.create");
  }

  private void halves(List<Question> questions) throws SourceFailure, InterruptedException {
    int half = questions.size() / 2;
    together(questions.subList(0, half));
    together(questions.subList(half, questions.size()));
  }

  private boolean isNamed(Question question, Refusal refusal) {
    try {
      return question.probe().rule().target() instanceof Target.Table table
          && TableId.of(table, settings.billing().project()).isNamedIn(refusal.said());
    } catch (BadQuestion e) {
      return false;
    }
  }

  private static Sql statement(List<Question> questions) {
    Sql.Builder sql = Sql.of(HEADER);
    for (int i = 0; i < questions.size(); i++) {
      sql.add(UNION).add(i + ", ").add(questions.get(i).select());
    }
    return sql.build();
  }

  /** A line and column of the statement we wrote say nothing to its reader; the words there do. */
  private static Refusal placed(Refusal refusal, Sql statement) {
    Matcher place = PLACE.matcher(refusal.said());
    String near = place.find() ? near(statement.text(), place) : null;
    return near == null
        ? refusal
        : new Refusal(refusal.reason(), place.replaceFirst(Matcher.quoteReplacement(near)));
  }

  private static @Nullable String near(String statement, Matcher place) {
    String[] lines = statement.split("\n", -1);
    int line = Integer.parseInt(place.group(1)) - 1;
    int column = Integer.parseInt(place.group(2)) - 1;
    if (line < 0 || line >= lines.length || column < 0 || column >= lines[line].length()) {
      return null;
    }
    String from = lines[line].substring(column);
    return " near \"" + Outages.line(from.substring(0, Math.min(from.length(), 30))) + "\"";
  }
}
