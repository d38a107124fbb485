package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Dialect.Errors;
import dev.punctual.observe.jdbc.Dialect.Fault;
import dev.punctual.observe.jdbc.Question.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Many questions in a handful of statements. A statement that fails is taken apart: the branch the
 * server points at, else halves, until the culprit stands alone.
 */
final class Batch {

  private static final String UNION = "\nunion all select ";

  private final Session session;
  private final Locks locks;
  private final Errors errors;
  private final String header;
  private final int branches;
  private final long stopAt;
  private final IdentityHashMap<Question, Outcome> outcomes = new IdentityHashMap<>();

  /** Which of these questions ask for a table that another transaction holds now. */
  @FunctionalInterface
  interface Locks {
    List<Question> among(List<Question> questions) throws SQLException, SourceFailure;
  }

  /**
   * @param budget how long the batch may take before the rest is left unasked
   */
  Batch(Session session, Locks locks, Dialect dialect, Duration budget) {
    this.session = session;
    this.locks = locks;
    this.errors = dialect.errors();
    this.header = header(dialect.grammar());
    this.branches = dialect.branches();
    this.stopAt = System.nanoTime() + budget.toNanos();
  }

  /** A first branch without an answer, which gives the columns their types. */
  private static String header(Grammar grammar) {
    String number = grammar.noNumber();
    String text = grammar.noText();
    return "select -1 as n, "
        + number
        + " as counted, "
        + number
        + " as last_week, "
        + text
        + " as newest, "
        + text
        + " as ahead, "
        + text
        + " as answer";
  }

  /** What became of a question. */
  sealed interface Outcome {
    record Answered(Row row) implements Outcome {}

    record Failed(SQLException error) implements Outcome {}

    /** The time of the round was used up by others. */
    record Unasked() implements Outcome {}
  }

  /** Asks all, those that are known to fail each alone and last. */
  IdentityHashMap<Question, Outcome> ask(List<Question> questions, List<Question> suspects)
      throws SourceFailure {
    for (int from = 0; from < questions.size(); from += branches) {
      together(questions.subList(from, Math.min(from + branches, questions.size())));
    }
    for (Question suspect : suspects) {
      together(List.of(suspect));
    }
    return outcomes;
  }

  private void together(List<Question> questions) throws SourceFailure {
    if (questions.isEmpty()) {
      return;
    }
    if (System.nanoTime() - stopAt > 0) {
      questions.forEach(question -> outcomes.put(question, new Outcome.Unasked()));
      return;
    }
    try {
      Map<Integer, Row> rows = session.query(statement(questions), Batch::read);
      for (int i = 0; i < questions.size(); i++) {
        outcomes.put(questions.get(i), answered(rows.get(i)));
      }
    } catch (SQLException e) {
      if (questions.size() == 1) {
        outcomes.put(questions.getFirst(), new Outcome.Failed(e));
      } else {
        apart(questions, e);
      }
    }
  }

  private static Outcome answered(@Nullable Row row) {
    return row == null
        ? new Outcome.Failed(new SQLException("no answer came back"))
        : new Outcome.Answered(row);
  }

  private void apart(List<Question> questions, SQLException e) throws SourceFailure {
    List<Question> accused = accused(questions, e);
    for (Question question : accused) {
      together(List.of(question));
    }
    boolean guilty = accused.stream().anyMatch(q -> outcomes.get(q) instanceof Outcome.Failed);
    List<Question> others = new ArrayList<>(questions);
    others.removeAll(accused);
    if (guilty || others.size() == 1) {
      together(others);
      return;
    }
    int half = others.size() / 2;
    together(others.subList(0, half));
    together(others.subList(half, others.size()));
  }

  /** Those the server points at: by the place in the statement, or by its list of locks. */
  private List<Question> accused(List<Question> questions, SQLException e) throws SourceFailure {
    int place = culprit(questions, errors.position(e));
    if (place >= 0) {
      return List.of(questions.get(place));
    }
    try {
      return errors.fault(e) == Fault.LOCKED ? locks.among(questions) : List.of();
    } catch (SQLException unknown) {
      return List.of();
    }
  }

  private Sql statement(List<Question> questions) {
    Sql.Builder sql = Sql.of(header);
    for (int i = 0; i < questions.size(); i++) {
      sql.add(UNION).add(i + ", ").add(questions.get(i).select());
    }
    return sql.build();
  }

  /**
   * The branch that holds the place the server points at, or -1. The driver numbers each {@code ?}
   * as {@code $1}, {@code $2}, …, which makes the sent text longer.
   */
  private int culprit(List<Question> questions, int position) {
    int end = header.length();
    int binds = 0;
    for (int i = 0; i < questions.size() && position > 0; i++) {
      Sql select = questions.get(i).select();
      end += UNION.length() + (i + ", ").length() + select.text().length();
      for (int bind = 0; bind < select.binds().size(); bind++) {
        binds++;
        end += Integer.toString(binds).length();
      }
      if (position <= end) {
        return position > header.length() ? i : -1;
      }
    }
    return -1;
  }

  private static Map<Integer, Row> read(ResultSet rows) throws SQLException {
    Map<Integer, Row> read = new HashMap<>();
    while (rows.next()) {
      read.put(
          rows.getInt(1),
          new Row(
              number(rows, 2),
              number(rows, 3),
              rows.getString(4),
              rows.getString(5),
              rows.getString(6)));
    }
    return read;
  }

  private static @Nullable Long number(ResultSet rows, int column) throws SQLException {
    long number = rows.getLong(column);
    return rows.wasNull() ? null : number;
  }
}
