package dev.punctual.report;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;

/**
 * How periods are cut and closed.
 *
 * @param fiscalYearStarts first month of the fiscal year; january means that the calendar's
 *     half-years are meant where none is named
 * @param freezeAfter how long after its end a period still takes what comes in late
 */
@ConfigurationProperties("punctual.report")
public record ReportConfig(
    @Bindable(defaultValue = "january") Month fiscalYearStarts,
    @Bindable(defaultValue = "7d") Duration freezeAfter) {

  /** The half-year a date lies in, fiscal where a fiscal year is configured. */
  public Period halfYear(LocalDate date) {
    return Period.containing(Period.Length.HALF_YEAR, isFiscal(), fiscalYearStarts, date);
  }

  /**
   * Reads the name of a period.
   *
   * @throws BadPeriodException when it is none, with the right form
   */
  public Period period(String name) {
    return Period.parse(name, fiscalYearStarts);
  }

  boolean isFiscal() {
    return fiscalYearStarts != Month.JANUARY;
  }
}
