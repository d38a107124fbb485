package dev.punctual.board;

import dev.punctual.board.Past.Said;
import dev.punctual.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which the data of a freshness rule was older than promised, and what was said of it.
 *
 * @param to null while it lasts
 * @param worst the greatest age, as far as it is known by now
 * @param reason why it began, as the source said
 */
record Breach(
    long id,
    Instant from,
    @Nullable Instant to,
    Duration worst,
    String reason,
    @Nullable Said excusal,
    @Nullable Said cause,
    @Nullable String acknowledgedBy,
    @Nullable Instant acknowledgedAt) {

  static final String COLUMNS =
      """
      id, from_at, to_at, worst_age_seconds, reason, excusal_category, excusal_reason, \
      excusal_author, excusal_at, cause_category, cause_note, cause_author, cause_at, \
      acknowledged_by, acknowledged_at\
      """;

  static Breach read(ResultSet row) throws SQLException {
    return new Breach(
        row.getLong("id"),
        Rows.instant(row, "from_at"),
        Rows.orNull(row, "to_at"),
        Duration.ofSeconds(row.getLong("worst_age_seconds")),
        Rows.text(row, "reason"),
        Past.said(row, "excusal", "excusal_reason"),
        Past.said(row, "cause", "cause_note"),
        row.getString("acknowledged_by"),
        Rows.orNull(row, "acknowledged_at"));
  }

  /** How long it lasted, or has lasted by now. */
  Duration length(Instant now) {
    return Duration.between(from, to == null ? now : to);
  }

  boolean isOpen() {
    return to == null;
  }

  boolean isExcused() {
    return excusal != null;
  }
}
