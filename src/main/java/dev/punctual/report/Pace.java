package dev.punctual.report;

import dev.punctual.ledger.Allowance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where an allowance goes when misses go on as they did so far in the half-year.
 *
 * @param perWeek misses a week so far, to one decimal, rounded up: a pace is never flattering
 * @param usedUpOn the date of the miss that uses the last one allowed; null where that is not
 *     before the half-year ends, and where the allowance is used up already
 */
public record Pace(BigDecimal perWeek, @Nullable LocalDate usedUpOn) {

  /**
   * The pace of a half-year up to today. Misses are taken as spread evenly over the days so far.
   *
   * @param today a business date of the half-year, itself counted as gone by
   */
  public static Pace of(Allowance allowance, Period halfYear, LocalDate today) {
    long days = ChronoUnit.DAYS.between(halfYear.start(), today) + 1;
    if (!halfYear.contains(today)) {
      throw new IllegalArgumentException(today + " is not in " + halfYear);
    }
    BigDecimal perWeek =
        BigDecimal.valueOf(allowance.used() * 7L)
            .divide(BigDecimal.valueOf(days), 1, RoundingMode.UP);
    return new Pace(perWeek, usedUpOn(allowance, halfYear, days));
  }

  private static @Nullable LocalDate usedUpOn(Allowance allowance, Period halfYear, long days) {
    if (allowance.used() == 0 || allowance.used() >= allowance.allowed()) {
      return null;
    }
    // The used ones took so many days; the allowed ones take in proportion.
    long all = Math.ceilDiv(days * allowance.allowed(), allowance.used());
    LocalDate date = halfYear.start().plusDays(all - 1);
    return halfYear.contains(date) ? date : null;
  }
}
