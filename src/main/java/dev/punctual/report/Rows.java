package dev.punctual.report;

import io.micronaut.transaction.annotation.ReadOnly;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows with SQL that H2 and PostgreSQL both speak. Instants go as UTC, lists as arrays. */
@Singleton
class Rows {
  private static final int FETCH_SIZE = 2_000;

  private final Connection connection;

  /**
   * @param connection that of the transaction around the call
   */
  Rows(Connection connection) {
    this.connection = connection;
  }

  /** What one row becomes. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * All rows of a query.
   *
   * @param arguments strings, numbers, dates, instants, or lists of strings
   */
  @ReadOnly
  <T> List<T> list(String sql, Reader<T> reader, Object... arguments) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_SIZE);
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, bound(arguments[i]));
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("The report's figures could not be read: " + sql, e);
    }
  }

  private Object bound(Object argument) throws SQLException {
    if (argument instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (argument instanceof List<?> words) {
      Array array = connection.createArrayOf("varchar", words.toArray());
      return array;
    }
    return argument;
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
