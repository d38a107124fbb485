package dev.punctual.report;

import dev.punctual.ledger.RuleBook;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which rules were added, changed and removed when. */
@Singleton
public class PromiseChanges {
  private final Rows rows;
  private final RuleBook book;

  PromiseChanges(Rows rows, RuleBook book) {
    this.rows = rows;
    this.book = book;
  }

  /** Newest first. Removals are found by versions that ended without another one. */
  @ReadOnly
  public List<PromiseChange> between(Instant from, Instant to) {
    List<PromiseChange> changes = new ArrayList<>();
    changes.addAll(
        rows.list(
            """
            select rule_id, title, since as changed_at, change_text, version, file, line
            from rule_version where since >= ? and since < ?
            """,
            PromiseChanges::change,
            from,
            to));
    changes.addAll(
        rows.list(
            """
            select rule_id, title, ended_at as changed_at, 'removed' as change_text, version, file,
              line
            from rule_version gone
            where ended_at >= ? and ended_at < ? and not exists (
              select 1 from rule_version next
              where next.rule_id = gone.rule_id and next.since >= gone.ended_at)
            """,
            PromiseChanges::change,
            from,
            to));
    changes.removeIf(c -> c.words().equals(PromiseChange.REMOVED) && isRenamed(c.rule()));
    changes.sort(
        Comparator.comparing(PromiseChange::since).reversed().thenComparing(PromiseChange::rule));
    return List.copyOf(changes);
  }

  private boolean isRenamed(String id) {
    return book.rules().rules().values().stream()
        .anyMatch(rule -> id.equals(rule.counting().was()));
  }

  private static PromiseChange change(ResultSet row) throws SQLException {
    return new PromiseChange(
        row.getString("rule_id"),
        row.getString("title"),
        Rows.instant(row, "changed_at"),
        row.getString("change_text"),
        row.getString("version"),
        row.getString("file"),
        row.getInt("line"));
  }
}
