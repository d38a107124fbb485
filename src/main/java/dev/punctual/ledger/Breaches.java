package dev.punctual.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code breach}. */
final class Breaches {

  private Breaches() {}

  static @Nullable Breach find(Connection connection, long id) throws SQLException {
    try (PreparedStatement read =
        connection.prepareStatement(
            "select id, rule_id, team, from_at, to_at from breach where id = ?")) {
      read.setLong(1, id);
      try (ResultSet row = read.executeQuery()) {
        return row.next() ? read(row) : null;
      }
    }
  }

  static Breach read(ResultSet row) throws SQLException {
    return new Breach(
        row.getLong("id"),
        DeadlineRows.text(row, "rule_id"),
        row.getString("team"),
        Objects.requireNonNull(DeadlineRows.instant(row, "from_at")),
        DeadlineRows.instant(row, "to_at"));
  }
}
