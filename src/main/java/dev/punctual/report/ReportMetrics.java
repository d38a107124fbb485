package dev.punctual.report;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half-year that is running as metrics, by rule. Read at most once a minute, however often it
 * is scraped; where the database does not answer, the figures read last are shown again.
 */
@Singleton
class ReportMetrics extends Collector {
  private static final Logger LOG = LoggerFactory.getLogger(ReportMetrics.class);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final List<String> LABELS = List.of("rule", "period");

  private final Reports reports;
  private final Clock clock;
  private Instant readAt = Instant.EPOCH;
  private List<MetricFamilySamples> samples = List.of();

  ReportMetrics(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @Override
  public synchronized List<MetricFamilySamples> collect() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (readAt.plus(KEPT).isAfter(now)) {
      return samples;
    }
    try {
      samples = read(reports.of(reports.current(now), now));
      readAt = now;
    } catch (RuntimeException e) {
      LOG.warn("The metrics of the report could not be read; the last ones are shown again", e);
    }
    return samples;
  }

  static List<MetricFamilySamples> read(Report report) {
    GaugeMetricFamily attainment =
        new GaugeMetricFamily(
            "punctual_attainment_ratio",
            "Met of met and missed deadlines in the half-year",
            LABELS);
    GaugeMetricFamily used =
        new GaugeMetricFamily(
            "punctual_misses_used", "Misses in the half-year that are not excused", LABELS);
    GaugeMetricFamily allowed =
        new GaugeMetricFamily(
            "punctual_misses_allowed", "Misses that the objective leaves in the half-year", LABELS);
    for (Report.Line line : report.lines()) {
      List<String> labels = List.of(line.rule(), report.period().id());
      Share share = line.figures().attainment();
      if (share.whole() > 0) {
        attainment.addMetric(labels, (double) share.part() / share.whole());
      }
      used.addMetric(labels, line.allowance().used());
      allowed.addMetric(labels, line.allowance().allowed());
    }
    return List.of(attainment, used, allowed);
  }
}
