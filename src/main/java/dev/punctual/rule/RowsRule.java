package dev.punctual.rule;

import java.math.BigDecimal;

/**
 * How many rows make a delivery: {@code >= 1}, or {@code >= 80% of last_week} of the rows of the
 * same rule a week earlier.
 *
 * @param number rows, or the fraction of last week's rows (0.8 for 80 %); not negative, without
 *     trailing zeros
 * @param relativeToLastWeek whether {@code number} is a fraction of last week's rows
 */
public record RowsRule(Operator op, BigDecimal number, boolean relativeToLastWeek) {

  /** A comparison of the rows found (left) with the number promised (right). */
  public enum Operator {
    AT_LEAST(">="),
    AT_MOST("<="),
    MORE_THAN(">"),
    FEWER_THAN("<"),
    EXACTLY("=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** As written in a rule. */
    public String sign() {
      return sign;
    }

    private boolean holds(int comparison) {
      return switch (this) {
        case AT_LEAST -> comparison >= 0;
        case AT_MOST -> comparison <= 0;
        case MORE_THAN -> comparison > 0;
        case FEWER_THAN -> comparison < 0;
        case EXACTLY -> comparison == 0;
      };
    }
  }

  public RowsRule {
    if (number.signum() < 0) {
      throw new IllegalArgumentException("A number of rows is not negative: " + number);
    }
    number = Percentages.plain(number);
  }

  /**
   * Whether so many rows are enough, compared exactly.
   *
   * @param lastWeek the rows a week earlier; looked at only when {@link #relativeToLastWeek}.
   *     Whether a week without rows can be compared with at all is the caller's question
   */
  public boolean holds(long rows, long lastWeek) {
    return op.holds(BigDecimal.valueOf(rows).compareTo(threshold(lastWeek)));
  }

  /** The number of rows to compare with; not rounded. */
  public BigDecimal threshold(long lastWeek) {
    return relativeToLastWeek ? number.multiply(BigDecimal.valueOf(lastWeek)) : number;
  }

  /** As written in a rule; {@link Comparisons#parse} reads it back. */
  @Override
  public String toString() {
    return relativeToLastWeek
        ? op.sign() + " " + Percentages.print(number) + " of last_week"
        : op.sign() + " " + number.toPlainString();
  }
}
