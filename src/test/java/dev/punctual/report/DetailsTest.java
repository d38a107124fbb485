package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.State;
import dev.punctual.report.Stretches.Stretch;
import dev.punctual.rule.RulePattern;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Incidents, spreads and stretches of time. */
class DetailsTest {
  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");

  @Test
  void misses_of_one_team_at_one_instant_are_one_incident() {
    assertThat(incidents(miss("x", "a", DUE), miss("y", "a", DUE), miss("z", "b", DUE)))
        .isEqualTo(2);
  }

  @Test
  void consecutive_slots_of_one_rule_are_one_incident() {
    assertThat(incidents(slot(0), slot(1), slot(2))).isEqualTo(1);
    assertThat(incidents(slot(0), slot(2))).isEqualTo(2);
  }

  @Test
  void misses_that_hang_together_either_way_are_one_incident() {
    Miss beside = miss("other", "a", slot(1).dueAt());
    assertThat(incidents(slot(0), slot(1), beside)).isEqualTo(1);
  }

  @Test
  void daily_misses_on_consecutive_days_are_two_incidents() {
    assertThat(incidents(miss("x", "a", DUE), miss("x", "a", DUE.plus(Duration.ofDays(1)))))
        .isEqualTo(2);
  }

  @Test
  void a_spread_knows_median_p95_and_worst() {
    Spread spread = Spread.of(Stream.of(minutes(40), null, minutes(10), minutes(20), minutes(30)));
    assertThat(List.of(spread.median(), spread.p95(), spread.worst()))
        .containsExactly(minutes(25), minutes(40), minutes(40));
  }

  @Test
  void a_histogram_counts_each_once() {
    Spread spread = Spread.of(Stream.of(minutes(5), minutes(6), minutes(15), minutes(99)));
    assertThat(spread.histogram(List.of(minutes(5), minutes(15)))).containsExactly(1, 2, 1);
  }

  @Test
  void acknowledging_before_the_due_instant_takes_no_time() {
    assertThat(miss("x", "a", DUE, DUE.minusSeconds(60)).untilAcknowledged())
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void stretches_cut_and_add_up() {
    Stretches whole = Stretches.of(List.of(new Stretch(0, 100), new Stretch(200, 300)));
    Stretches part = Stretches.of(List.of(new Stretch(50, 250), new Stretch(60, 70)));
    assertThat(whole.within(part).seconds()).isEqualTo(100);
    assertThat(whole.without(part).parts())
        .containsExactly(new Stretch(0, 50), new Stretch(250, 300));
  }

  @Test
  void maintenance_patterns_match_like_the_ledgers() {
    assertThat(RulePattern.matches("learner-*", "learner-status")).isTrue();
    assertThat(RulePattern.matches("*-status", "learner-status")).isTrue();
    assertThat(RulePattern.matches("l*r-*s", "learner-status")).isTrue();
    assertThat(RulePattern.matches("learner", "learner-status")).isFalse();
    assertThat(RulePattern.matches("a*a", "a")).isFalse();
    assertThat(RulePattern.matches("*", "anything")).isTrue();
  }

  private static int incidents(Miss... misses) {
    return Incidents.count(List.of(misses));
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Miss slot(int hour) {
    Instant slot = DUE.plus(Duration.ofHours(hour));
    return new Miss(
        "hourly",
        "a",
        LocalDate.of(2026, 11, 20),
        slot,
        true,
        slot.plus(minutes(60)),
        slot.plus(minutes(80)),
        State.LATE,
        null,
        null,
        null,
        null,
        null,
        null,
        "late",
        null);
  }

  private static Miss miss(String rule, String team, Instant due) {
    return miss(rule, team, due, null);
  }

  private static Miss miss(String rule, String team, Instant due, @Nullable Instant acknowledged) {
    return new Miss(
        rule,
        team,
        LocalDate.of(2026, 11, 20),
        due,
        false,
        due.minus(Duration.ofHours(10)),
        due,
        State.LATE,
        null,
        acknowledged,
        null,
        null,
        null,
        null,
        "late",
        null);
  }
}
