package dev.punctual.observe.digdag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Readiness.Evidence;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of sessions; what holds for every source is in {@link DigdagTest}. */
@Timeout(60)
class DigdagTaskTest {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20)).in("Asia/Tokyo");
  private static final String TODAY = "2026-11-20T00:00:00+09:00";
  private static final String LOAD = "+daily+load";

  private FakeDigdag digdag;

  @BeforeEach
  void serve() throws IOException {
    digdag = new FakeDigdag();
  }

  @AfterEach
  void close() throws IOException {
    digdag.close();
  }

  private long today(String status, String finished) {
    return digdag.attempt("daily", TODAY, "2026-11-20T00:01:00Z", status, finished);
  }

  private Observation load() throws Exception {
    return seen(LOAD);
  }

  private Observation seen(String task) throws Exception {
    return seen(DAY.of(FakeDigdag.task("shop/daily", task)));
  }

  private Observation seen(Probe probe) throws Exception {
    try (Source source = digdag.source(FakeDigdag.PASSWORD)) {
      Ask ask = new Ask(DAY.dueAt().plusSeconds(300), Map.of(), Map.of());
      return source.observe(List.of(probe), ask).answers().getFirst().observation();
    }
  }

  @Test
  void a_task_arrives_by_its_own_success_whatever_becomes_of_the_session() throws Exception {
    long one = today("error", "2026-11-20T00:09:00Z");
    digdag.task(one, "+daily", "group_error", "2026-11-20T00:09:00Z");
    digdag.task(one, LOAD, "success", "2026-11-20T00:03:00Z");
    long two = today("success", "2026-11-20T02:00:00Z");
    digdag.task(two, LOAD, "success", "2026-11-20T01:59:00Z");
    assertThat(load())
        .isInstanceOfSatisfying(
            Arrived.class,
            a -> {
              assertThat(a.earliest()).isEqualTo(Instant.parse("2026-11-20T00:03:00Z"));
              assertThat(a.text()).startsWith("task +daily+load in session 2026-11-20 00:00:00");
            });
  }

  @Test
  void a_task_of_a_group_that_is_tried_again_counts_by_its_first_success() throws Exception {
    long id = today("running", "");
    digdag.task(id, LOAD, "error", "2026-11-20T00:02:00Z");
    digdag.task(id, LOAD, "running", "2026-11-20T00:04:00Z");
    assertThat(load()).isInstanceOf(NotYet.class);
    digdag.task(id, LOAD, "success", "2026-11-20T00:06:00Z");
    digdag.task(id, LOAD, "success", "2026-11-20T00:08:00Z");
    assertThat(load())
        .isInstanceOfSatisfying(
            Arrived.class,
            a -> assertThat(a.earliest()).isEqualTo(Instant.parse("2026-11-20T00:06:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "running | blocked | NotYet | waits for tasks before it",
        "running | ready | NotYet | waits to be started",
        "running | running | NotYet | is running",
        "running | planned | NotYet | waits for tasks in it",
        "running | retry_waiting | NotYet | failed and will be tried again",
        "running | group_retry_waiting | NotYet | failed and will be tried again",
        "running | error | Failed | failed at 2026-11-20 09:03:00",
        "running | group_error | Failed | was stopped by the failure of a task in it at 2026-11-20"
            + " 09:03:00",
        "killed | canceled | Failed | was cancelled at 2026-11-20 09:03:00",
        "error | blocked | Failed | did not run, as the session ended at 2026-11-20 09:09:00",
      })
  void a_state_of_a_task_says(String session, String state, String kind, String words)
      throws Exception {
    long id = today(session, session.equals("running") ? "" : "2026-11-20T00:09:00Z");
    digdag.task(id, LOAD, state, "2026-11-20T00:03:00Z");
    Observation seen = load();
    assertThat(seen.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(seen.text()).contains(" of shop/daily " + words);
  }

  @Test
  void a_task_that_is_not_in_the_file_is_absent_and_one_made_on_the_way_may_come()
      throws Exception {
    long id = today("running", "");
    digdag.task(id, "+daily", "planned", "2026-11-20T00:03:00Z");
    digdag.task(id, LOAD, "running", "2026-11-20T00:03:00Z");
    assertThat(seen("+load"))
        .isEqualTo(
            new Absent(
                "session 2026-11-20 00:00:00 Asia/Tokyo of shop/daily has no task +load; write its"
                    + " full name, as +daily+load"));
    assertThat(seen("+daily+each^sub+one"))
        .isInstanceOfSatisfying(
            NotYet.class, n -> assertThat(n.text()).endsWith("is not made yet"));
  }

  @Test
  void tasks_that_digdag_no_longer_keeps_leave_it_open() throws Exception {
    today("success", "2026-11-20T00:09:00Z");
    assertThat(load())
        .isEqualTo(
            new Unreachable(
                "Digdag tells no tasks of session 2026-11-20 00:00:00 Asia/Tokyo of shop/daily"));
  }

  @Test
  void age_looks_past_older_sessions_that_had_no_such_task() throws Exception {
    String before = "2026-11-19T00:00:00+09:00";
    long old = digdag.attempt("daily", before, before, "success", "2026-11-18T16:00:00Z");
    digdag.task(old, "+daily", "success", "2026-11-18T16:00:00Z");
    Probe probe =
        DAY.fresh(
            FakeDigdag.task("shop/daily", LOAD), new Evidence.Completion(), Duration.ofHours(24));
    assertThat(seen(probe)).isInstanceOf(Absent.class);
    long now = today("running", "");
    digdag.task(now, LOAD, "running", "2026-11-20T00:02:00Z");
    assertThat(seen(probe))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isNull());
  }
}
