package dev.punctual.ledger;

import dev.punctual.ledger.Tallies.RuleMonth;
import dev.punctual.rule.RuleSet.Maintenance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Declared windows excuse what falls due inside them: {@code from <= due_at < to}. Only deadlines
 * that are still to come are touched: a window written after the fact excuses nothing.
 */
final class Maintenances {

  static final String AUTHOR = "window in ";

  private static final String COMING =
      """
      select id, rule_id, business_date, due_at, excusal_author, excusal_reason from deadline
      where due_at >= ? and verdict is null\
      """;

  private static final String EXCUSE =
      """
      update deadline set excusal_category = ?, excusal_reason = ?, excusal_author = ?, excusal_at = ?,
        revision = revision + 1
      where id = ?\
      """;

  private Maintenances() {}

  static Set<RuleMonth> excuse(Connection connection, List<Maintenance> windows, Instant now)
      throws SQLException {
    Set<RuleMonth> touched = new HashSet<>();
    try (PreparedStatement read = connection.prepareStatement(COMING);
        PreparedStatement excuse = connection.prepareStatement(EXCUSE)) {
      DeadlineRows.setInstant(read, 1, now);
      boolean any = false;
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          if (settle(row, window(row, windows), excuse, now)) {
            any = true;
            touched.add(
                RuleMonth.of(
                    DeadlineRows.text(row, "rule_id"),
                    row.getObject("business_date", LocalDate.class)));
          }
        }
      }
      if (any) {
        excuse.executeBatch();
      }
    }
    return touched;
  }

  /** Whether the row has to change. */
  private static boolean settle(
      ResultSet row, @Nullable Maintenance window, PreparedStatement excuse, Instant now)
      throws SQLException {
    String author = row.getString("excusal_author");
    boolean byPerson = author != null && !author.startsWith(AUTHOR);
    String wanted = window == null ? null : AUTHOR + window.origin();
    String reason = window == null ? null : window.reason();
    boolean same =
        Objects.equals(author, wanted) && Objects.equals(row.getString("excusal_reason"), reason);
    if (byPerson || same) {
      return false;
    }
    excuse.setString(1, window == null ? null : ExcusalCategory.MAINTENANCE.word());
    excuse.setString(2, reason);
    excuse.setString(3, wanted);
    DeadlineRows.setInstant(excuse, 4, window == null ? null : now);
    excuse.setLong(5, row.getLong("id"));
    excuse.addBatch();
    return true;
  }

  private static @Nullable Maintenance window(ResultSet row, List<Maintenance> windows)
      throws SQLException {
    Instant due = Objects.requireNonNull(DeadlineRows.instant(row, "due_at"));
    String rule = DeadlineRows.text(row, "rule_id");
    return windows.stream()
        .filter(window -> window.covers(due) && window.concerns(rule))
        .findFirst()
        .orElse(null);
  }
}
