package dev.punctual.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A part of a whole, as a percentage that never flatters: rounded down to one decimal, so that 100
 * % means all of it; nothing of nothing is no figure and not 100 %.
 */
public record Share(long part, long whole) {

  public Share {
    if (part < 0 || part > whole) {
      throw new IllegalArgumentException(part + " is no part of " + whole);
    }
  }

  /** With one decimal, rounded down; null where there is no data. */
  public @Nullable BigDecimal percent() {
    return whole == 0
        ? null
        : BigDecimal.valueOf(part)
            .movePointRight(2)
            .divide(BigDecimal.valueOf(whole), 1, RoundingMode.DOWN);
  }

  /** {@code 98.3 %}, {@code 100 %}, or {@code –} where there is no data. */
  @Override
  public String toString() {
    BigDecimal percent = percent();
    return percent == null ? "–" : percentText(percent);
  }

  /** An objective in per cent, exact, with at least one decimal: 97.0, 99.95. */
  public static BigDecimal inPercent(BigDecimal fraction) {
    BigDecimal percent = fraction.movePointRight(2).stripTrailingZeros();
    return percent.scale() < 1 ? percent.setScale(1) : percent;
  }

  /** A percentage with one decimal as people read it; all of it without decimals. */
  static String percentText(BigDecimal percent) {
    return (percent.compareTo(BigDecimal.valueOf(100)) == 0 ? "100" : percent.toPlainString())
        + " %";
  }
}
