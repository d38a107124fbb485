package dev.punctual.board;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads rows. One transaction a call; within {@link #together} all calls share one. */
@Singleton
class Rows {

  private final TransactionOperations<Connection> transactions;

  Rows(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** What one row becomes. */
  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Several reads of one moment. */
  interface Work<T> {
    T read() throws SQLException;
  }

  <T> T together(Work<T> work) {
    return transactions.executeRead(status -> work.read());
  }

  /** All rows, in order. An {@code Instant} argument is bound as the database wants it. */
  <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... arguments) {
    return transactions.executeRead(
        status -> {
          List<T> rows = new ArrayList<>();
          try (var select = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
              Object argument = arguments[i];
              select.setObject(
                  i + 1,
                  argument instanceof Instant instant
                      ? instant.atOffset(ZoneOffset.UTC)
                      : argument);
            }
            select.setFetchSize(1_000);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                rows.add(reading.read(row));
              }
            }
          }
          return rows;
        });
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(orNull(row, column), column);
  }

  static @Nullable Instant orNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getString(column), column);
  }
}
