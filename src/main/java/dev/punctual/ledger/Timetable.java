package dev.punctual.ledger;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cheap looks at what is planned: has anything happened, when does the next deadline open, how far
 * are deadlines made ahead.
 */
@Singleton
public class Timetable {

  private static final String OVERLOOKED =
      "select "
          + DeadlineRows.COLUMNS
          + """
           from deadline
          where (state in ('waiting', 'at_risk') and due_at <= ?)
            or ((state = 'overdue' or (state = 'unknown' and verdict is null)) and closes_at <= ?)
          order by due_at, id\
          """;

  private static final String UPDATE =
      "update planned_until set until_at = ? where promise = ? and until_at < ?";

  private static final String INSERT =
      "insert into planned_until (until_at, promise) values (?, ?) on conflict do nothing";

  private final TransactionOperations<Connection> transactions;

  Timetable(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** The newest transition; moves when anybody changed anything that people see. 0 for none. */
  public long bookmark() {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read =
                  status.getConnection().prepareStatement("select max(id) from transition");
              ResultSet row = read.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
          }
        });
  }

  /** When the next deadline of a source opens after this instant; null when none is planned. */
  public @Nullable Instant next(String source, Instant after) {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement(
                      """
                      select min(opens_at) as opens_at from deadline
                      where state = 'waiting' and due_at > ? and opens_at > ? and source = ?\
                      """)) {
            DeadlineRows.setInstant(read, 1, after);
            DeadlineRows.setInstant(read, 2, after);
            read.setString(3, source);
            try (ResultSet row = read.executeQuery()) {
              return row.next() ? DeadlineRows.instant(row, "opens_at") : null;
            }
          }
        });
  }

  /**
   * Deadlines of any source that time went past without a round: still expected a minute after they
   * fell due, or still open after they closed.
   */
  public List<Entry> overlooked(Instant now) {
    return transactions.executeRead(
        status -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement read = status.getConnection().prepareStatement(OVERLOOKED)) {
            DeadlineRows.setInstant(read, 1, now.minus(Duration.ofMinutes(1)));
            DeadlineRows.setInstant(read, 2, now);
            try (ResultSet row = read.executeQuery()) {
              while (row.next()) {
                entries.add(DeadlineRows.read(row));
              }
            }
          }
          return entries;
        });
  }

  /** How far deadlines are made ahead, by kind of promise; no key where none ever were. */
  public Map<String, Instant> plannedUntil() {
    return transactions.executeRead(
        status -> {
          Map<String, Instant> planned = new HashMap<>();
          try (PreparedStatement read =
                  status
                      .getConnection()
                      .prepareStatement("select promise, until_at from planned_until");
              ResultSet row = read.executeQuery()) {
            while (row.next()) {
              Instant until = DeadlineRows.instant(row, "until_at");
              if (until != null) {
                planned.put(DeadlineRows.text(row, "promise"), until);
              }
            }
          }
          return planned;
        });
  }

  /** Notes that deadlines of this kind are made up to there; never moves back. */
  public void planned(String promise, Instant until) {
    transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          if (planned(connection, UPDATE, promise, until) == 0) {
            planned(connection, INSERT, promise, until);
          }
          return true;
        });
  }

  private static int planned(Connection connection, String sql, String promise, Instant until)
      throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      DeadlineRows.setInstant(write, 1, until);
      write.setString(2, promise);
      if (sql.equals(UPDATE)) {
        DeadlineRows.setInstant(write, 3, until);
      }
      return write.executeUpdate();
    }
  }
}
