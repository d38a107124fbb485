package dev.punctual.observe.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AirflowTwoTest extends AirflowRulings {

  @Override
  Api api() {
    return Api.TWO;
  }

  @Test
  void a_run_is_matched_by_the_end_of_its_data_interval() throws Exception {
    FakeAirflow.Dag dag = dag("a", "t");
    dag.scheduled("2026-11-20T00:00:00Z")
        .since("2026-11-19T00:00:00Z")
        .task("t")
        .succeeded("2026-11-20T00:05:00Z");
    dag.scheduled("2026-11-21T00:00:00Z")
        .since("2026-11-20T00:00:00Z")
        .task("t")
        .succeeded("2026-11-21T00:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T00:05:00Z");
  }

  @Test
  void a_weekly_run_began_long_before_its_date() throws Exception {
    FakeAirflow.Dag dag = dag("a", "t").next("2026-11-27T00:00:00Z");
    dag.scheduled("2026-11-20T00:00:00Z")
        .since("2026-11-13T00:00:00Z")
        .task("t")
        .succeeded("2026-11-20T00:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T00:05:00Z");
  }

  @Test
  void a_yearly_run_is_looked_for_further_back_still() throws Exception {
    FakeAirflow.Dag dag = dag("a", "t").next("2027-11-20T00:00:00Z");
    dag.nextIntervalStart = Instant.parse("2026-11-20T00:00:00Z");
    dag.scheduled("2026-11-20T00:00:00Z")
        .since("2025-11-20T00:00:00Z")
        .task("t")
        .succeeded("2026-11-20T00:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T00:05:00Z");
  }

  @Test
  void the_look_back_that_found_a_run_is_kept() throws Exception {
    FakeAirflow.Dag dag = dag("a", "t").next("2026-11-27T00:00:00Z");
    dag.scheduled("2026-11-20T00:00:00Z")
        .since("2026-11-13T00:00:00Z")
        .task("t")
        .start("2026-11-20T00:05:00Z");
    List<Probe> probes = List.of(DATE.of(task("a", "t")));
    try (Source source = source()) {
      observe(source, probes);
      assertThat(observe(source, probes).queries()).isEqualTo(2);
    }
  }

  @Test
  void a_server_that_became_airflow_3_is_asked_again_what_it_is() throws Exception {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z").task("t").succeeded("2026-11-20T09:29:00Z");
    List<Probe> probes = List.of(DATE.of(task("a", "t")));
    try (Source source = source()) {
      observe(source, probes);
      airflow.upgrade(Api.THREE);
      assertThat(observe(source, probes).answers().getFirst().observation())
          .isInstanceOf(Arrived.class);
      assertThat(source.description()).contains("3.3.2");
    }
  }
}
