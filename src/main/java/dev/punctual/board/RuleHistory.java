package dev.punctual.board;

import dev.punctual.board.Past.Deed;
import dev.punctual.ledger.Rows;
import dev.punctual.report.Successions;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what became of one rule, under whatever ids it had ({@code was}). */
@Singleton
class RuleHistory {

  /** Newest first; rules with slots have many. */
  static final int MOST = 3_000;

  private static final Comparator<Past> NEWEST =
      Comparator.comparing((Past past) -> past.due().businessDate())
          .thenComparing(past -> past.due().dueAt())
          .reversed();

  private static final Comparator<Deed> OLDEST = Comparator.comparing(Deed::at);

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
        and act.kind <> 'rerun_asked'
      order by act.id\
      """;

  /** What happened of itself and belongs beside what people did. */
  private static final String TOLD =
      """
      select t.deadline_id, t.kind, '' as author, t.happened_at as made_at, t.reason as note
      from transition t join deadline on deadline.id = t.deadline_id
      where deadline.rule_id = ? and deadline.business_date >= ?
        and t.kind in ('escalated', 'allowance_used')
      order by t.id\
      """;

  private static final String BREACHES =
      "select "
          + Breach.COLUMNS
          + " from breach where rule_id = ? and (to_at is null or to_at >= ?)"
          + " order by rule_id desc, from_at desc limit "
          + MOST;

  private static final String BREACH_DEEDS =
      """
      select act.breach_id, act.kind, act.author, act.made_at, act.note
      from act join breach on breach.id = act.breach_id
      where breach.rule_id = ? and (breach.to_at is null or breach.to_at >= ?)
        and act.withdrawn_at is null
      order by act.id\
      """;

  private static final String BREACH_TOLD =
      """
      select t.breach_id, t.kind, '' as author, t.happened_at as made_at, t.reason as note
      from transition t join breach on breach.id = t.breach_id
      where breach.rule_id = ? and (breach.to_at is null or breach.to_at >= ?)
        and t.kind = 'escalated'
      order by t.id\
      """;

  private static final String VERSIONS =
      """
      select version, title, team, target, objective, change_text, since, ended_at from rule_version
      where rule_id = ? order by since desc limit 50\
      """;

  private final Rows rows;
  private final Successions successions;

  RuleHistory(Rows rows, Successions successions) {
    this.rows = rows;
    this.successions = successions;
  }

  /** Of the rule and of every id whose history it carries on; each id by its index. */
  private <T> List<T> all(
      String rule, Comparator<T> newestFirst, Function<String, List<T>> reading) {
    List<String> ids = successions.idsOf(rule);
    return ids.size() == 1
        ? reading.apply(rule)
        : ids.stream().flatMap(id -> reading.apply(id).stream()).sorted(newestFirst).toList();
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
    return all(rule, NEWEST, id -> rows.list(DEADLINES, Past::read, id, from, to));
  }

  /** What people did about them, oldest first. */
  List<Deed> deeds(String rule, LocalDate from) {
    return all(rule, OLDEST, id -> deeds("deadline_id", List.of(DEEDS, TOLD), id, from));
  }

  private List<Deed> deeds(String about, List<String> queries, String rule, Object from) {
    List<Deed> deeds = new ArrayList<>();
    queries.forEach(sql -> deeds.addAll(rows.list(sql, row -> deed(row, about), rule, from)));
    return deeds;
  }

  private static Deed deed(ResultSet row, String about) throws SQLException {
    return new Deed(
        row.getLong(about),
        Rows.text(row, "kind"),
        Rows.text(row, "author"),
        Rows.instant(row, "made_at"),
        row.getString("note"));
  }

  /** Those that lasted at this instant or later, newest first. */
  List<Breach> breaches(String rule, Instant from) {
    return all(
        rule,
        Comparator.comparing(Breach::from).reversed(),
        id -> rows.list(BREACHES, Breach::read, id, from));
  }

  /** What people did about those breaches, oldest first. */
  List<Deed> breachDeeds(String rule, Instant from) {
    return all(
        rule, OLDEST, id -> deeds("breach_id", List.of(BREACH_DEEDS, BREACH_TOLD), id, from));
  }

  /** Newest first. */
  List<Version> versions(String rule) {
    return all(
        rule,
        Comparator.comparing(Version::since).reversed(),
        id -> rows.list(VERSIONS, RuleHistory::version, id));
  }

  private static Version version(ResultSet row) throws SQLException {
    return new Version(
        Rows.text(row, "version"),
        Rows.text(row, "title"),
        row.getString("team"),
        Rows.text(row, "target"),
        Rows.text(row, "change_text"),
        Rows.instant(row, "since"),
        Rows.orNull(row, "ended_at"));
  }
}
