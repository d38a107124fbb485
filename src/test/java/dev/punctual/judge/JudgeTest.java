package dev.punctual.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.Progress.Trouble;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule.SkippedAs;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One test for each ruling about verdicts. */
class JudgeTest {

  private static final Instant OPENS = Instant.parse("2026-11-19T15:00:00Z");
  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");
  private static final Instant CLOSES = Instant.parse("2026-11-21T01:00:00Z");
  private static final Deadline DEADLINE =
      new Deadline(
          "learner-status",
          LocalDate.of(2026, 11, 20),
          null,
          LocalDate.of(2026, 11, 19),
          OPENS,
          DUE,
          CLOSES,
          ZoneId.of("Asia/Tokyo"),
          new BigDecimal("0.97"));
  private static final Observation NO = Observation.NotYet.because("no rows of 2026-11-19");
  private static final Observation THERE = new Observation.Present(Strength.STRONG, null, "3 rows");
  private static final Observation AWAY = new Observation.Unreachable("connection refused");

  @Test
  void boundary_an_arrival_at_the_due_instant_is_met() {
    Progress progress =
        hear(Progress.unasked(), Observation.Arrived.at(DUE, "task ended"), DUE.plusSeconds(9));
    assertThat(progress.verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void boundary_an_arrival_a_microsecond_after_the_due_instant_is_missed() {
    Observation late = Observation.Arrived.at(DUE.plusNanos(1_000), "task ended");
    Progress progress = hear(Progress.unasked(), late, DUE.plusSeconds(9));
    assertThat(progress)
        .returns(Verdict.MISSED, Progress::verdict)
        .returns(State.LATE, Progress::state);
  }

  @Test
  void precision_is_the_interval_between_the_last_no_and_the_first_yes() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(900));
    Progress met = hear(waiting, THERE, DUE.minusSeconds(300), DUE.minusSeconds(330));
    assertThat(met.arrival())
        .isEqualTo(new Arrival(DUE.minusSeconds(330), DUE.minusSeconds(300), Strength.STRONG));
  }

  @Test
  void precision_a_poll_made_at_the_due_instant_that_says_yes_is_met() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(60));
    assertThat(hear(waiting, THERE, DUE).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void precision_an_interval_that_straddles_the_due_instant_is_unknown() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(60));
    Progress progress = hear(waiting, THERE, DUE.plusSeconds(600), DUE.minusSeconds(30));
    assertThat(progress).returns(State.UNKNOWN, Progress::state).returns(null, Progress::verdict);
  }

  @Test
  void precision_a_no_of_evidence_that_lags_proves_absence_only_before_its_lag() {
    Duration lag = Duration.ofSeconds(60);
    Progress no = hearWithLag(Progress.unasked(), NO, DUE, lag);
    assertThat(hearWithLag(no, THERE, DUE.plusSeconds(30), lag))
        .returns(State.UNKNOWN, Progress::state)
        .returns(
            new Arrival(DUE.minusSeconds(60), DUE.plusSeconds(30), Strength.STRONG),
            Progress::arrival);
  }

  @Test
  void what_settles_a_no_asked_at_the_due_instant_is_missed() {
    Progress progress = hear(Progress.unasked(), NO, DUE);
    assertThat(progress)
        .returns(Verdict.MISSED, Progress::verdict)
        .returns(State.OVERDUE, Progress::state);
  }

  @Test
  void what_settles_a_no_within_the_lag_settles_nothing() {
    Progress progress =
        hearWithLag(Progress.unasked(), NO, DUE.plusSeconds(9), Duration.ofSeconds(10));
    assertThat(progress).returns(null, Progress::verdict).returns(State.OVERDUE, Progress::state);
  }

  @Test
  void what_settles_a_source_time_before_due_still_makes_a_provisional_overdue_met() {
    Progress provisional =
        hearWithLag(Progress.unasked(), NO, DUE.plusSeconds(9), Duration.ofSeconds(10));
    Observation inTime = Observation.Arrived.at(DUE.minusSeconds(1), "task ended");
    assertThat(hear(provisional, inTime, DUE.plusSeconds(20)).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void what_settles_at_closing_what_is_unproved_stays_unknown() {
    Progress away = hear(Progress.unasked(), AWAY, DUE.plusSeconds(10));
    Progress closed = Judge.pass(DEADLINE, away, CLOSES);
    assertThat(closed)
        .returns(State.UNKNOWN, Progress::state)
        .returns(Verdict.UNKNOWN, Progress::verdict);
  }

  @Test
  void overdue_late_missed_a_missed_deadline_ends_late_when_the_data_comes() {
    Progress overdue = hear(Progress.unasked(), NO, DUE);
    Progress late = hear(overdue, THERE, DUE.plusSeconds(600), DUE.plusSeconds(540));
    assertThat(late)
        .returns(State.LATE, Progress::state)
        .returns(Verdict.MISSED, Progress::verdict)
        .returns(
            new Arrival(DUE.plusSeconds(540), DUE.plusSeconds(600), Strength.STRONG),
            Progress::arrival);
  }

  @Test
  void overdue_late_missed_a_missed_deadline_ends_missed_when_it_closes() {
    Progress overdue = hear(Progress.unasked(), NO, DUE);
    assertThat(Judge.pass(DEADLINE, overdue, CLOSES).state()).isEqualTo(State.MISSED);
  }

  @Test
  void a_settled_verdict_stays_and_contrary_evidence_is_shown_beside_it() {
    Progress overdue = hear(Progress.unasked(), NO, DUE);
    Observation contrary = Observation.Arrived.at(DUE.minusSeconds(60), "task ended 09:59");
    Progress after = hear(overdue, contrary, DUE.plusSeconds(60));
    assertThat(after.verdict()).isEqualTo(Verdict.MISSED);
    assertThat(after.contrary()).contains("settled as missed");
  }

  @Test
  void after_own_downtime_a_source_time_still_proves_met() {
    Observation inTime = Observation.Arrived.at(DUE.minusSeconds(60), "task ended 09:59");
    assertThat(hear(Progress.unasked(), inTime, DUE.plusSeconds(7_200)).verdict())
        .isEqualTo(Verdict.MET);
  }

  @Test
  void after_own_downtime_no_now_proves_not_then() {
    assertThat(hear(Progress.unasked(), NO, DUE.plusSeconds(7_200)).verdict())
        .isEqualTo(Verdict.MISSED);
  }

  @Test
  void after_own_downtime_what_cannot_be_proved_is_unknown() {
    assertThat(hear(Progress.unasked(), THERE, DUE.plusSeconds(7_200)))
        .returns(State.UNKNOWN, Progress::state)
        .returns(null, Progress::verdict);
  }

  @Test
  void last_modified_moved_on_a_latched_arrival_stays() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(60));
    Progress unknown = hear(waiting, THERE, DUE.plusSeconds(600), DUE.minusSeconds(30));
    Observation later = Observation.Arrived.at(DUE.plusSeconds(5_000), "modified");
    assertThat(hear(unknown, later, DUE.plusSeconds(5_010)).arrival()).isEqualTo(unknown.arrival());
  }

  @Test
  void seeing_it_again_does_not_narrow_when_it_came() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(60));
    Progress unknown = hear(waiting, THERE, DUE.plusSeconds(600), DUE.minusSeconds(30));
    assertThat(hear(unknown, THERE, DUE.plusSeconds(600), DUE.plusSeconds(590))).isEqualTo(unknown);
  }

  @Test
  void a_narrower_interval_inside_an_unknown_one_decides() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(60));
    Progress unknown = hear(waiting, THERE, DUE.plusSeconds(600), DUE.minusSeconds(30));
    Observation exact = Observation.Arrived.at(DUE.minusSeconds(1), "modified");
    assertThat(hear(unknown, exact, DUE.plusSeconds(610)).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void failed_before_due_is_still_waiting_with_the_failure_named() {
    Progress failed =
        hear(Progress.unasked(), new Observation.Failed(null, "load failed"), DUE.minusSeconds(60));
    assertThat(failed.state()).isEqualTo(State.WAITING);
    assertThat(failed.trouble()).isEqualTo(new Trouble(Trouble.Kind.FAILED, "load failed"));
  }

  @Test
  void failed_before_due_is_overdue_at_the_due_instant() {
    Progress failed = hear(Progress.unasked(), new Observation.Failed(null, "load failed"), DUE);
    assertThat(failed)
        .returns(State.OVERDUE, Progress::state)
        .returns(Verdict.MISSED, Progress::verdict);
  }

  @Test
  void checks_data_that_fails_a_gate_is_not_ready_and_the_gate_is_named() {
    Progress gated =
        hear(Progress.unasked(), new Observation.NotYet("rows", "3 rows, needs >= 10"), DUE);
    assertThat(gated.verdict()).isEqualTo(Verdict.MISSED);
    assertThat(gated.trouble()).isEqualTo(new Trouble(Trouble.Kind.GATE, "3 rows, needs >= 10"));
  }

  @Test
  void absent_target_is_judged_unknown_and_not_missed() {
    Progress absent = hear(Progress.unasked(), new Observation.Absent("no such table"), DUE);
    assertThat(Judge.pass(DEADLINE, absent, CLOSES).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void unreachable_across_the_due_instant_is_unknown_and_not_missed() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(60));
    assertThat(hear(waiting, AWAY, DUE))
        .returns(State.UNKNOWN, Progress::state)
        .returns(null, Progress::verdict);
  }

  @Test
  void unreachable_before_due_keeps_the_last_no_of_before() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(900));
    Progress blind = hear(waiting, AWAY, DUE.minusSeconds(300), DUE.minusSeconds(330));
    Progress met = hear(blind, THERE, DUE.minusSeconds(100), DUE.minusSeconds(130));
    assertThat(met.arrival())
        .isEqualTo(new Arrival(DUE.minusSeconds(330), DUE.minusSeconds(100), Strength.STRONG));
  }

  @Test
  void skipped_task_counts_as_missed_by_default() {
    Progress skipped = hearSkipped(SkippedAs.MISSED);
    assertThat(skipped.verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void skipped_task_counts_as_met_where_the_rule_says_so() {
    assertThat(hearSkipped(SkippedAs.MET).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void skipped_excused_is_missed_underneath() {
    Progress skipped = hearSkipped(SkippedAs.EXCUSED);
    assertThat(skipped.verdict()).isEqualTo(Verdict.MISSED);
    assertThat(skipped.trouble()).isEqualTo(new Trouble(Trouble.Kind.SKIPPED, "skipped by branch"));
  }

  @Test
  void stable_for_takes_the_first_instant_of_the_last_count() {
    Progress growing = hearCount(Progress.unasked(), "10", DUE.minusSeconds(900), null);
    Progress grown = hearCount(growing, "20", DUE.minusSeconds(840), DUE.minusSeconds(900));
    Progress still = hearCount(grown, "20", DUE.minusSeconds(200), DUE.minusSeconds(260));
    assertThat(still.verdict()).isEqualTo(Verdict.MET);
    assertThat(still.arrival())
        .isEqualTo(new Arrival(DUE.minusSeconds(900), DUE.minusSeconds(840), Strength.STRONG));
  }

  @Test
  void stable_for_a_count_that_is_young_at_the_due_instant_settles_nothing() {
    Progress young =
        hearCount(Progress.unasked(), "20", DUE.minusSeconds(60), DUE.minusSeconds(90));
    Progress due = hearCount(young, "20", DUE, DUE.minusSeconds(30));
    assertThat(due).returns(State.OVERDUE, Progress::state).returns(null, Progress::verdict);
  }

  @Test
  void a_due_instant_nobody_asked_about_is_unknown() {
    Progress waiting = hear(Progress.unasked(), NO, DUE.minusSeconds(60));
    assertThat(Judge.pass(DEADLINE, waiting, DUE.plusSeconds(60)).state()).isEqualTo(State.UNKNOWN);
  }

  private static Progress hearCount(
      Progress before, String count, Instant askedAt, @Nullable Instant lastAnswer) {
    Observation seen = new Observation.Present(Strength.STRONG, count, count + " rows");
    Heard heard =
        new Heard(
            seen, askedAt, lastAnswer, Duration.ZERO, SkippedAs.MISSED, Duration.ofMinutes(10));
    return Judge.judge(DEADLINE, before, heard, askedAt);
  }

  private static Progress hearSkipped(SkippedAs as) {
    Observation skipped = new Observation.Skipped(DUE.minusSeconds(5), "skipped by branch");
    Heard heard = new Heard(skipped, DUE, null, Duration.ZERO, as, null);
    return Judge.judge(DEADLINE, Progress.unasked(), heard, DUE);
  }

  private static Progress hearWithLag(
      Progress before, Observation seen, Instant askedAt, Duration lag) {
    Heard heard = new Heard(seen, askedAt, null, lag, SkippedAs.MISSED, null);
    return Judge.judge(DEADLINE, before, heard, askedAt);
  }

  private static Progress hear(Progress before, Observation seen, Instant askedAt) {
    return Judge.judge(DEADLINE, before, Heard.plainly(seen, askedAt), askedAt);
  }

  private static Progress hear(
      Progress before, Observation seen, Instant askedAt, Instant lastAnswer) {
    Heard heard = new Heard(seen, askedAt, lastAnswer, Duration.ZERO, SkippedAs.MISSED, null);
    return Judge.judge(DEADLINE, before, heard, askedAt);
  }
}
