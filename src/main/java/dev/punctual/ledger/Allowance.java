package dev.punctual.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The misses a rule may have in a half-year, and those it has had. The one computation of "3 of 5
 * used" for every page, message and metric.
 *
 * @param left exact sum of (1 − objective) over the half-year's deadlines that are met, missed or
 *     still planned; excused and unknown ones have left it
 * @param used misses so far that are not excused
 */
public record Allowance(BigDecimal left, int used) {

  /** No deadlines at all. */
  public static final Allowance NONE = new Allowance(BigDecimal.ZERO, 0);

  /** How full the bar of used misses is drawn. */
  public enum Level {
    CALM,
    /** From 60 % of the allowance on. */
    NEAR,
    FULL
  }

  /** Misses the objective leaves, rounded down to whole ones. */
  public int allowed() {
    return left.setScale(0, RoundingMode.FLOOR).intValueExact();
  }

  /** Whole misses that are left; zero when overspent. */
  public int remaining() {
    return Math.max(0, allowed() - used);
  }

  /** Whether the last allowed miss was had. */
  public boolean isUsedUp() {
    return used > 0 && used >= allowed();
  }

  public Level level() {
    if (isUsedUp()) {
      return Level.FULL;
    }
    return used > 0 && used * 10L >= allowed() * 6L ? Level.NEAR : Level.CALM;
  }

  /** Both together: of a rule and the former id whose history it continues. */
  public Allowance plus(Allowance other) {
    return new Allowance(left.add(other.left), used + other.used);
  }

  /** More deadlines to come under one objective. */
  public Allowance withPlanned(int deadlines, BigDecimal objective) {
    return new Allowance(
        left.add(BigDecimal.ONE.subtract(objective).multiply(BigDecimal.valueOf(deadlines))), used);
  }

  /** {@code 3 of 5}. */
  @Override
  public String toString() {
    return used + " of " + allowed();
  }
}
