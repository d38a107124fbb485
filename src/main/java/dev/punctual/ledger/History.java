package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import dev.punctual.ledger.Tallies.RuleMonth;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes deadlines of the past as they ended. Rows are marked as demo; nothing of it is told to
 * anybody. A deadline that is there already is left as it is.
 */
@Singleton
public class History {

  private static final String INSERT = insert("demo", "true");

  private final TransactionOperations<Connection> transactions;

  History(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * One deadline as it ended.
   *
   * @param end settled
   * @param log what happened on the way, in order
   * @param said what people said of it, in order
   */
  public record Past(
      Deadline deadline,
      Rule rule,
      Progress end,
      Instant settledAt,
      List<Happened> log,
      List<Said> said) {
    public Past {
      log = List.copyOf(log);
      said = List.copyOf(said);
    }

    /** Without a log. */
    public Past(Deadline deadline, Rule rule, Progress end, Instant settledAt, List<Said> said) {
      this(deadline, rule, end, settledAt, List.of(), said);
    }
  }

  /** A line of its log. */
  public record Happened(TransitionKind kind, String reason, Instant at) {}

  /** What somebody said, and when. */
  public record Said(Act act, Act.Author author, Instant at) {}

  /** Writes all of it in one transaction. */
  public void write(List<Past> past) {
    transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          insert(connection, past);
          say(connection, past);
          recount(connection, past);
          return true;
        });
  }

  private static void insert(Connection connection, List<Past> past) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Past one : past) {
        bind(insert, one);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(PreparedStatement insert, Past past) throws SQLException {
    bind(insert, past.deadline(), past.rule(), past.end(), past.settledAt());
  }

  /**
   * A deadline as it ended; one that is there already is left as it is.
   *
   * @param column one more column
   * @param value its value
   */
  static String insert(String column, String value) {
    return """
        insert into deadline (state, verdict, arrival_earliest, arrival_at, weak, evidence, reason,
          contrary, trouble, trouble_text, last_no_at, stable_measure, stable_since, stable_after,
          likely_at, reminded, rule_id, business_date, slot, slotted, data_date, opens_at, due_at,
          closes_at, timezone, objective, rule_version, source, team, trial, settled_at, %s)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          %s) on conflict do nothing\
        """
        .formatted(column, value);
  }

  /** Binds all of {@link #insert} but its own value; gives the next free index. */
  static int bind(
      PreparedStatement insert, Deadline deadline, Rule rule, Progress end, Instant settledAt)
      throws SQLException {
    int i = DeadlineRows.bind(insert, end);
    insert.setString(i++, deadline.rule());
    insert.setObject(i++, deadline.businessDate());
    DeadlineRows.setInstant(insert, i++, deadline.key().slot());
    insert.setBoolean(i++, deadline.slot() != null);
    insert.setObject(i++, deadline.dataDate());
    DeadlineRows.setInstant(insert, i++, deadline.opensAt());
    DeadlineRows.setInstant(insert, i++, deadline.dueAt());
    DeadlineRows.setInstant(insert, i++, deadline.closesAt());
    insert.setString(i++, deadline.timezone().getId());
    insert.setBigDecimal(i++, deadline.objective());
    insert.setString(i++, rule.version());
    insert.setString(i++, rule.source());
    insert.setString(i++, rule.team());
    insert.setBoolean(i++, rule.counting().trial());
    DeadlineRows.setInstant(insert, i++, end.isSettled() ? settledAt : null);
    return i;
  }

  private static void say(Connection connection, List<Past> past) throws SQLException {
    List<Past> discussed =
        past.stream().filter(p -> !p.said().isEmpty() || !p.log().isEmpty()).toList();
    if (discussed.isEmpty()) {
      return;
    }
    Map<Deadline.Key, Long> ids = ids(connection);
    for (Past one : discussed) {
      Long id = ids.get(one.deadline().key());
      if (id != null) {
        log(connection, id, one);
      }
      for (Said said : one.said()) {
        if (id != null) {
          Acts.recall(connection, id, said.act(), said.author(), said.at());
        }
      }
    }
    try (PreparedStatement silence =
        connection.prepareStatement(
            """
            update transition set folded = true
            where deadline_id in (select id from deadline where demo)\
            """)) {
      silence.executeUpdate();
    }
  }

  private static void log(Connection connection, long id, Past past) throws SQLException {
    for (Happened line : past.log()) {
      Transition transition =
          new Transition(
              id,
              null,
              past.deadline().rule(),
              null,
              past.rule().team(),
              past.deadline().dueAt(),
              line.kind(),
              null,
              null,
              line.reason(),
              null,
              line.at());
      Transition.insert(connection, List.of(transition), line.at());
    }
  }

  private static Map<Deadline.Key, Long> ids(Connection connection) throws SQLException {
    Map<Deadline.Key, Long> ids = new HashMap<>();
    try (PreparedStatement read =
            connection.prepareStatement(
                "select " + DeadlineRows.COLUMNS + " from deadline where demo");
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        Entry entry = DeadlineRows.read(row);
        ids.put(entry.deadline().key(), entry.id());
      }
    }
    return ids;
  }

  private static void recount(Connection connection, List<Past> past) throws SQLException {
    Set<RuleMonth> months = new HashSet<>();
    for (Past one : past) {
      months.add(RuleMonth.of(one.deadline().rule(), one.deadline().businessDate()));
    }
    Tallies.recount(connection, months);
  }
}
