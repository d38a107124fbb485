package dev.punctual.whatif;

import dev.punctual.report.Share;
import dev.punctual.report.Standing;
import dev.punctual.rule.RuleSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The answer to one question: a rule, or many side by side.
 *
 * @param rules the worst first, as it would have been; those without a judged day last
 * @param before all of them together as it was
 * @param after all of them together as it would have been
 * @param turns days of all rules that count otherwise
 * @param leftOut rules that the question meant and that cannot be simulated, and why, by id
 */
public record Overview(
    List<Simulation> rules, Sum before, Sum after, int turns, Map<String, String> leftOut) {

  private static final Comparator<Simulation> WORST_FIRST =
      Comparator.comparingDouble(Overview::missedShare)
          .reversed()
          .thenComparingInt(simulation -> -simulation.after().missed())
          .thenComparing(simulation -> simulation.rule().id());

  public Overview {
    rules = List.copyOf(rules);
    leftOut = new TreeMap<>(leftOut);
  }

  /**
   * Rules together.
   *
   * @param judged rules with a met or missed day
   * @param onTarget of those the ones whose misses are not more than their objectives leave
   */
  public record Sum(int met, int missed, int excused, int unknown, int judged, int onTarget) {

    public Share attainment() {
      return new Share(met, (long) met + missed);
    }

    private static Sum of(List<Simulation> rules, Function<Simulation, Count> side) {
      Sum sum = new Sum(0, 0, 0, 0, 0, 0);
      for (Simulation rule : rules) {
        sum = sum.plus(side.apply(rule));
      }
      return sum;
    }

    private Sum plus(Count count) {
      boolean isJudged = count.met() + count.missed() > 0;
      boolean isOnTarget = isJudged && Standing.of(count.allowance()) != Standing.OVERSPENT;
      return new Sum(
          met + count.met(),
          missed + count.missed(),
          excused + count.excused(),
          unknown + count.unknown(),
          judged + (isJudged ? 1 : 0),
          onTarget + (isOnTarget ? 1 : 0));
    }
  }

  /** Of what was asked, and what came of it. */
  public static Overview of(Asked asked, RuleSet rules, List<Simulation> simulations) {
    return new Overview(
        simulations.stream().sorted(WORST_FIRST).toList(),
        Sum.of(simulations, Simulation::before),
        Sum.of(simulations, Simulation::after),
        simulations.stream().mapToInt(simulation -> simulation.turns().size()).sum(),
        asked.leftOut(rules));
  }

  /** Below zero where nothing is judged. */
  private static double missedShare(Simulation simulation) {
    Count after = simulation.after();
    int judged = after.met() + after.missed();
    return judged == 0 ? -1 : (double) after.missed() / judged;
  }

  /** Whether something was asked of the past and not only looked at. */
  boolean isVaried() {
    return rules.stream().anyMatch(simulation -> !simulation.variation().isNone());
  }
}
