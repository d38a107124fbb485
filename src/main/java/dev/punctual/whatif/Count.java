package dev.punctual.whatif;

import dev.punctual.ledger.Allowance;
import dev.punctual.report.Share;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Days as DESIGN counts them: attainment is met of met and missed; excused and unknown days are
 * left out of it.
 *
 * @param unproved of the missed ones those whose arrival may lie on either side of due
 * @param unrecorded days that are promised and of which the ledger has nothing
 * @param left exact sum of (1 − objective) over the days that are met or missed
 */
public record Count(
    int met, int missed, int unproved, int excused, int unknown, int unrecorded, BigDecimal left) {

  static Count of(List<Judged> days, int unrecorded) {
    Map<Outcome, Integer> by = new EnumMap<>(Outcome.class);
    int unproved = 0;
    BigDecimal left = BigDecimal.ZERO;
    for (Judged day : days) {
      by.merge(day.outcome(), 1, Integer::sum);
      unproved += day.unproved() ? 1 : 0;
      if (day.outcome() == Outcome.MET || day.outcome() == Outcome.MISSED) {
        left = left.add(BigDecimal.ONE.subtract(day.objective()));
      }
    }
    return new Count(
        by.getOrDefault(Outcome.MET, 0),
        by.getOrDefault(Outcome.MISSED, 0),
        unproved,
        by.getOrDefault(Outcome.EXCUSED, 0),
        by.getOrDefault(Outcome.UNKNOWN, 0),
        unrecorded,
        left);
  }

  /** A day with what it counts as. */
  record Judged(Outcome outcome, boolean unproved, BigDecimal objective) {}

  /** Days that were promised. */
  public int due() {
    return met + missed + excused + unknown + unrecorded;
  }

  public Share attainment() {
    return new Share(met, (long) met + missed);
  }

  /** The same were every unproved arrival in time. */
  public Share attainmentAtBest() {
    return new Share((long) met + unproved, (long) met + missed);
  }

  public Share coverage() {
    return new Share((long) met + missed, (long) due() - excused);
  }

  /** Misses the objective leaves in these days, and those there were. */
  public Allowance allowance() {
    return new Allowance(left, missed);
  }
}
