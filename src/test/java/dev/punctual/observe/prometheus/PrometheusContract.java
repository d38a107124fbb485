package dev.punctual.observe.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds for every Prometheus, the real one and the strict local one. */
abstract class PrometheusContract extends SourceContract {

  static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));
  static final Instant DONE = Instant.parse("2026-11-20T09:30:00Z");

  /** What its exporter exposes. */
  static final String EXPOSED =
      """
      # TYPE export_last_success_timestamp_seconds gauge
      export_last_success_timestamp_seconds{job_name="sales"} 1795167000
      export_last_success_timestamp_seconds{job_name="stock"} 1795168800
      # TYPE export_ok gauge
      export_ok 1
      # TYPE parts_ok gauge
      parts_ok{part="a"} 1
      parts_ok{part="b"} 0
      # TYPE queue_length gauge
      queue_length 17
      # TYPE never_run gauge
      never_run 0
      # TYPE broken gauge
      broken NaN
      """;

  abstract String url();

  static Target metric(String expression) {
    return new Target.Item("metric", "prometheus", expression, new TreeMap<>());
  }

  Source source(String password) {
    return new PrometheusType()
        .open(
            new Settings(
                "prometheus", Map.of("url", url(), "username", "punctual", "password", password)));
  }

  private Observation seen(Probe probe) throws Exception {
    try (Source source = working()) {
      return source.observe(List.of(probe), first()).answers().getFirst().observation();
    }
  }

  private Observation seen(String expression) throws Exception {
    return seen(DAY.of(metric(expression)));
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        DAY.of(metric("export_ok")), DAY.of(metric("max(export_last_success_timestamp_seconds)")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(metric("no_such_metric"));
  }

  @Override
  protected Instant now() {
    return DAY.dueAt().plusSeconds(60);
  }

  @Test
  void of_several_series_the_oldest_time_counts() throws Exception {
    assertThat(seen("export_last_success_timestamp_seconds"))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                DONE,
                Strength.STRONG,
                "export_last_success_timestamp_seconds (the oldest of its series) was last changed"
                    + " at 2026-11-20 09:30:00 UTC"));
    assertThat(seen("max(export_last_success_timestamp_seconds)"))
        .isInstanceOfSatisfying(
            Arrived.class, a -> assertThat(a.latest()).isEqualTo(DONE.plusSeconds(1800)));
  }

  @Test
  void one_is_weakly_ready_and_zero_for_any_series_is_not_yet() throws Exception {
    assertThat(seen("export_ok")).isEqualTo(new Present(Strength.WEAK, null, "export_ok is 1"));
    assertThat(seen("parts_ok")).isEqualTo(NotYet.because("parts_ok is 0 for 1 of 2 series"));
    assertThat(seen("never_run")).isEqualTo(NotYet.because("never_run is 0"));
    assertThat(seen("scalar(export_ok)")).isInstanceOf(Present.class);
  }

  @Test
  void what_is_no_time_and_no_flag_cannot_be_told() throws Exception {
    assertThat(seen("queue_length"))
        .isEqualTo(
            new Unreachable("queue_length is 17, which is neither a time in seconds nor 1 or 0"));
    assertThat(seen("broken")).isEqualTo(NotYet.because("broken is NaN"));
  }

  @Test
  void an_expression_without_value_is_not_yet_and_a_metric_without_series_is_absent()
      throws Exception {
    assertThat(seen("export_ok > 5")).isEqualTo(NotYet.because("export_ok > 5 has no value now"));
    assertThat(seen("no_such_metric")).isInstanceOf(Absent.class);
  }

  @Test
  void a_wrong_expression_is_told_and_spoils_no_other() throws Exception {
    Probe wrong = DAY.of(metric("max(export_ok"));
    Probe good = DAY.of(metric("export_ok"));
    try (Source source = working()) {
      Map<Probe, Observation> seen = byProbe(source.observe(List.of(wrong, good), first()));
      assertThat(seen.get(wrong))
          .isInstanceOfSatisfying(
              Unreachable.class,
              u -> assertThat(u.text()).startsWith("the expression max(export_ok is not taken: "));
      assertThat(seen.get(good)).isInstanceOf(Present.class);
    }
  }

  @Test
  void age_counts_from_a_time_and_one_has_none() throws Exception {
    Evidence own = new Evidence.Completion();
    Duration hour = Duration.ofHours(1);
    assertThat(seen(DAY.fresh(metric("export_last_success_timestamp_seconds"), own, hour)))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isEqualTo(DONE));
    assertThat(seen(DAY.fresh(metric("export_ok"), own, hour))).isInstanceOf(Absent.class);
    assertThat(seen(DAY.fresh(metric("never_run"), own, hour)))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isNull());
  }
}
