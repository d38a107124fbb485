package dev.punctual.alert;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many of the misses an objective leaves in a half-year are used: read from the roll-up. */
@Singleton
class Allowances {

  private static final int HALF = 6;

  private final int firstMonth;
  private final java.time.ZoneId zone;

  Allowances(
      @Value("${punctual.report.fiscal-year-starts:january}") String fiscalYearStarts,
      dev.punctual.ledger.ServiceConfig service) {
    this.firstMonth =
        java.time.Month.valueOf(fiscalYearStarts.toUpperCase(java.util.Locale.ROOT)).getValue();
    this.zone = java.time.ZoneId.of(service.timezone());
  }

  /** {@code 4 of 6} by rule, for rules with something planned in the half-year of {@code now}. */
  Map<String, String> used(Rows rows, Set<String> rules, Instant now) throws SQLException {
    LocalDate from = start(LocalDate.ofInstant(now, zone));
    Map<String, String> used = new HashMap<>();
    rows.list(
            """
            select rule_id, sum(missed) as missed, sum(allowance) as allowance from month_tally
            where rule_id = any(?) and month_start >= ? and month_start < ? group by rule_id
            """,
            row ->
                Map.entry(
                    row.getString("rule_id"),
                    of(row.getLong("missed"), row.getBigDecimal("allowance"))),
            rows.words(rules),
            from,
            from.plusMonths(HALF))
        .forEach(r -> used.put(r.getKey(), r.getValue()));
    return used;
  }

  private static String of(long missed, BigDecimal allowance) {
    return missed + " of " + allowance.setScale(0, RoundingMode.FLOOR).toPlainString();
  }

  /** First day of the half-year of a date. */
  LocalDate start(LocalDate date) {
    int months = Math.floorMod(date.getMonthValue() - firstMonth, HALF);
    return date.withDayOfMonth(1).minusMonths(months);
  }
}
