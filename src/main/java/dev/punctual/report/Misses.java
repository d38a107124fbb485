package dev.punctual.report;

import dev.punctual.judge.State;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The misses that count, of any stretch of business dates: found through the index by state, so
 * that they cost what went wrong and not what went well.
 */
@Singleton
public class Misses {
  private static final List<State> STATES = List.of(State.LATE, State.MISSED, State.OVERDUE);

  private static final String COLUMNS =
      """
      select rule_id, team, business_date, slot, slotted, opens_at, due_at, state, arrival_at,
        acknowledged_at, acknowledged_by, cause_category, cause_note, evidence, reason, backfill_basis
      """;

  private static final String MISSED =
      """
      from deadline
      where state = ? and business_date >= ? and business_date < ? and verdict = 'missed' and excusal_category is null and trial = false
      """;

  private final Rows rows;
  private final FormerRules former;

  Misses(Rows rows, FormerRules former) {
    this.rows = rows;
    this.former = former;
  }

  /**
   * By due instant, then rule.
   *
   * @param to the business date after the last one
   */
  @ReadOnly
  public List<Miss> between(LocalDate from, LocalDate to) {
    List<Miss> misses = new ArrayList<>();
    for (State state : STATES) {
      misses.addAll(rows.list(COLUMNS + MISSED, Misses::miss, state.word(), from, to));
    }
    Set<String> ids = new HashSet<>();
    misses.forEach(miss -> ids.add(miss.rule()));
    Histories histories = former.histories(ids);
    misses.replaceAll(miss -> miss.of(histories.heir(miss.rule())));
    misses.sort(
        Comparator.comparing(Miss::dueAt).thenComparing(Miss::rule).thenComparing(Miss::slot));
    return List.copyOf(misses);
  }

  /** How many have each cause, by its word; "" for those without one. */
  @ReadOnly
  public Map<String, Integer> causes(LocalDate from, LocalDate to) {
    Map<String, Integer> causes = new HashMap<>();
    for (State state : STATES) {
      rows.list(
          "select coalesce(cause_category, '') as cause, count(*) as misses "
              + MISSED
              + " group by coalesce(cause_category, '')",
          row -> causes.merge(row.getString("cause"), row.getInt("misses"), Integer::sum),
          state.word(),
          from,
          to);
    }
    return causes;
  }

  /** The same of misses that are read already. */
  public static Map<String, Integer> causes(List<Miss> misses) {
    Map<String, Integer> causes = new HashMap<>();
    misses.forEach(miss -> causes.merge(miss.cause() == null ? "" : miss.cause(), 1, Integer::sum));
    return causes;
  }

  /** By position, as there are many: the columns of {@link #COLUMNS}. */
  private static Miss miss(ResultSet row) throws SQLException {
    return new Miss(
        row.getString(1),
        row.getString(2),
        row.getObject(3, LocalDate.class),
        Rows.instant(row, 4),
        row.getBoolean(5),
        Rows.instant(row, 6),
        Rows.instant(row, 7),
        State.of(row.getString(8)),
        Rows.instantOrNull(row, 9),
        Rows.instantOrNull(row, 10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getString(14),
        row.getString(15),
        row.getString(16));
  }
}
