package dev.punctual.ledger;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows for the read sides of features, each with SQL of its own. One transaction a call; within
 * {@link #together} all calls share one.
 *
 * <p>Arguments are bound as both databases want them: instants as UTC, collections of words or
 * numbers as arrays for {@code = any (?)}.
 */
@Singleton
public class Rows {

  private static final int FETCH_SIZE = 1_000;

  private final TransactionOperations<Connection> transactions;

  Rows(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** What one row becomes. */
  public interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Several reads of one moment. */
  public interface Work<T> {
    T read() throws SQLException;
  }

  public <T> T together(Work<T> work) {
    return transactions.executeRead(status -> work.read());
  }

  /** All rows, in order. */
  public <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... arguments) {
    return transactions.executeRead(
        status -> {
          List<T> rows = new ArrayList<>();
          try (var select = prepared(status.getConnection(), sql, arguments)) {
            select.setFetchSize(FETCH_SIZE);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                rows.add(reading.read(row));
              }
            }
          }
          return rows;
        });
  }

  /** A statement with its arguments bound; the caller closes it. */
  public static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    bind(statement, arguments);
    return statement;
  }

  /** Binds arguments from the first on. */
  public static void bind(PreparedStatement statement, @Nullable Object... arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case Instant instant -> statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
        case Collection<?> words -> statement.setArray(i + 1, array(statement, words));
        case null, default -> statement.setObject(i + 1, arguments[i]);
      }
    }
  }

  private static Array array(PreparedStatement statement, Collection<?> values)
      throws SQLException {
    boolean numbers = values.stream().anyMatch(Long.class::isInstance);
    return statement
        .getConnection()
        .createArrayOf(numbers ? "bigint" : "varchar", values.toArray());
  }

  /** Changes rows in the transaction of this connection; gives how many. */
  public static int update(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(orNull(row, column), column);
  }

  public static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  public static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getString(column), column);
  }
}
