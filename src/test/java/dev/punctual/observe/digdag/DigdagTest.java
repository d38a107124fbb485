package dev.punctual.observe.digdag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceContract;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DigdagTest extends SourceContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20)).in("Asia/Tokyo");
  private static final String TODAY = "2026-11-20T00:00:00+09:00";
  private static final String LOAD = "+daily+load";

  private FakeDigdag digdag;

  @BeforeEach
  void serve() throws IOException {
    digdag = new FakeDigdag();
    digdag.projects.put("shop", List.of("daily", "hourly", "nightly"));
    long id = digdag.attempt("nightly", TODAY, TODAY, "success", "2026-11-20T00:05:00Z");
    digdag.task(id, "+nightly", "success", "2026-11-20T00:05:00Z");
    digdag.task(id, "+nightly+load", "success", "2026-11-20T00:03:00Z");
  }

  @AfterEach
  void close() throws IOException {
    digdag.close();
  }

  @Override
  protected Source working() {
    return digdag.source(FakeDigdag.PASSWORD);
  }

  @Override
  protected Source broken() {
    return digdag.source("wr0ng-password");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        DAY.of(FakeDigdag.dag("shop/nightly")),
        DAY.of(FakeDigdag.task("shop/nightly", "+nightly+load")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(FakeDigdag.dag("shop/dayly"));
  }

  @Override
  protected Instant now() {
    return DAY.dueAt().plusSeconds(300);
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeDigdag.PASSWORD, "wr0ng-password");
  }

  /** An attempt at today's session, started at 00:01 UTC, which is 09:01 in Tokyo. */
  private long today(String status, String finished) {
    return digdag.attempt("daily", TODAY, "2026-11-20T00:01:00Z", status, finished);
  }

  private Observation seen(Target target) throws Exception {
    return seen(DAY.of(target), now());
  }

  private Observation seen(Probe probe, Instant now) throws Exception {
    try (Source source = working()) {
      Ask ask = new Ask(now, Map.of(), Map.of());
      return source.observe(List.of(probe), ask).answers().getFirst().observation();
    }
  }

  private Observation daily() throws Exception {
    return seen(FakeDigdag.dag("shop/daily"));
  }

  @Test
  void a_success_is_the_arrival_within_the_second_that_digdag_tells() throws Exception {
    today("success", "2026-11-20T00:05:07Z");
    assertThat(daily())
        .isEqualTo(
            new Arrived(
                Instant.parse("2026-11-20T00:05:07Z"),
                Instant.parse("2026-11-20T00:05:08Z"),
                Strength.STRONG,
                "session 2026-11-20 00:00:00 Asia/Tokyo of shop/daily succeeded at 2026-11-20"
                    + " 09:05:07 Asia/Tokyo"));
  }

  @Test
  void the_first_success_stays_whatever_is_run_again() throws Exception {
    today("error", "2026-11-20T00:02:00Z");
    today("success", "2026-11-20T00:05:00Z");
    today("success", "2026-11-20T03:00:00Z");
    today("error", "2026-11-20T04:00:00Z");
    today("running", "");
    assertThat(daily())
        .isInstanceOfSatisfying(
            Arrived.class,
            a -> assertThat(a.earliest()).isEqualTo(Instant.parse("2026-11-20T00:05:00Z")));
  }

  @Test
  void without_a_success_the_last_attempt_says_what_is_the_matter() throws Exception {
    today("error", "2026-11-20T00:02:00Z");
    assertThat(daily())
        .isEqualTo(
            new Failed(
                Instant.parse("2026-11-20T00:02:00Z"),
                "session 2026-11-20 00:00:00 Asia/Tokyo of shop/daily ended in error at 2026-11-20"
                    + " 09:02:00 Asia/Tokyo"));
    today("killed", "2026-11-20T00:04:00Z");
    assertThat(daily())
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.text()).contains("was killed (attempt 2) at"));
    today("running", "");
    assertThat(daily())
        .isEqualTo(
            NotYet.because(
                "session 2026-11-20 00:00:00 Asia/Tokyo of shop/daily is running (attempt 3)"));
  }

  @Test
  void a_session_of_another_date_does_not_count() throws Exception {
    // A minute before midnight of Tokyo, and the midnight after.
    digdag.attempt(
        "daily",
        "2026-11-19T23:59:00+09:00",
        "2026-11-20T00:01:00Z",
        "success",
        "2026-11-20T00:05:00Z");
    digdag.attempt(
        "daily",
        "2026-11-20T15:00:00+00:00",
        "2026-11-20T00:02:00Z",
        "success",
        "2026-11-20T00:05:00Z");
    assertThat(daily()).isInstanceOf(NotYet.class);
  }

  @Test
  void a_backfill_started_today_is_of_the_date_of_its_session() throws Exception {
    digdag.attempt(
        "daily",
        "2026-11-18T00:00:00+09:00",
        "2026-11-20T00:01:00Z",
        "success",
        "2026-11-20T00:05:00Z");
    assertThat(daily()).isInstanceOf(NotYet.class);
    Probes then = Probes.on(LocalDate.of(2026, 11, 18)).in("Asia/Tokyo");
    assertThat(seen(then.of(FakeDigdag.dag("shop/daily")), now()))
        .isInstanceOfSatisfying(
            Arrived.class,
            a -> assertThat(a.earliest()).isEqualTo(Instant.parse("2026-11-20T00:05:00Z")));
  }

  @Test
  void a_backfill_of_many_sessions_does_not_hide_the_one_of_today() throws Exception {
    today("success", "2026-11-20T00:05:00Z");
    for (int i = 0; i < 250; i++) {
      digdag.attempt(
          "daily",
          LocalDate.of(2026, 1, 1).plusDays(i) + "T00:00:00+09:00",
          "2026-11-20T00:30:00Z",
          "running",
          "");
    }
    assertThat(daily()).isInstanceOf(Arrived.class);
    assertThat(digdag.server.requests()).hasSize(3);
  }

  @Test
  void pages_end_where_attempts_were_started_before_the_date() throws Exception {
    Instant first = Instant.parse("2026-11-01T00:00:00Z");
    for (int i = 0; i < 1000; i++) {
      String at = first.plus(Duration.ofMinutes(30L * i)).toString();
      digdag.attempt("hourly", at, at, "success", at);
    }
    Probe probe = DAY.of(FakeDigdag.dag("shop/hourly"));
    assertThat(seen(probe, now()))
        .isInstanceOfSatisfying(
            Arrived.class,
            a -> assertThat(a.earliest()).isEqualTo(Instant.parse("2026-11-19T15:00:00Z")));
    assertThat(digdag.server.requests()).hasSize(2);
  }

  @Test
  void further_back_than_five_thousand_attempts_it_says_that_it_does_not_look() throws Exception {
    today("success", "2026-11-20T00:05:00Z");
    for (int i = 0; i < 5000; i++) {
      digdag.attempt("daily", "2026-11-19T00:00:00+09:00", "2026-11-20T00:30:00Z", "error", "");
    }
    assertThat(daily())
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.text()).contains("more than 5000 times"));
  }

  @Test
  void run_chooses_among_the_sessions_of_a_date() throws Exception {
    for (String hour : List.of("07", "08", "09", "10")) {
      String at = "2026-11-20T" + hour + ":00:00+09:00";
      String done = "2026-11-20T" + hour + ":20:00+09:00";
      digdag.attempt("hourly", at, at, "success", done);
    }
    assertThat(arrival(new Target.Run.First())).isEqualTo("07:20");
    assertThat(arrival(new Target.Run.LogicalDate())).isEqualTo("07:20");
    assertThat(arrival(new Target.Run.Last())).isEqualTo("09:20");
    assertThat(arrival(new Target.Run.At(LocalTime.of(8, 0)))).isEqualTo("08:20");
    assertThat(seen(FakeDigdag.dag("shop/hourly", new Target.Run.At(LocalTime.of(11, 0)))))
        .isInstanceOfSatisfying(
            NotYet.class,
            n ->
                assertThat(n.text())
                    .startsWith("shop/hourly has no session of 2026-11-20 at 11:00"));
  }

  private String arrival(Target.Run run) throws Exception {
    return seen(FakeDigdag.dag("shop/hourly", run)) instanceof Arrived a
        ? LocalTime.ofInstant(a.earliest(), DAY.zone()).toString()
        : "none";
  }

  @Test
  void the_last_before_the_due_time_is_not_known_while_another_is_to_come() throws Exception {
    String at = "2026-11-20T08:00:00+09:00";
    digdag.attempt("hourly", at, at, "success", "2026-11-20T08:20:00+09:00");
    Probe probe = DAY.of(FakeDigdag.dag("shop/hourly", new Target.Run.Last()));
    Instant now = Instant.parse("2026-11-19T23:30:00Z");
    assertThat(seen(probe, now))
        .isInstanceOfSatisfying(NotYet.class, n -> assertThat(n.text()).contains("is known then"));
    digdag.schedules.put("hourly", "2026-11-20T09:00:00+09:00");
    assertThat(seen(probe, now))
        .isInstanceOfSatisfying(
            NotYet.class,
            n -> assertThat(n.text()).contains("is to come before it is due").contains("09:00:00"));
    digdag.schedules.put("hourly", "2026-11-20T10:00:00+09:00");
    assertThat(seen(probe, now)).isInstanceOf(Arrived.class);
  }

  @Test
  void a_slot_has_the_session_whose_time_lies_in_it() throws Exception {
    for (String hour : List.of("07", "08")) {
      String at = "2026-11-20T" + hour + ":00:00+09:00";
      digdag.attempt("hourly", at, at, "success", "2026-11-20T" + hour + ":20:00+09:00");
    }
    Instant slot = Instant.parse("2026-11-19T23:00:00Z");
    Probe probe =
        DAY.slot(
            FakeDigdag.dag("shop/hourly"),
            new Readiness(new Evidence.Completion(), null, null, null),
            slot,
            Duration.ofHours(1));
    assertThat(seen(probe, now()))
        .isInstanceOfSatisfying(
            Arrived.class,
            a -> assertThat(a.earliest()).isEqualTo(Instant.parse("2026-11-19T23:20:00Z")));
  }

  @Test
  void what_the_schedule_says_is_told_where_there_is_no_session() throws Exception {
    assertThat(daily())
        .isEqualTo(NotYet.because("shop/daily has no session of 2026-11-20; it has no schedule"));
    digdag.schedules.put("daily", "disabled");
    assertThat(daily())
        .isEqualTo(
            NotYet.because("shop/daily has no session of 2026-11-20; its schedule is disabled"));
    digdag.schedules.put("daily", "2026-11-20T00:00:00+09:00");
    assertThat(daily())
        .isEqualTo(
            NotYet.because(
                "shop/daily has no session of 2026-11-20; the next session is that of 2026-11-20"
                    + " 00:00:00 Asia/Tokyo"));
  }

  @Test
  void what_does_not_exist_is_absent() throws Exception {
    assertThat(seen(FakeDigdag.dag("shopp/daily"))).isInstanceOf(Absent.class);
    assertThat(seen(FakeDigdag.dag("shop/dayly"))).isInstanceOf(Absent.class);
    assertThat(seen(FakeDigdag.dag("daily"))).isInstanceOf(Absent.class);
    today("success", "2026-11-20T00:05:00Z");
    digdag.projects.put("shop", List.of("hourly"));
    assertThat(daily()).as("removed after it ran").isInstanceOf(Arrived.class);
    assertThat(seen(Probes.on(LocalDate.of(2026, 11, 21)).of(FakeDigdag.dag("shop/daily")), now()))
        .isInstanceOf(Absent.class);
  }

  @Test
  void age_counts_from_the_newest_session_that_succeeded_and_not_from_a_backfill()
      throws Exception {
    today("success", "2026-11-20T00:05:00Z");
    digdag.attempt(
        "daily",
        "2026-11-18T00:00:00+09:00",
        "2026-11-20T00:50:00Z",
        "success",
        "2026-11-20T00:55:00Z");
    assertThat(fresh("shop/daily"))
        .isInstanceOfSatisfying(
            Newest.class,
            n -> assertThat(n.newest()).isEqualTo(Instant.parse("2026-11-20T00:05:00Z")));
  }

  @Test
  void a_rule_about_age_says_that_nothing_succeeded_and_what_does_not_exist() throws Exception {
    today("error", "2026-11-20T00:05:00Z");
    assertThat(fresh("shop/daily"))
        .isEqualTo(new Newest(null, Strength.STRONG, "shop/daily has not succeeded lately"));
    assertThat(fresh("shop/hourly"))
        .isEqualTo(new Newest(null, Strength.STRONG, "shop/hourly has no session"));
    assertThat(fresh("shop/dayly")).isInstanceOf(Absent.class);
  }

  private Observation fresh(String workflow) throws Exception {
    Probe probe =
        DAY.fresh(FakeDigdag.dag(workflow), new Evidence.Completion(), Duration.ofHours(24));
    return seen(probe, now());
  }

  @Test
  void a_thousand_workflows_take_a_thousand_requests_and_a_thousand_tasks_of_one_take_two()
      throws Exception {
    List<Probe> workflows =
        IntStream.range(0, 1000).mapToObj(i -> DAY.of(FakeDigdag.dag("shop/flow-" + i))).toList();
    long id = today("running", "");
    List<Probe> tasks =
        IntStream.range(0, 1000)
            .peek(i -> digdag.task(id, LOAD + i, "blocked", "2026-11-20T00:03:00Z"))
            .mapToObj(i -> DAY.of(FakeDigdag.task("shop/daily", LOAD + i)))
            .toList();
    try (Source source = working()) {
      Round one = source.observe(workflows, first());
      assertThat(one.queries()).isEqualTo(1000 + 3);
      assertThat(source.observe(workflows, after(one, workflows)).queries()).isEqualTo(1000);
      assertThat(source.observe(tasks, first()).queries()).isEqualTo(2);
    }
  }
}
