package dev.punctual.ledger;

import dev.punctual.ledger.Tallies.RuleMonth;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maintenance windows written by people, beside those of the rule files. Like those they excuse
 * only what falls due inside them after they were written.
 */
@Singleton
public class Windows {

  private static final String SELECT = "select * from maintenance_window ";

  /** Those that can still excuse something. */
  private static final String STANDING =
      SELECT + "where to_at > ? and withdrawn_at is null order by from_at, id";

  private final TransactionOperations<Connection> transactions;
  private final ApplicationEventPublisher<TransitionsRecorded> events;

  Windows(
      TransactionOperations<Connection> transactions,
      ApplicationEventPublisher<TransitionsRecorded> events) {
    this.transactions = transactions;
    this.events = events;
  }

  /** The windows of the rule files, and those of people that are not over. */
  public List<Maintenance> and(RuleSet rules, Instant now) {
    return transactions.executeRead(status -> and(status.getConnection(), rules, now));
  }

  static List<Maintenance> and(Connection connection, RuleSet rules, Instant now)
      throws SQLException {
    return Stream.concat(
            rules.maintenance().stream(),
            list(connection, STANDING, now).stream().map(Window::declared))
        .toList();
  }

  /** Those that touch a stretch of time, withdrawn ones too; by their beginning. */
  public List<Window> between(Instant from, Instant to) {
    return transactions.executeRead(
        status ->
            list(
                status.getConnection(),
                SELECT + "where to_at > ? and from_at < ? order by from_at, id",
                from,
                to));
  }

  /** One of them; null when there is none of that number. */
  public @Nullable Window find(long id) {
    return transactions.executeRead(status -> find(status.getConnection(), id));
  }

  private static @Nullable Window find(Connection connection, long id) throws SQLException {
    List<Window> found = list(connection, SELECT + "where id = ?", id);
    return found.isEmpty() ? null : found.getFirst();
  }

  /**
   * Writes a window and excuses what falls due in it from now on.
   *
   * @param files the rules in force; their own windows stay in force beside it
   */
  public Window write(Maintenance wish, RuleSet files, Act.Author author, Instant now) {
    return transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          long id = insert(connection, wish, author, now);
          Audit.of("window", author)
              .about("window " + id)
              .note(wish.reason())
              .until(wish.to())
              .write(connection, now);
          excuse(connection, files, now);
          return Objects.requireNonNull(find(connection, id));
        });
  }

  private static long insert(
      Connection connection, Maintenance wish, Act.Author author, Instant now) throws SQLException {
    String sql =
        """
        insert into maintenance_window (from_at, to_at, rules, reason, author, written_at)
        values (?, ?, ?, ?, ?, ?)\
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql, new String[] {"id"})) {
      DeadlineRows.setInstant(insert, 1, wish.from());
      DeadlineRows.setInstant(insert, 2, wish.to());
      insert.setString(3, String.join("\n", wish.rules()));
      insert.setString(4, wish.reason());
      insert.setString(5, author.name());
      DeadlineRows.setInstant(insert, 6, now);
      insert.executeUpdate();
      try (ResultSet key = insert.getGeneratedKeys()) {
        key.next();
        return key.getLong(1);
      }
    }
  }

  /**
   * Ends a window before its time. What fell due in it so far stays excused, the rest counts.
   *
   * @return false when it is over, withdrawn or not there
   */
  public boolean end(long id, RuleSet files, Act.Author author, Instant now) {
    return transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          int touched =
              Rows.update(
                  connection,
                  """
                  update maintenance_window set
                    to_at = case when from_at > ? then from_at else ? end, ended_at = ?, ended_by = ?
                  where id = ? and to_at > ? and withdrawn_at is null\
                  """,
                  now,
                  now,
                  now,
                  author.name(),
                  id,
                  now);
          if (touched == 1) {
            Audit.of("window_end", author).about("window " + id).write(connection, now);
            excuse(connection, files, now);
          }
          return touched == 1;
        });
  }

  /**
   * Takes a window back: everything it excused counts again, also what fell due already.
   *
   * @return false when it was withdrawn before or is not there
   */
  public boolean withdraw(long id, String reason, RuleSet files, Act.Author author, Instant now) {
    boolean done =
        transactions.executeWrite(
            status -> {
              Connection connection = status.getConnection();
              int touched =
                  Rows.update(
                      connection,
                      """
                      update maintenance_window set withdrawn_at = ?, withdrawn_by = ?
                      where id = ? and withdrawn_at is null\
                      """,
                      now,
                      author.name(),
                      id);
              if (touched == 0) {
                return false;
              }
              Audit.of("window_withdrawal", author)
                  .about("window " + id)
                  .note(reason)
                  .write(connection, now);
              Act taken = new Act.ExcusalWithdrawal(reason);
              for (long deadline :
                  excused(connection, Objects.requireNonNull(find(connection, id)))) {
                Acts.write(connection, deadline, taken, author, now);
              }
              excuse(connection, files, now);
              return true;
            });
    if (done) {
      events.publishEvent(new TransitionsRecorded());
    }
    return done;
  }

  private static List<Long> excused(Connection connection, Window window) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement read =
            Rows.prepared(
                connection,
                """
                select id from deadline where due_at >= ? and due_at < ? and excusal_author = ?
                order by id\
                """,
                window.from(),
                window.to(),
                window.excuser());
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong("id"));
      }
    }
    return ids;
  }

  private static void excuse(Connection connection, RuleSet files, Instant now)
      throws SQLException {
    Set<RuleMonth> touched =
        new HashSet<>(Maintenances.excuse(connection, and(connection, files, now), now));
    Tallies.recount(connection, touched);
  }

  private static List<Window> list(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    List<Window> windows = new ArrayList<>();
    try (PreparedStatement read = Rows.prepared(connection, sql, arguments);
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        windows.add(read(row));
      }
    }
    return windows;
  }

  private static Window read(ResultSet row) throws SQLException {
    return new Window(
        row.getLong("id"),
        Rows.instant(row, "from_at"),
        Rows.instant(row, "to_at"),
        List.of(Rows.text(row, "rules").split("\n", -1)),
        Rows.text(row, "reason"),
        Rows.text(row, "author"),
        Rows.instant(row, "written_at"),
        Rows.orNull(row, "ended_at"),
        row.getString("ended_by"),
        Rows.orNull(row, "withdrawn_at"),
        row.getString("withdrawn_by"));
  }
}
