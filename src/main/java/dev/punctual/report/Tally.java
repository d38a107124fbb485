package dev.punctual.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A rule's month, as the ledger keeps it rolled up.
 *
 * @param allowance sum of (1 − objective) over met, missed and still open deadlines that are stored
 * @param cells one letter a day: - no deadline, w waiting, m met, l late, n never arrived, o
 *     overdue, u unknown, e excused
 * @param open those without a verdict
 */
record Tally(
    String rule, LocalDate month, Figures figures, BigDecimal allowance, String cells, int open) {

  /** Worst first; of two on one day the worse is shown. */
  private static final String BADNESS = "noluemw-";

  YearMonth yearMonth() {
    return YearMonth.from(month);
  }

  /** The cells of a month nobody knows anything of. */
  static String blank(YearMonth month) {
    return "-".repeat(month.lengthOfMonth());
  }

  /** Two histories of one month laid over each other. */
  static String overlay(String cells, String others) {
    StringBuilder both = new StringBuilder();
    for (int day = 0; day < Math.max(cells.length(), others.length()); day++) {
      char one = day < cells.length() ? cells.charAt(day) : '-';
      char other = day < others.length() ? others.charAt(day) : '-';
      both.append(BADNESS.indexOf(one) <= BADNESS.indexOf(other) ? one : other);
    }
    return both.toString();
  }
}
