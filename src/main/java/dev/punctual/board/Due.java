package dev.punctual.board;

import dev.punctual.judge.State;
import dev.punctual.ledger.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A deadline as pages show it.
 *
 * @param slot null without {@code every}
 * @param arrivedAt null while nothing arrived
 * @param weak whether the arrival is proved by metadata only
 * @param trouble what stands in the way in one word, null when nothing does
 * @param settled whether it carries a verdict
 */
record Due(
    long id,
    String rule,
    LocalDate businessDate,
    @Nullable Instant slot,
    Instant dueAt,
    ZoneId zone,
    String source,
    @Nullable String team,
    boolean trial,
    State state,
    boolean settled,
    @Nullable Instant arrivedAt,
    boolean weak,
    String reason,
    @Nullable String trouble,
    @Nullable String troubleText,
    @Nullable Instant likelyAt,
    @Nullable String excusal,
    @Nullable String acknowledgedBy) {

  static final String COLUMNS =
      """
      id, rule_id, business_date, slot, slotted, due_at, timezone, source, team, trial, state, verdict,
      arrival_at, weak, reason, trouble, trouble_text, likely_at, excusal_category, acknowledged_by\
      """;

  static Due read(ResultSet row) throws SQLException {
    return new Due(
        row.getLong("id"),
        Rows.text(row, "rule_id"),
        row.getObject("business_date", LocalDate.class),
        row.getBoolean("slotted") ? Rows.instant(row, "slot") : null,
        Rows.instant(row, "due_at"),
        ZoneId.of(Rows.text(row, "timezone")),
        Rows.text(row, "source"),
        row.getString("team"),
        row.getBoolean("trial"),
        State.of(Rows.text(row, "state")),
        row.getString("verdict") != null,
        Rows.orNull(row, "arrival_at"),
        row.getBoolean("weak"),
        Rows.text(row, "reason"),
        row.getString("trouble"),
        row.getString("trouble_text"),
        Rows.orNull(row, "likely_at"),
        row.getString("excusal_category"),
        row.getString("acknowledged_by"));
  }

  Look look() {
    return Look.of(state, excusal != null);
  }

  /** Whether it is of this day: promised for it, or due on it. */
  boolean isOf(LocalDate today) {
    return businessDate.equals(today) || dueAt.atZone(zone).toLocalDate().equals(today);
  }
}
