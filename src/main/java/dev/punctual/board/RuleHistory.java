package dev.punctual.board;

import dev.punctual.board.Past.Deed;
import dev.punctual.ledger.Rows;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what became of one rule. */
@Singleton
class RuleHistory {

  /** Newest first; rules with slots have many. */
  static final int MOST = 3_000;

  private static final String DEADLINES =
      "select "
          + Past.COLUMNS
          + """
           from deadline where rule_id = ? and business_date >= ? and business_date <= ?
          order by rule_id desc, business_date desc, slot desc limit\
          """
          + " "
          + MOST;

  private static final String DEEDS =
      """
      select act.deadline_id, act.kind, act.author, act.made_at, act.note
      from act join deadline on deadline.id = act.deadline_id
      where deadline.rule_id = ? and deadline.business_date >= ? and act.withdrawn_at is null
      order by act.id\
      """;

  private static final String VERSIONS =
      """
      select version, title, team, target, objective, change_text, since, ended_at from rule_version
      where rule_id = ? order by since desc limit 50\
      """;

  private final Rows rows;

  RuleHistory(Rows rows) {
    this.rows = rows;
  }

  /**
   * A definition that is or was in force.
   *
   * @param endedAt null while in force
   */
  record Version(
      String version,
      String title,
      @Nullable String team,
      String target,
      String change,
      Instant since,
      @Nullable Instant endedAt) {}

  /** Newest first. */
  List<Past> deadlines(String rule, LocalDate from, LocalDate to) {
    return rows.list(DEADLINES, Past::read, rule, from, to);
  }

  /** What people did about them, oldest first. */
  List<Deed> deeds(String rule, LocalDate from) {
    return rows.list(
        DEEDS,
        row ->
            new Deed(
                row.getLong("deadline_id"),
                Rows.text(row, "kind"),
                Rows.text(row, "author"),
                Rows.instant(row, "made_at"),
                row.getString("note")),
        rule,
        from);
  }

  /** Newest first. */
  List<Version> versions(String rule) {
    return rows.list(
        VERSIONS,
        row ->
            new Version(
                Rows.text(row, "version"),
                Rows.text(row, "title"),
                row.getString("team"),
                Rows.text(row, "target"),
                Rows.text(row, "change_text"),
                Rows.instant(row, "since"),
                Rows.orNull(row, "ended_at")),
        rule);
  }
}
