package dev.punctual.review;

import dev.punctual.ledger.Rows;
import dev.punctual.report.Figures;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How the deadlines of a week ended, by rule, and which were met only just. */
@Singleton
class WeekFigures {

  /** Met with less than this to spare is worth a word. */
  static final Duration NARROW = Duration.ofMinutes(10);

  private static final String COUNTS =
      """
      select rule_id, state, verdict, case when excusal_category is null then 0 else 1 end as excused,
        count(*) as deadlines
      from deadline where due_at >= ? and due_at < ? and trial = false
      group by rule_id, state, verdict, case when excusal_category is null then 0 else 1 end\
      """;

  private static final String JUST =
      """
      select rule_id, business_date, due_at, arrival_at, timezone from deadline
      where due_at >= ? and due_at < ? and trial = false and state = 'met'
        and excusal_category is null and due_at - arrival_at < interval '10' minute
      order by due_at, rule_id\
      """;

  private final Rows rows;

  WeekFigures(Rows rows) {
    this.rows = rows;
  }

  /**
   * The sum over some rules.
   *
   * @param open not judged yet
   */
  record Count(Figures figures, int open) {
    static final Count NONE = new Count(Figures.NONE, 0);

    Count plus(Count other) {
      return new Count(figures.plus(other.figures), open + other.open);
    }
  }

  /** A deadline that was met with little to spare. */
  record Just(String rule, LocalDate businessDate, Instant dueAt, Instant arrivedAt, ZoneId zone) {
    Duration spare() {
      return Duration.between(arrivedAt, dueAt);
    }
  }

  /** Of the rules wanted, all that fell due from one instant to another. */
  Count count(Instant from, Instant to, Predicate<String> wanted) {
    Map<String, Count> byRule = new HashMap<>();
    rows.list(
        COUNTS,
        row ->
            byRule.merge(
                Rows.text(row, "rule_id"),
                one(
                    Rows.text(row, "state"),
                    row.getString("verdict"),
                    row.getInt("excused") == 1,
                    row.getInt("deadlines")),
                Count::plus),
        from,
        to);
    return byRule.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(Count.NONE, Count::plus);
  }

  private static Count one(String state, @Nullable String verdict, boolean excused, int many) {
    if (verdict == null) {
      return new Count(Figures.NONE, many);
    }
    int met = verdict.equals("met") ? many : 0;
    int missed = verdict.equals("missed") ? many : 0;
    if (excused) {
      return new Count(new Figures(0, 0, 0, many, 0, met, missed, 0), 0);
    }
    int unknown = many - met - missed;
    return new Count(
        new Figures(met, missed, state.equals("missed") ? missed : 0, 0, unknown, 0, 0, 0), 0);
  }

  /** Those met only just, least to spare first. */
  List<Just> just(Instant from, Instant to) {
    return rows
        .list(
            JUST,
            row ->
                new Just(
                    Rows.text(row, "rule_id"),
                    Objects.requireNonNull(row.getObject("business_date", LocalDate.class)),
                    Rows.instant(row, "due_at"),
                    Rows.instant(row, "arrival_at"),
                    ZoneId.of(Rows.text(row, "timezone"))),
            from,
            to)
        .stream()
        .sorted(java.util.Comparator.comparing(Just::spare))
        .toList();
  }
}
