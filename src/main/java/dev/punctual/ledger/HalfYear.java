package dev.punctual.ledger;

import java.time.LocalDate;
import java.time.Month;

/** The business dates an objective is agreed for. */
public record HalfYear(LocalDate start) {

  private static final int MONTHS = 6;

  /**
   * The half-year of a date.
   *
   * @param yearStarts first month of the year, January unless a fiscal year is configured
   */
  public static HalfYear containing(LocalDate date, Month yearStarts) {
    int months = Math.floorMod(date.getMonthValue() - yearStarts.getValue(), MONTHS);
    return new HalfYear(date.withDayOfMonth(1).minusMonths(months));
  }

  /** The business date after the last one. */
  public LocalDate end() {
    return start.plusMonths(MONTHS);
  }

  public boolean contains(LocalDate date) {
    return !date.isBefore(start) && date.isBefore(end());
  }
}
