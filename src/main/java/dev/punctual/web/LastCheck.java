package dev.punctual.web;

import io.micronaut.data.connection.annotation.Connectable;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** When a source last answered, as the ledger's heartbeats say. */
@Singleton
class LastCheck {

  private final DataSource database;

  LastCheck(DataSource database) {
    this.database = database;
  }

  /** Null before the first answer of any source. */
  @Connectable
  @Nullable Instant at() {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select max(answered_at) from heartbeat")) {
      rows.next();
      OffsetDateTime newest = rows.getObject(1, OffsetDateTime.class);
      return newest == null ? null : newest.toInstant();
    } catch (SQLException e) {
      throw new IllegalStateException("The heartbeats cannot be read: " + e.getMessage(), e);
    }
  }
}
