package dev.punctual.rule;

import java.time.LocalDate;
import java.time.Year;

/**
 * Years in a row, both ends included.
 *
 * @param first the earliest year
 * @param last the latest year, not before the first
 */
public record YearRange(int first, int last) {

  /** Every year there is. */
  public static final YearRange ALL = new YearRange(Year.MIN_VALUE, Year.MAX_VALUE);

  public YearRange {
    if (last < first) {
      throw new IllegalArgumentException("Years end after they begin: " + first + "–" + last);
    }
  }

  /** Whether the date lies in one of these years. */
  public boolean contains(LocalDate date) {
    return date.getYear() >= first && date.getYear() <= last;
  }
}
