package dev.punctual.whatif;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An objective the past would have kept: the highest of the usual ones that is not above the
 * attainment and leaves at least one miss in so many days. One that leaves none cannot be told from
 * 100 % by this past.
 *
 * @param objective null where the past is too short, or worse than any usual objective
 * @param days met and missed ones it rests on
 */
public record Proposal(@Nullable BigDecimal objective, int days) {

  /** With fewer days nothing is proposed. */
  public static final int ENOUGH = 20;

  private static final List<BigDecimal> USUAL =
      java.util.stream.Stream.of("0.999", "0.995", "0.99", "0.98", "0.97", "0.95", "0.90", "0.80")
          .map(BigDecimal::new)
          .toList();

  static Proposal of(Count count) {
    int days = count.met() + count.missed();
    if (days < ENOUGH) {
      return new Proposal(null, days);
    }
    return new Proposal(
        USUAL.stream().filter(usual -> fits(usual, count.missed(), days)).findFirst().orElse(null),
        days);
  }

  private static boolean fits(BigDecimal usual, int missed, int days) {
    int allowed =
        BigDecimal.ONE
            .subtract(usual)
            .multiply(BigDecimal.valueOf(days))
            .setScale(0, RoundingMode.FLOOR)
            .intValueExact();
    return allowed >= Math.max(1, missed);
  }
}
