package dev.punctual.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A period in a few figures: what later ones are compared with.
 *
 * @param attainment in per cent, rounded down; null where nothing is counted
 * @param judged rules that have a standing; null for periods without allowances of their own
 * @param kept those of them that have not overspent
 * @param causes misses by the word of their cause, "" for none
 * @param medianLateSeconds null without a late arrival
 * @param medianAcknowledgedSeconds null while nobody acknowledged a miss
 * @param rules figures by rule; empty where they are not asked for
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record PeriodSummary(
    String period,
    boolean frozen,
    Figures figures,
    @Nullable BigDecimal attainment,
    @Nullable BigDecimal coverage,
    @Nullable Integer judged,
    @Nullable Integer kept,
    int incidents,
    Map<String, Integer> causes,
    @Nullable Long medianLateSeconds,
    @Nullable Long medianAcknowledgedSeconds,
    int messages,
    int actedOn,
    Map<String, Figures> rules) {

  static PeriodSummary of(
      Period period,
      boolean frozen,
      Figures figures,
      Report.@Nullable Totals standing,
      Happened happened,
      Map<String, Figures> rules) {
    return new PeriodSummary(
        period.id(),
        frozen,
        figures,
        figures.attainment().percent(),
        figures.coverage().percent(),
        standing == null ? null : standing.judged(),
        standing == null ? null : standing.kept(),
        happened.incidents(),
        new TreeMap<>(happened.causes()),
        seconds(happened.late()),
        seconds(happened.acknowledged()),
        happened.noise().messages(),
        happened.noise().acted(),
        new TreeMap<>(rules));
  }

  /** What became of a period's misses and messages. */
  record Happened(
      int incidents,
      Map<String, Integer> causes,
      Spread late,
      Spread acknowledged,
      Noise.Heard noise) {
    static Happened of(java.util.List<Miss> misses, int incidents, Noise noise) {
      return new Happened(
          incidents,
          Misses.causes(misses),
          Spread.of(misses.stream().map(Miss::lateness)),
          Spread.of(misses.stream().map(Miss::untilAcknowledged)),
          noise.all());
    }
  }

  private static @Nullable Long seconds(Spread spread) {
    return spread.isEmpty() ? null : Long.valueOf(spread.median().toSeconds());
  }

  int misses() {
    return figures.missed();
  }

  PeriodSummary withoutRules() {
    return withRules(Map.of());
  }

  PeriodSummary withRules(Map<String, Figures> others) {
    return new PeriodSummary(
        period,
        frozen,
        figures,
        attainment,
        coverage,
        judged,
        kept,
        incidents,
        causes,
        medianLateSeconds,
        medianAcknowledgedSeconds,
        messages,
        actedOn,
        new TreeMap<>(others));
  }
}
