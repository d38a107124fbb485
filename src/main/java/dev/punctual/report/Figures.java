package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Allowance;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How many judged deadlines ended how. Every deadline is in exactly one of met, missed, excused and
 * unknown; an excused one is counted once, under excused, and the verdict underneath shows only in
 * the raw attainment. What is not judged yet and what is on trial is in none.
 *
 * @param neverArrived those of the missed that were closed without an arrival
 * @param excusedMet those of the excused that were judged met
 * @param excusedMissed those of the excused that were judged missed
 * @param backfilled those of all four that nobody watched: filled in afterwards from what their
 *     source still knew
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record Figures(
    int met,
    int missed,
    int neverArrived,
    int excused,
    int unknown,
    int excusedMet,
    int excusedMissed,
    int backfilled) {

  public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0);

  public Figures {
    if (neverArrived > missed
        || excusedMet + excusedMissed > excused
        || backfilled > met + missed + excused + unknown) {
      throw new IllegalArgumentException("Parts are greater than their whole");
    }
  }

  /** What counting asks of a deadline. */
  public record Ending(
      @Nullable Verdict verdict,
      State state,
      boolean excused,
      boolean trial,
      boolean backfilled,
      BigDecimal objective) {}

  /** Counts deadlines one by one. The ledger's tallies are this, kept up to date. */
  public static Figures of(Collection<Ending> endings) {
    return endings.stream().map(Figures::one).reduce(NONE, Figures::plus);
  }

  private static Figures one(Ending ending) {
    Verdict verdict = ending.verdict();
    if (verdict == null || ending.trial()) {
      return NONE;
    }
    int met = verdict == Verdict.MET ? 1 : 0;
    int missed = verdict == Verdict.MISSED ? 1 : 0;
    int backfilled = ending.backfilled() ? 1 : 0;
    if (ending.excused()) {
      return new Figures(0, 0, 0, 1, 0, met, missed, backfilled);
    }
    int never = ending.state() == State.MISSED ? missed : 0;
    int unknown = verdict == Verdict.UNKNOWN ? 1 : 0;
    return new Figures(met, missed, never, 0, unknown, 0, 0, backfilled);
  }

  /** The allowance these deadlines leave, planned ones being those without a verdict. */
  public static Allowance allowance(Collection<Ending> endings) {
    BigDecimal left =
        endings.stream()
            .filter(ending -> !ending.trial() && !ending.excused())
            .filter(ending -> ending.verdict() != Verdict.UNKNOWN)
            .map(ending -> BigDecimal.ONE.subtract(ending.objective()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Allowance(left, of(endings).missed());
  }

  public int due() {
    return met + missed + excused + unknown;
  }

  /** Met and missed: what attainment is about. */
  public int counted() {
    return met + missed;
  }

  /** Met of met and missed. */
  public Share attainment() {
    return new Share(met, met + missed);
  }

  /** The same with excused deadlines counted as they were judged. */
  public Share rawAttainment() {
    return new Share(met + excusedMet, met + missed + excusedMet + excusedMissed);
  }

  /** Met and missed of all due and not excused. */
  public Share coverage() {
    return new Share(met + missed, due() - excused);
  }

  public Figures plus(Figures other) {
    return new Figures(
        met + other.met,
        missed + other.missed,
        neverArrived + other.neverArrived,
        excused + other.excused,
        unknown + other.unknown,
        excusedMet + other.excusedMet,
        excusedMissed + other.excusedMissed,
        backfilled + other.backfilled);
  }
}
