package dev.punctual.poll;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Freshness;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.Standing;
import dev.punctual.ledger.Standings;
import dev.punctual.rule.BusinessCalendar;
import dev.punctual.rule.Rule;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the ledger says of deadlines, for Prometheus; read from the database when it scrapes. */
@Singleton
class DeadlineMetrics extends Collector {

  private final Standings standings;
  private final RuleBook book;
  private final FreshnessWatch freshness;
  private final Clock clock;

  DeadlineMetrics(Standings standings, RuleBook book, FreshnessWatch freshness, Clock clock) {
    this.standings = standings;
    this.book = book;
    this.freshness = freshness;
    this.clock = clock;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Instant now = clock.instant();
    GaugeMetricFamily state =
        new GaugeMetricFamily(
            "punctual_deadline_state",
            "1 for the state of a rule's present deadline, 0 for the others.",
            List.of("rule", "team", "state"));
    GaugeMetricFamily due = gauge("punctual_deadline_due_timestamp_seconds", "Its due instant.");
    GaugeMetricFamily arrival =
        gauge("punctual_deadline_arrival_timestamp_seconds", "When its data arrived.");
    for (Standing standing : standings.present(now)) {
      if (book.rules().rules().containsKey(standing.rule())) {
        add(state, due, arrival, standing);
      }
    }
    return List.of(state, due, arrival, verdicts(), ages(now), reload(), rules(), calendars());
  }

  private static GaugeMetricFamily gauge(String name, String help) {
    return new GaugeMetricFamily(name, help, List.of("rule"));
  }

  private static void add(
      GaugeMetricFamily state,
      GaugeMetricFamily due,
      GaugeMetricFamily arrival,
      Standing standing) {
    String team = Objects.requireNonNullElse(standing.team(), "");
    for (State one : State.values()) {
      state.addMetric(List.of(standing.rule(), team, one.word()), one == standing.state() ? 1 : 0);
    }
    due.addMetric(List.of(standing.rule()), seconds(standing.dueAt()));
    if (standing.arrivalAt() != null) {
      arrival.addMetric(List.of(standing.rule()), seconds(standing.arrivalAt()));
    }
  }

  private CounterMetricFamily verdicts() {
    CounterMetricFamily verdicts =
        new CounterMetricFamily(
            "punctual_verdicts_total", "Settled deadlines.", List.of("rule", "verdict"));
    Map<Standings.Count, Long> counts = standings.verdicts();
    for (String rule : book.rules().rules().keySet()) {
      for (Verdict verdict : Verdict.values()) {
        long count = counts.getOrDefault(new Standings.Count(rule, verdict), 0L);
        verdicts.addMetric(List.of(rule, verdict.word()), (double) count);
      }
    }
    return verdicts;
  }

  private GaugeMetricFamily ages(Instant now) {
    GaugeMetricFamily ages =
        gauge("punctual_freshness_age_seconds", "Age of the newest event of a freshness rule.");
    for (Freshness present : freshness.presents().values()) {
      Rule rule = book.rules().rules().get(present.rule());
      if (rule != null && present.newestAt() != null) {
        Duration age = Duration.between(present.newestAt(), now);
        ages.addMetric(List.of(present.rule()), age.toMillis() / 1e3);
      }
    }
    return ages;
  }

  private GaugeMetricFamily reload() {
    return new GaugeMetricFamily(
        "punctual_rules_last_reload_successful",
        "1 while the rule files are what is in force, 0 while an edit is refused or held.",
        book.edition().lastReloadSuccessful() ? 1 : 0);
  }

  private GaugeMetricFamily rules() {
    GaugeMetricFamily info =
        new GaugeMetricFamily(
            "punctual_rules_info",
            "The rule set in force; the value counts rules.",
            List.of("hash"));
    info.addMetric(List.of(book.rules().hash()), book.rules().rules().size());
    return info;
  }

  private GaugeMetricFamily calendars() {
    GaugeMetricFamily ends =
        new GaugeMetricFamily(
            "punctual_calendar_known_until_timestamp_seconds",
            "End of the last year whose public holidays a calendar knows.",
            List.of("calendar"));
    for (BusinessCalendar calendar : book.rules().calendars().values()) {
      if (calendar.definition().country() != null) {
        LocalDate end = LocalDate.of(calendar.knownUntil() + 1, 1, 1);
        ends.addMetric(
            List.of(calendar.name()), seconds(end.atStartOfDay(ZoneOffset.UTC).toInstant()));
      }
    }
    return ends;
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1e3;
  }
}
