package dev.punctual.report;

import dev.punctual.report.FullReport.Frozen;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Frozen reports as they are stored. A row is written once; no row is ever changed. */
@Singleton
class FrozenRows {
  private static final String INSERT =
      """
      insert into frozen_report (period, half_year, frozen_at, frozen_by, document, csv, summary,
        last_act)
      values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
      """;

  private final Rows rows;

  FrozenRows(Rows rows) {
    this.rows = rows;
  }

  /** The name under which a period is kept: where the fiscal year is the calendar's, one of two. */
  static String key(Period period) {
    return period.fiscal() && period.yearStarts() == java.time.Month.JANUARY
        ? period.id().substring(2)
        : period.id();
  }

  /** A period's report; null while it is not frozen. */
  @Nullable Frozen find(Period period) {
    List<Frozen> found =
        rows.list(
            "select frozen_at, frozen_by, document, csv, last_act from frozen_report where period = ?",
            row ->
                new Frozen(
                    Rows.instant(row, "frozen_at"),
                    row.getString("frozen_by"),
                    row.getString("document"),
                    row.getString("csv"),
                    row.getLong("last_act")),
            key(period));
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The stored summaries of those periods that are frozen, by {@link #key}. */
  Map<String, String> summaries(List<Period> periods) {
    Map<String, String> summaries = new HashMap<>();
    rows.list(
        "select period, summary from frozen_report where period = any(?)",
        row -> String.valueOf(summaries.put(row.getString("period"), row.getString("summary"))),
        periods.stream().map(FrozenRows::key).toList());
    return summaries;
  }

  /** The names of all that is frozen. */
  Set<String> all() {
    return new HashSet<>(
        rows.list("select period from frozen_report", row -> row.getString("period")));
  }

  /** The newest act there is. */
  long lastAct() {
    return rows.list("select coalesce(max(id), 0) from act", row -> row.getLong(1)).getFirst();
  }

  /**
   * Writes one, unless somebody else was first.
   *
   * @return whether it was written
   */
  static boolean insert(
      Connection connection, Period period, Period halfYear, Frozen frozen, String summary)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, key(period));
      insert.setString(2, key(halfYear));
      insert.setObject(3, frozen.at().atOffset(ZoneOffset.UTC));
      insert.setString(4, frozen.by());
      insert.setString(5, frozen.json());
      insert.setString(6, frozen.csv());
      insert.setString(7, summary);
      insert.setLong(8, frozen.lastAct());
      return insert.executeUpdate() == 1;
    }
  }

  /** When the first rules came into force; null before. */
  @Nullable Instant setUpAt() {
    return rows.list(
            "select min(published_at) as set_up from rule_set",
            row -> java.util.Optional.ofNullable(Rows.instantOrNull(row, "set_up")))
        .getFirst()
        .orElse(null);
  }
}
