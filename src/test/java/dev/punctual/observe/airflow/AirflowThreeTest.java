package dev.punctual.observe.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class AirflowThreeTest extends AirflowRulings {

  @Override
  Api api() {
    return Api.THREE;
  }

  private List<Probe> arrived() {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z").task("t").succeeded("2026-11-20T09:29:00Z");
    return List.of(DATE.of(task("a", "t")));
  }

  @Test
  void one_token_serves_many_rounds() throws Exception {
    List<Probe> probes = arrived();
    try (Source source = source()) {
      observe(source, probes);
      observe(source, probes);
      assertThat(airflow.logins()).isEqualTo(1);
    }
  }

  @Test
  void a_token_is_renewed_before_its_time_is_over() throws Exception {
    airflow.tokenSeconds = 0;
    assertThat(Credentials.lifetime("h.eyJpYXQiOjEwMDAsImV4cCI6NDYwMH0.s")).hasSeconds(3600);
    assertThat(Credentials.lifetime("opaque")).hasDays(1);
  }

  @Test
  void an_expired_token_is_fetched_anew_once() throws Exception {
    List<Probe> probes = arrived();
    try (Source source = source()) {
      observe(source, probes);
      airflow.expireTokens();
      assertThat(observe(source, probes).answers().getFirst().observation())
          .isInstanceOf(Arrived.class);
      assertThat(airflow.logins()).isEqualTo(2);
    }
  }

  @Test
  void a_token_of_a_former_secret_is_a_403_and_fetched_anew() throws Exception {
    List<Probe> probes = arrived();
    try (Source source = source()) {
      observe(source, probes);
      airflow.changeSecret();
      assertThat(observe(source, probes).answers().getFirst().observation())
          .isInstanceOf(Arrived.class);
    }
  }

  @Test
  void a_user_that_may_not_read_is_told_so_and_not_logged_in_again_and_again() {
    List<Probe> probes = arrived();
    airflow.forbidden = true;
    try (Source source = source()) {
      assertThatThrownBy(() -> observe(source, probes))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("403: Forbidden")
          .hasMessageContaining("role");
    }
    assertThat(airflow.logins()).isEqualTo(1);
  }

  @Test
  void a_server_that_became_airflow_2_is_asked_again_what_it_is() throws Exception {
    List<Probe> probes = arrived();
    try (Source source = source()) {
      observe(source, probes);
      airflow.upgrade(Api.TWO);
      assertThat(observe(source, probes).answers().getFirst().observation())
          .isInstanceOf(Arrived.class);
      assertThat(source.description()).contains("2.11.2");
    }
  }

  @Test
  void asset_runs_without_logical_date_are_found_by_run_after() throws Exception {
    FakeAirflow.DagRun run =
        dag("a", "t").run("asset_triggered", java.time.Instant.parse("2026-11-20T07:00:00Z"));
    run.logical = null;
    run.task("t").succeeded("2026-11-20T07:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T07:05:00Z");
  }
}
