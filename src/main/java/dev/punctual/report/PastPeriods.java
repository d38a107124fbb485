package dev.punctual.report;

import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.report.PeriodSummary.Happened;
import dev.punctual.report.Report.Totals;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The periods before one, in a few figures each. What is frozen says what it said then; the others
 * are counted from the ledger.
 */
@Singleton
class PastPeriods {
  /** So many stand beside the one that is reported. */
  private static final int SHOWN = 4;

  private final FrozenRows frozen;
  private final TallyRows tallies;
  private final Misses misses;
  private final AlertNoise noise;
  private final FormerRules former;
  private final Place place;

  PastPeriods(
      FrozenRows frozen,
      TallyRows tallies,
      Misses misses,
      AlertNoise noise,
      FormerRules former,
      Place place) {
    this.frozen = frozen;
    this.tallies = tallies;
    this.misses = misses;
    this.noise = noise;
    this.former = former;
    this.place = place;
  }

  /** Where all this happens. */
  @Singleton
  record Place(ServiceConfig service, ObjectMapper mapper) {
    ZoneId zone() {
      return ZoneId.of(service.timezone());
    }
  }

  /** Oldest first, ending with the period before; those there is anything to say of. */
  List<PeriodSummary> before(Period period) {
    LocalDate first = tallies.firstDate();
    if (first == null) {
      return List.of();
    }
    List<Period> periods =
        new ArrayList<>(
            Stream.iterate(period.previous(), each -> each.end().isAfter(first), Period::previous)
                .limit(SHOWN)
                .toList());
    if (periods.isEmpty()) {
      return List.of();
    }
    Map<String, String> stored = frozen.summaries(periods);
    List<PeriodSummary> past = new ArrayList<>();
    for (Period each : periods.reversed()) {
      String summary = stored.get(FrozenRows.key(each));
      PeriodSummary one = summary == null ? count(each) : read(summary);
      past.add(each.equals(period.previous()) ? joined(one) : one.withoutRules());
    }
    return past;
  }

  private PeriodSummary read(String summary) {
    try {
      return place.mapper().readValue(summary, PeriodSummary.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PeriodSummary count(Period period) {
    Map<String, Figures> rules = new HashMap<>();
    Map<String, Allowance> allowances = new HashMap<>();
    tallies.byRule(period, rules, allowances);
    rules.values().removeIf(figures -> figures.due() == 0);
    List<Miss> missed = misses.between(period.start(), period.end());
    return PeriodSummary.of(
        period,
        false,
        rules.values().stream().reduce(Figures.NONE, Figures::plus),
        period.length() == Period.Length.HALF_YEAR ? standing(rules, allowances) : null,
        Happened.of(
            missed,
            Incidents.count(missed),
            noise.between(period.from(place.zone()), period.to(place.zone()))),
        rules);
  }

  private Totals standing(Map<String, Figures> rules, Map<String, Allowance> allowances) {
    Histories histories = former.histories(rules.keySet());
    Map<String, Figures> figures = new HashMap<>();
    Map<String, Allowance> joined = new HashMap<>();
    rules.forEach((id, each) -> figures.merge(histories.heir(id), each, Figures::plus));
    allowances.forEach((id, each) -> joined.merge(histories.heir(id), each, Allowance::plus));
    return figures.entrySet().stream()
        .map(
            each -> Totals.one(each.getValue(), joined.getOrDefault(each.getKey(), Allowance.NONE)))
        .reduce(Totals.NONE, Totals::plus);
  }

  /** Under the ids that carry the histories on today. */
  private PeriodSummary joined(PeriodSummary summary) {
    Histories histories = former.histories(summary.rules().keySet());
    Map<String, Figures> rules = new HashMap<>();
    summary.rules().forEach((id, each) -> rules.merge(histories.heir(id), each, Figures::plus));
    return summary.withRules(rules);
  }

  /** What is stored of a summary. */
  String write(PeriodSummary summary) {
    try {
      return place.mapper().writeValueAsString(summary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
