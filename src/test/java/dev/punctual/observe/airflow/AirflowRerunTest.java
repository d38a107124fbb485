package dev.punctual.observe.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Reruns;
import dev.punctual.observe.Reruns.Rerun;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.airflow.FakeAirflow.DagRun;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clearing what failed, on Airflow 2 and 3. */
class AirflowRerunTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");
  private static final Probes DATE = Probes.on(LocalDate.parse("2026-11-20"));

  @ParameterizedTest
  @EnumSource(Api.class)
  void the_failed_task_of_the_dates_run_is_cleared_and_its_run_set_going(Api api) throws Exception {
    try (FakeAirflow airflow = new FakeAirflow(api)) {
      DagRun run = failed(airflow);
      try (AirflowSource source = source(airflow, "true")) {
        assertThat(source.mayRerun()).isTrue();
        assertThat(source.rerun(task("upload"), NOW))
            .isEqualTo(
                new Rerun.Cleared("cleared extract, upload of the run of 2026-11-20 00:00 UTC"));
        assertThat(run.task("extract").state).isNull();
        assertThat(run.task("before").state).isEqualTo("success");
        assertThat(run.state).isEqualTo("queued");
        assertThat(source.rerun(task("upload"), NOW))
            .isEqualTo(new Rerun.Refused("nothing has failed in the run of 2026-11-20 00:00 UTC"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void of_a_whole_dag_everything_that_failed_is_cleared(Api api) throws Exception {
    try (FakeAirflow airflow = new FakeAirflow(api)) {
      failed(airflow);
      try (AirflowSource source = source(airflow, "true")) {
        Probe dag = DATE.of(new Target.Dag("airflow", "sheets", new Target.Run.First()));
        assertThat(source.rerun(dag, NOW).words()).contains("extract, upload");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void what_cannot_be_cleared_is_said_in_words(Api api) throws Exception {
    try (FakeAirflow airflow = new FakeAirflow(api)) {
      failed(airflow);
      airflow.dag("empty", "t").paused = true;
      airflow.mayNotClear = true;
      try (AirflowSource source = source(airflow, "true")) {
        assertThat(source.rerun(task("upload"), NOW)).isInstanceOf(Rerun.Refused.class);
        assertThat(source.rerun(task("upload"), NOW).words()).contains("may not clear tasks");
        Probe none = DATE.of(new Target.Task("airflow", "empty", "t", new Target.Run.First()));
        assertThat(source.rerun(none, NOW).words()).contains("no run of 2026-11-20", "paused");
        Probe absent = DATE.of(new Target.Task("airflow", "nothing", "t", new Target.Run.First()));
        assertThat(source.rerun(absent, NOW).words()).contains("there is no DAG nothing");
      }
      airflow.always = FakeAirflow.Answer.detail(503, "starting");
      try (AirflowSource source = source(airflow, "true")) {
        assertThatThrownBy(() -> source.rerun(task("upload"), NOW))
            .isInstanceOf(SourceFailure.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void nobody_may_unless_the_settings_say_so(Api api) throws Exception {
    try (FakeAirflow airflow = new FakeAirflow(api);
        AirflowSource source = source(airflow, null)) {
      assertThat(((Reruns) source).mayRerun()).isFalse();
      assertThatThrownBy(() -> source(airflow, "yes"))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("rerun is true or false");
    }
  }

  /** Extract failed, so that upload did not run. */
  private static DagRun failed(FakeAirflow airflow) {
    DagRun run =
        airflow.dag("sheets", "before", "extract", "upload").scheduled("2026-11-20T00:00:00Z");
    run.task("before").succeeded("2026-11-20T00:30:00Z");
    run.task("extract").failed("2026-11-20T01:00:00Z");
    run.task("upload").settled("upstream_failed", "2026-11-20T01:00:01Z");
    return run.ended("failed", "2026-11-20T01:00:02Z");
  }

  private static Probe task(String id) {
    return DATE.of(new Target.Task("airflow", "sheets", id, new Target.Run.First()));
  }

  private static AirflowSource source(
      FakeAirflow airflow, @org.jspecify.annotations.Nullable String rerun) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "url",
                airflow.url(),
                "username",
                FakeAirflow.USER,
                "password",
                FakeAirflow.PASSWORD));
    if (rerun != null) {
      values.put("rerun", rerun);
    }
    return (AirflowSource) new AirflowType().open(new Settings("airflow", values));
  }
}
