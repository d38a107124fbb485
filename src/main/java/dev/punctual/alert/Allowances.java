package dev.punctual.alert;

import dev.punctual.ledger.ServiceConfig;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.rule.Schedule;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How many of the misses an objective leaves in the whole half-year are used: stored deadlines from
 * the roll-up, those still to come from the rule.
 */
@Singleton
class Allowances {

  private static final int HALF = 6;

  /** A due instant lies at most this long after its business date, mostly. */
  private static final Duration MARGIN = Duration.ofDays(3);

  private final int firstMonth;
  private final ZoneId zone;
  private final Audience audience;

  Allowances(
      @Value("${punctual.report.fiscal-year-starts:january}") String fiscalYearStarts,
      ServiceConfig service,
      Audience audience) {
    this.firstMonth = Month.valueOf(fiscalYearStarts.strip().toUpperCase(Locale.ROOT)).getValue();
    this.zone = ZoneId.of(service.timezone());
    this.audience = audience;
  }

  /**
   * Misses and what the objective leaves.
   *
   * @param allowed whole misses, rounded down
   */
  record Used(long missed, long allowed) {
    @Override
    public String toString() {
      return missed + " of " + allowed;
    }
  }

  /** By rule, for rules with a counted miss in the half-year of {@code now}. */
  Map<String, Used> used(Rows rows, Set<String> rules, Instant now) throws SQLException {
    LocalDate from = start(LocalDate.ofInstant(now, zone));
    LocalDate to = from.plusMonths(HALF);
    Map<String, BigDecimal> allowances = new HashMap<>();
    Map<String, Long> missed = new HashMap<>();
    rows.list(
            """
            select rule_id, sum(missed) as missed, sum(allowance) as allowance from month_tally
            where rule_id = any(?) and month_start >= ? and month_start < ?
            group by rule_id having sum(missed) > 0
            """,
            row -> {
              missed.put(row.getString("rule_id"), row.getLong("missed"));
              return Map.entry(row.getString("rule_id"), row.getBigDecimal("allowance"));
            },
            rows.words(rules),
            from,
            to)
        .forEach(a -> allowances.put(a.getKey(), a.getValue()));
    Map<String, Instant> stored = stored(rows, missed.keySet(), now);
    List<Maintenance> windows = audience.maintenance(now);
    Map<String, Used> used = new HashMap<>();
    allowances.forEach(
        (id, allowance) -> {
          Instant last = stored.getOrDefault(id, now);
          BigDecimal all = allowance.add(toCome(audience.rule(id), windows, last, from, to));
          long whole = all.setScale(0, RoundingMode.FLOOR).longValueExact();
          used.put(id, new Used(missed.getOrDefault(id, 0L), whole));
        });
    return used;
  }

  /** The newest due instant that has a row, by rule. */
  private static Map<String, Instant> stored(Rows rows, Set<String> rules, Instant now)
      throws SQLException {
    Map<String, Instant> stored = new HashMap<>();
    rows.list(
            """
            select rule_id, max(due_at) as last_due from deadline
            where rule_id = any(?) and business_date >= ? group by rule_id
            """,
            row -> Map.entry(row.getString("rule_id"), Rows.someInstant(row, "last_due")),
            rows.words(rules),
            LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(2))
        .forEach(s -> stored.put(s.getKey(), s.getValue().isAfter(now) ? s.getValue() : now));
    return stored;
  }

  /** What deadlines without a row yet add to the allowance. */
  private BigDecimal toCome(
      @org.jspecify.annotations.Nullable Rule rule,
      List<Maintenance> maintenance,
      Instant last,
      LocalDate from,
      LocalDate to) {
    if (rule == null || rule.isFreshness()) {
      return BigDecimal.ZERO;
    }
    List<Maintenance> windows = maintenance.stream().filter(w -> w.concerns(rule.id())).toList();
    Instant end = to.atStartOfDay(ZoneOffset.UTC).toInstant().plus(MARGIN);
    long planned =
        Schedule.between(rule, last.plus(1, java.time.temporal.ChronoUnit.MICROS), end).stream()
            .filter(d -> !d.businessDate().isBefore(from) && d.businessDate().isBefore(to))
            .filter(d -> windows.stream().noneMatch(w -> w.covers(d.dueAt())))
            .count();
    return BigDecimal.ONE
        .subtract(rule.counting().objective())
        .multiply(BigDecimal.valueOf(planned));
  }

  /** First day of the half-year of a date. */
  LocalDate start(LocalDate date) {
    int months = Math.floorMod(date.getMonthValue() - firstMonth, HALF);
    return date.withDayOfMonth(1).minusMonths(months);
  }
}
