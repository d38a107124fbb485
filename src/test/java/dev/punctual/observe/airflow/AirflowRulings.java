package dev.punctual.observe.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Skipped;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.airflow.FakeAirflow.Dag;
import dev.punctual.observe.airflow.FakeAirflow.DagRun;
import dev.punctual.observe.wire.Json;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import dev.punctual.rule.Target.Run;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds on Airflow 2 and 3 alike. The business date is 2026-11-20, due at 10:00 UTC. */
abstract class AirflowRulings extends SourceContract {

  static final Probes DATE = Probes.on(LocalDate.parse("2026-11-20"));
  static final String WRONG = "wr0ng-pa55word";

  FakeAirflow airflow;
  private final Map<String, String> remembered = new HashMap<>();
  private final Map<String, Instant> answered = new HashMap<>();
  private Instant now = Instant.parse("2026-11-20T09:30:00Z");

  abstract Api api();

  @BeforeEach
  void start() throws IOException {
    airflow = new FakeAirflow(api());
  }

  @AfterEach
  void stop() {
    airflow.close();
  }

  // The contract of every source.

  @Override
  protected Source working() {
    return source();
  }

  @Override
  protected Source broken() {
    return source(FakeAirflow.USER, WRONG);
  }

  @Override
  protected List<Probe> answerable() {
    if (airflow.exchanges.isEmpty()) {
      dag("sheets", "write")
          .scheduled("2026-11-20T00:00:00Z")
          .task("write")
          .failed("2026-11-20T01:00:00Z");
      dag("scores", "all")
          .scheduled("2026-11-20T00:00:00Z")
          .ended("success", "2026-11-20T02:00:00Z");
    }
    return List.of(DATE.of(task("sheets", "write")), DATE.of(dag("scores")));
  }

  @Override
  protected Probe missing() {
    return DATE.of(task("no-such-dag", "write"));
  }

  @Override
  protected Instant now() {
    return now;
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeAirflow.PASSWORD, WRONG);
  }

  // Which run.

  @Test
  void the_first_scheduled_run_of_the_business_date_is_meant() throws Exception {
    Dag dag = dag("a", "t");
    dag.scheduled("2026-11-19T23:00:00Z").task("t").succeeded("2026-11-19T23:05:00Z");
    dag.scheduled("2026-11-20T06:00:00Z").task("t").succeeded("2026-11-20T06:05:00Z");
    dag.scheduled("2026-11-20T09:00:00Z").task("t").failed("2026-11-20T09:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T06:05:00Z");
  }

  @Test
  void the_date_is_that_of_the_rule_s_zone() throws Exception {
    Dag dag = dag("a", "t");
    dag.scheduled("2026-11-19T15:00:00Z").task("t").succeeded("2026-11-19T15:05:00Z");
    dag.scheduled("2026-11-20T15:00:00Z").task("t").succeeded("2026-11-20T15:05:00Z");
    Probe probe = DATE.in("Asia/Tokyo").of(task("a", "t"));
    assertArrived(ask(probe), "2026-11-19T15:05:00Z");
  }

  @Test
  void a_run_of_yesterday_says_nothing_about_today() throws Exception {
    dag("a", "t")
        .next("2026-11-20T12:00:00Z")
        .scheduled("2026-11-19T12:00:00Z")
        .task("t")
        .succeeded("2026-11-20T09:00:00Z");
    assertThat(ask(task("a", "t")))
        .isEqualTo(
            NotYet.because("no run of 2026-11-20 exists; the next is due at 2026-11-20 12:00 UTC"));
  }

  @Test
  void last_is_the_last_run_before_the_due_instant() throws Exception {
    Dag dag = dag("a", "t").next("2026-11-20T18:00:00Z");
    dag.scheduled("2026-11-20T06:00:00Z").task("t").succeeded("2026-11-20T06:05:00Z");
    dag.scheduled("2026-11-20T09:00:00Z").task("t").succeeded("2026-11-20T09:05:00Z");
    assertArrived(ask(task("a", "t", new Run.Last())), "2026-11-20T09:05:00Z");
  }

  @Test
  void last_waits_for_a_run_that_is_still_to_come_before_it_is_due() throws Exception {
    Dag dag = dag("a", "t").next("2026-11-20T09:45:00Z");
    dag.scheduled("2026-11-20T06:00:00Z").task("t").succeeded("2026-11-20T06:05:00Z");
    assertThat(ask(task("a", "t", new Run.Last())))
        .isEqualTo(
            NotYet.because(
                "a later run is to come before it is due; the next is due at 2026-11-20 09:45"
                    + " UTC"));
  }

  @Test
  void a_run_can_be_named_by_its_time() throws Exception {
    Dag dag = dag("a", "t");
    dag.scheduled("2026-11-20T06:00:00Z").task("t").succeeded("2026-11-20T06:05:00Z");
    dag.scheduled("2026-11-20T09:00:00Z").task("t").succeeded("2026-11-20T09:05:00Z");
    Target nine = task("a", "t", new Run.At(LocalTime.of(9, 0)));
    assertArrived(ask(nine), "2026-11-20T09:05:00Z");
    assertThat(ask(task("a", "t", new Run.At(LocalTime.of(8, 0))))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_run_can_be_matched_by_its_logical_date() throws Exception {
    Dag dag = dag("a", "t");
    dag.scheduled("2026-11-20T00:00:00Z")
        .since("2026-11-19T00:00:00Z")
        .task("t")
        .succeeded("2026-11-20T00:05:00Z");
    dag.scheduled("2026-11-21T00:00:00Z")
        .since("2026-11-20T00:00:00Z")
        .task("t")
        .succeeded("2026-11-21T00:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T00:05:00Z");
    assertArrived(ask(task("a", "t", new Run.LogicalDate())), "2026-11-21T00:05:00Z");
  }

  @Test
  void with_every_the_run_scheduled_in_the_slot_is_meant() throws Exception {
    Dag dag = dag("a", "t");
    for (int hour = 6; hour < 10; hour++) {
      dag.scheduled("2026-11-20T0" + hour + ":00:00Z")
          .task("t")
          .succeeded("2026-11-20T0" + hour + ":07:00Z");
    }
    Probe probe =
        DATE.slot(
            task("a", "t"),
            Readiness.completion(),
            Instant.parse("2026-11-20T08:00:00Z"),
            Duration.ofHours(1));
    assertArrived(ask(probe), "2026-11-20T08:07:00Z");
  }

  @Test
  void a_manual_run_counts_only_when_the_date_has_no_run_of_the_schedule() throws Exception {
    Dag dag = dag("a", "t").next("2026-11-21T00:00:00Z");
    dag.run("manual", Instant.parse("2026-11-20T08:00:00Z"))
        .task("t")
        .succeeded("2026-11-20T08:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T08:05:00Z");
    dag.scheduled("2026-11-20T00:00:00Z").task("t").failed("2026-11-20T00:05:00Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(Failed.class);
  }

  @Test
  void a_manual_run_does_not_count_while_the_schedule_s_own_is_to_come() throws Exception {
    Dag dag = dag("a", "t").next("2026-11-20T09:45:00Z");
    dag.run("manual", Instant.parse("2026-11-20T08:00:00Z"))
        .task("t")
        .succeeded("2026-11-20T08:05:00Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(NotYet.class);
  }

  @Test
  void the_second_manual_run_may_mend_the_first() throws Exception {
    Dag dag = dag("a", "t");
    dag.run("manual", Instant.parse("2026-11-20T07:00:00Z"))
        .task("t")
        .failed("2026-11-20T07:05:00Z");
    dag.run("manual", Instant.parse("2026-11-20T08:00:00Z"))
        .task("t")
        .succeeded("2026-11-20T08:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T08:05:00Z");
  }

  @Test
  void a_run_that_data_triggered_counts_where_there_is_no_schedule() throws Exception {
    String type = api() == Api.TWO ? "dataset_triggered" : "asset_triggered";
    Dag dag = dag("a", "t");
    dag.run(type, Instant.parse("2026-11-20T08:00:00Z"))
        .task("t")
        .succeeded("2026-11-20T08:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T08:05:00Z");
  }

  @Test
  void a_backfill_of_another_date_never_counts() throws Exception {
    Dag dag = dag("a", "t");
    dag.run("backfill", Instant.parse("2026-11-10T00:00:00Z"))
        .task("t")
        .succeeded("2026-11-20T09:00:00Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(NotYet.class);
  }

  // What a task proves.

  @Test
  void retries_are_no_failure_though_they_carry_an_end() throws Exception {
    DagRun run = dag("a", "t", "u").scheduled("2026-11-20T00:00:00Z");
    run.task("t").failed("2026-11-20T01:00:00Z").end("up_for_retry", "2026-11-20T01:00:00Z");
    run.task("u").start("2026-11-20T01:00:00Z").end("up_for_reschedule", "2026-11-20T01:00:05Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(NotYet.class);
    assertThat(ask(task("a", "u"))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_task_that_succeeds_at_its_second_try_arrived_then() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t")
        .failed("2026-11-20T01:00:00Z")
        .start("2026-11-20T01:05:00Z")
        .succeeded("2026-11-20T01:10:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T01:10:00Z");
  }

  @Test
  void the_first_success_counts_though_the_task_was_cleared_before_anybody_looked()
      throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").succeeded("2026-11-20T01:00:00Z").cleared();
    assertArrived(ask(task("a", "t")), "2026-11-20T01:00:00Z");
    run.task("t").start("2026-11-20T09:00:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T01:00:00Z");
    run.task("t").failed("2026-11-20T09:10:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T01:00:00Z");
    run.task("t").start("2026-11-20T09:15:00Z").succeeded("2026-11-20T09:20:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T01:00:00Z");
  }

  @Test
  void a_failed_task_that_is_cleared_waits_whatever_its_old_end_says() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").failed("2026-11-20T01:00:00Z").cleared();
    assertThat(ask(task("a", "t")))
        .isEqualTo(
            NotYet.because(
                "task t of the run of 2026-11-20 00:00 UTC was cleared and has not started"
                    + " again"));
  }

  @Test
  void history_is_asked_only_where_it_can_matter() throws Exception {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z").task("t").succeeded("2026-11-20T09:29:00Z");
    dag("b", "t").scheduled("2026-11-20T00:00:00Z").task("t").start("2026-11-20T09:29:00Z");
    ask(List.of(DATE.of(task("a", "t")), DATE.of(task("b", "t"))));
    assertThat(airflow.exchanges).noneMatch(exchange -> exchange.path().endsWith("/tries"));
  }

  @Test
  void without_history_the_last_success_must_do() throws Exception {
    airflow.hasHistory = false;
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t")
        .succeeded("2026-11-20T01:00:00Z")
        .cleared()
        .start("2026-11-20T08:00:00Z")
        .succeeded("2026-11-20T08:05:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T08:05:00Z");
  }

  @Test
  void a_task_marked_as_success_by_hand_arrived_when_it_was_marked() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").failed("2026-11-20T09:00:00Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(Failed.class);
    run.task("t").markedSuccess(airflow, "2026-11-20T10:50:00Z");
    now = Instant.parse("2026-11-20T11:00:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T10:50:00Z");
    now = Instant.parse("2026-11-20T11:10:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T10:50:00Z");
  }

  @Test
  void without_the_event_log_a_mark_lies_between_the_two_polls() throws Exception {
    airflow.eventLogForbidden = true;
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").failed("2026-11-20T09:00:00Z");
    ask(task("a", "t"));
    now = Instant.parse("2026-11-20T10:45:00Z");
    ask(task("a", "t"));
    run.task("t").markedSuccess(airflow, "2026-11-20T10:50:00Z");
    now = Instant.parse("2026-11-20T11:00:00Z");
    Observation first = ask(task("a", "t"));
    assertThat(first)
        .isEqualTo(
            new Arrived(
                Instant.parse("2026-11-20T10:45:00Z"),
                Instant.parse("2026-11-20T11:00:00Z"),
                Strength.STRONG,
                "task t of the run of 2026-11-20 00:00 UTC was marked as success by hand between"
                    + " 2026-11-20 10:45 UTC and 2026-11-20 11:00 UTC"));
    now = Instant.parse("2026-11-20T11:10:00Z");
    assertThat(ask(task("a", "t"))).isEqualTo(first);
  }

  @Test
  void a_mark_that_nobody_saw_come_is_no_early_arrival() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").failed("2026-11-20T09:00:00Z").markedSuccess(airflow, "2026-11-20T10:50:00Z");
    now = Instant.parse("2026-11-20T12:00:00Z");
    assertThat(ask(task("a", "t")))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived ->
                assertThat(arrived.latest()).isEqualTo(Instant.parse("2026-11-20T10:50:00Z")));
  }

  @Test
  void a_mark_that_is_cleared_again_is_still_a_mark() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").failed("2026-11-20T09:00:00Z");
    ask(task("a", "t"));
    run.task("t").markedSuccess(airflow, "2026-11-20T10:50:00Z").cleared();
    now = Instant.parse("2026-11-20T11:00:00Z");
    assertThat(ask(task("a", "t")))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived ->
                assertThat(arrived.latest())
                    .isAfterOrEqualTo(Instant.parse("2026-11-20T10:50:00Z")));
  }

  @Test
  void a_failure_is_remembered_once() throws Exception {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z").task("t").failed("2026-11-20T09:00:00Z");
    Probe probe = DATE.of(task("a", "t"));
    try (Source source = source()) {
      assertThat(observe(source, List.of(probe)).remember()).hasSize(1);
      assertThat(observe(source, List.of(probe)).remember()).isEmpty();
    }
  }

  @Test
  void a_running_task_says_when_it_will_be_there_at_its_usual_pace() throws Exception {
    Dag dag = dag("a", "t");
    for (int day = 10; day < 20; day++) {
      String date = "2026-11-" + day;
      dag.scheduled(date + "T00:00:00Z")
          .task("t")
          .start(date + "T00:30:00Z")
          .succeeded(date + "T01:15:00Z");
      at(date + "T02:00:00Z");
      ask(Probes.on(LocalDate.parse(date)).of(task("a", "t")));
    }
    dag.scheduled("2026-11-20T00:00:00Z").task("t").start("2026-11-20T09:20:00Z");
    at("2026-11-20T09:30:00Z");
    assertThat(ask(task("a", "t")))
        .isInstanceOfSatisfying(
            NotYet.class,
            no -> assertThat(no.likelyAt()).isEqualTo(Instant.parse("2026-11-20T10:05:00Z")));
  }

  @Test
  void how_long_a_task_took_is_remembered_once() throws Exception {
    dag("a", "t")
        .scheduled("2026-11-20T00:00:00Z")
        .task("t")
        .start("2026-11-20T09:00:00Z")
        .succeeded("2026-11-20T09:20:00Z");
    Probe probe = DATE.of(task("a", "t"));
    try (Source source = source()) {
      assertThat(observe(source, List.of(probe)).remember()).hasSize(1);
      assertThat(observe(source, List.of(probe)).remember()).isEmpty();
    }
  }

  @Test
  void a_rerun_after_failure_arrived_at_its_own_end() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").failed("2026-11-20T09:00:00Z");
    ask(task("a", "t"));
    run.task("t").cleared().start("2026-11-20T09:35:00Z").succeeded("2026-11-20T09:40:00Z");
    now = Instant.parse("2026-11-20T09:45:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T09:40:00Z");
  }

  @Test
  void failed_upstream_is_failed() throws Exception {
    dag("a", "t")
        .scheduled("2026-11-20T00:00:00Z")
        .task("t")
        .settled("upstream_failed", "2026-11-20T01:00:00Z");
    assertThat(ask(task("a", "t")))
        .isEqualTo(
            new Failed(
                Instant.parse("2026-11-20T01:00:00Z"),
                "task t of the run of 2026-11-20 00:00 UTC did not run, as a task before it failed"
                    + " at 2026-11-20 01:00 UTC"));
  }

  @Test
  void skipped_is_skipped() throws Exception {
    dag("a", "t")
        .scheduled("2026-11-20T00:00:00Z")
        .task("t")
        .settled("skipped", "2026-11-20T01:00:00Z");
    assertThat(ask(task("a", "t")))
        .isInstanceOfSatisfying(
            Skipped.class,
            skipped -> assertThat(skipped.at()).isEqualTo(Instant.parse("2026-11-20T01:00:00Z")));
  }

  @Test
  void unknown_states_are_not_yet() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    run.task("t").start("2026-11-20T01:00:00Z").state = "pondering";
    run.state = "contemplating";
    assertThat(ask(task("a", "t"))).isInstanceOf(NotYet.class);
    assertThat(ask(dag("a"))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_removed_task_is_absent() throws Exception {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z").task("t").state = "removed";
    assertThat(ask(task("a", "t"))).isInstanceOf(Absent.class);
  }

  @Test
  void a_success_without_times_is_there_since_nobody_knows_when() throws Exception {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z").task("t").state = "success";
    assertThat(ask(task("a", "t"))).isInstanceOf(Present.class);
  }

  @Test
  void a_misspelt_task_is_absent_and_the_right_one_suggested() throws Exception {
    dag("a", "write_sheet").scheduled("2026-11-20T00:00:00Z");
    assertThat(ask(task("a", "write_shet")))
        .isEqualTo(new Absent("DAG a has no task write_shet; did you mean write_sheet?"));
  }

  @Test
  void ids_with_dots_are_no_trouble() throws Exception {
    dag("team.daily", "group.load")
        .scheduled("2026-11-20T00:00:00Z")
        .task("group.load")
        .succeeded("2026-11-20T01:00:00Z");
    assertArrived(ask(task("team.daily", "group.load")), "2026-11-20T01:00:00Z");
  }

  // Mapped tasks.

  @Test
  void a_mapped_task_arrives_with_its_last_part() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z").expand("t", 3);
    run.part("t", 0).succeeded("2026-11-20T01:00:00Z");
    run.part("t", 1).succeeded("2026-11-20T03:00:00Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(NotYet.class);
    run.part("t", 2).succeeded("2026-11-20T02:00:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T03:00:00Z");
  }

  @Test
  void a_mapped_task_fails_with_any_part() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z").expand("t", 2);
    run.part("t", 0).succeeded("2026-11-20T01:00:00Z");
    run.part("t", 1).failed("2026-11-20T03:00:00Z");
    assertThat(ask(task("a", "t")).text()).contains("(1 of 2 parts)");
  }

  @Test
  void one_part_cleared_after_all_succeeded_moves_nothing() throws Exception {
    DagRun run = dag("a", "t").scheduled("2026-11-20T00:00:00Z").expand("t", 2);
    run.part("t", 0).succeeded("2026-11-20T01:00:00Z");
    run.part("t", 1).succeeded("2026-11-20T03:00:00Z").cleared().start("2026-11-20T09:00:00Z");
    assertArrived(ask(task("a", "t")), "2026-11-20T03:00:00Z");
  }

  @Test
  void a_mapped_task_that_is_not_expanded_yet_waits() throws Exception {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_mapping_over_nothing_is_skipped_when_its_run_is_over() throws Exception {
    DagRun run =
        dag("a", "t").scheduled("2026-11-20T00:00:00Z").ended("success", "2026-11-20T01:00:00Z");
    run.task("t").state = "skipped";
    assertThat(ask(task("a", "t")))
        .isInstanceOfSatisfying(
            Skipped.class,
            skipped -> assertThat(skipped.at()).isEqualTo(Instant.parse("2026-11-20T01:00:00Z")));
  }

  // DAGs as a whole.

  @Test
  void a_dag_arrives_at_the_end_of_its_run() throws Exception {
    dag("a", "t").scheduled("2026-11-20T00:00:00Z").ended("success", "2026-11-20T01:00:00Z");
    assertArrived(ask(dag("a")), "2026-11-20T01:00:00Z");
  }

  @Test
  void a_run_of_success_says_nothing_about_a_failed_task_in_it() throws Exception {
    DagRun run =
        dag("a", "t").scheduled("2026-11-20T00:00:00Z").ended("success", "2026-11-20T01:00:00Z");
    run.task("t").failed("2026-11-20T00:30:00Z");
    assertThat(ask(task("a", "t"))).isInstanceOf(Failed.class);
  }

  @Test
  void a_run_marked_as_success_by_hand_arrived_when_it_was_marked() throws Exception {
    DagRun run =
        dag("a", "t").scheduled("2026-11-20T00:00:00Z").ended("failed", "2026-11-20T09:00:00Z");
    ask(dag("a"));
    run.state = "success";
    now = Instant.parse("2026-11-20T11:00:00Z");
    assertThat(ask(dag("a")))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived ->
                assertThat(arrived.earliest()).isEqualTo(Instant.parse("2026-11-20T09:30:00Z")));
  }

  // No run.

  @Test
  void a_paused_dag_explains_why_there_is_no_run() throws Exception {
    dag("a", "t").paused = true;
    assertThat(ask(task("a", "t")))
        .isEqualTo(NotYet.because("no run of 2026-11-20 exists; the DAG is paused"));
  }

  @Test
  void a_dag_whose_file_is_gone_makes_no_run() throws Exception {
    dag("a", "t").stale = true;
    assertThat(ask(task("a", "t")).text()).contains("file is gone");
  }

  @Test
  void a_missing_dag_is_absent_and_the_long_form_is_pointed_at() throws Exception {
    assertThat(ask(task("team", "daily.load")))
        .isEqualTo(
            new Absent(
                "there is no DAG team; if its id has dots write task: { source: …, dag: …, task: …"
                    + " }"));
  }

  // Freshness.

  @Test
  void freshness_takes_the_newest_success_of_any_run() throws Exception {
    Dag dag = dag("a", "t");
    dag.scheduled("2026-11-20T08:00:00Z").task("t").succeeded("2026-11-20T08:05:00Z");
    dag.scheduled("2026-11-20T09:00:00Z").task("t").failed("2026-11-20T09:05:00Z");
    Probe probe = DATE.fresh(task("a", "t"), new Evidence.Best(), Duration.ofMinutes(30));
    assertThat(ask(probe))
        .isInstanceOfSatisfying(
            Newest.class,
            newest -> assertThat(newest.newest()).isEqualTo(Instant.parse("2026-11-20T08:05:00Z")));
  }

  // Cost.

  @Test
  void two_hundred_dags_are_two_requests_a_round() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      dag("dag" + i, "t").scheduled("2026-11-20T00:00:00Z").task("t").start("2026-11-20T00:01:00Z");
      probes.add(DATE.of(task("dag" + i, "t")));
    }
    try (Source source = source()) {
      observe(source, probes);
      Round round = observe(source, probes);
      assertThat(round.queries()).isEqualTo(2);
      assertThat(round.answers()).hasSize(200);
    }
  }

  @Test
  void no_request_names_more_than_two_hundred_dags_and_none_names_no_dag() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      dag("dag" + i, "t").scheduled("2026-11-20T00:00:00Z").task("t").start("2026-11-20T00:01:00Z");
      probes.add(DATE.of(task("dag" + i, "t")));
    }
    ask(probes);
    assertThat(airflow.exchanges)
        .filteredOn(exchange -> exchange.path().endsWith("/list"))
        .hasSize(6)
        .allSatisfy(
            exchange ->
                assertThat(new Json(exchange.request()).items("dag_ids")).hasSizeBetween(1, 200));
  }

  @Test
  void pages_are_read_until_all_entries_are_there() throws Exception {
    airflow.pageCap = 7;
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      dag("dag" + i, "t")
          .scheduled("2026-11-20T00:00:00Z")
          .task("t")
          .succeeded("2026-11-20T00:01:00Z");
      probes.add(DATE.of(task("dag" + i, "t")));
    }
    assertThat(ask(probes)).hasSize(20).allMatch(Arrived.class::isInstance);
  }

  @Test
  void a_dag_that_makes_airflow_fail_spoils_no_other() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      dag("dag" + i, "t")
          .scheduled("2026-11-20T00:00:00Z")
          .task("t")
          .succeeded("2026-11-20T00:01:00Z");
      probes.add(DATE.of(task("dag" + i, "t")));
    }
    airflow.poisonedDag = "dag3";
    List<Observation> seen = ask(probes);
    assertThat(seen).filteredOn(Arrived.class::isInstance).hasSize(9);
    assertThat(seen).filteredOn(Unreachable.class::isInstance).hasSize(1);
  }

  // Helpers.

  final Dag dag(String id, String task, String... more) {
    List<String> tasks = new ArrayList<>(List.of(task));
    tasks.addAll(List.of(more));
    return airflow.dag(id, tasks.toArray(String[]::new));
  }

  static Target dag(String id) {
    return new Target.Dag("airflow", id, new Run.First());
  }

  static Target task(String dag, String task) {
    return task(dag, task, new Run.First());
  }

  static Target task(String dag, String task, Run run) {
    return new Target.Task("airflow", dag, task, run);
  }

  final Source source() {
    return source(FakeAirflow.USER, FakeAirflow.PASSWORD);
  }

  final Source source(String username, String password) {
    return new AirflowType()
        .open(
            new Settings(
                "airflow",
                Map.of("url", airflow.url(), "username", username, "password", password)));
  }

  final Observation ask(Target target) throws Exception {
    return ask(DATE.of(target));
  }

  final Observation ask(Probe probe) throws Exception {
    return ask(List.of(probe)).getFirst();
  }

  final List<Observation> ask(List<Probe> probes) throws Exception {
    try (Source source = source()) {
      return observe(source, probes).answers().stream().map(Source.Answer::observation).toList();
    }
  }

  /** One round of an engine that keeps what it is told to. */
  final Round observe(Source source, List<Probe> probes) throws Exception {
    Round round =
        source.observe(probes, new Ask(now, Map.copyOf(answered), Map.copyOf(remembered)));
    remembered.putAll(round.remember());
    probes.forEach(probe -> answered.put(probe.kind(), now));
    return round;
  }

  final void at(String instant) {
    now = Instant.parse(instant);
  }

  static void assertArrived(Observation seen, String at) {
    assertThat(seen)
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> {
              assertThat(arrived.earliest()).isEqualTo(Instant.parse(at));
              assertThat(arrived.latest()).isEqualTo(Instant.parse(at));
              assertThat(arrived.strength()).isEqualTo(Strength.STRONG);
            });
  }
}
