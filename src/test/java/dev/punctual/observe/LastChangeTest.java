package dev.punctual.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastChangeTest {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Target APP = new Target.Item("app", "kintone", "12", new TreeMap<>());

  private static Observation seen(@Nullable Instant at, Instant now, @Nullable Instant asked) {
    Probe probe = DAY.of(APP);
    Map<String, Instant> heard = asked == null ? Map.of() : Map.of(probe.kind(), asked);
    return LastChange.of(probe, "app 12", at, Strength.WEAK, new Ask(now, heard, Map.of()));
  }

  @Test
  void a_change_in_the_window_came_by_its_time_and_perhaps_before() {
    Instant at = DAY.dueAt().minusSeconds(60);
    assertThat(seen(at, DAY.dueAt(), null))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                at,
                Strength.WEAK,
                "app 12 was last changed at 2026-11-20 09:59:00 UTC"));
  }

  @Test
  void a_change_before_the_window_and_none_at_all_are_not_yet() {
    Instant now = DAY.dueAt();
    assertThat(seen(DAY.opensAt().minusSeconds(1), now, null)).isInstanceOf(NotYet.class);
    assertThat(seen(null, now, null)).isInstanceOf(NotYet.class);
  }

  @Test
  void a_change_ahead_of_now_is_left_out_and_told() {
    Instant now = DAY.dueAt().minusSeconds(60);
    assertThat(seen(DAY.dueAt(), now, null))
        .isEqualTo(
            NotYet.because(
                "app 12 was last changed at 2026-11-20 10:00:00 UTC, which lies ahead and is left"
                    + " out"));
  }

  @Test
  void what_came_after_the_next_opening_hides_what_was_before_unless_it_was_asked_when_due() {
    Instant at = DAY.nextOpensAt().plusSeconds(5);
    Instant now = at.plusSeconds(5);
    assertThat(seen(at, now, null)).isInstanceOf(Unreachable.class);
    assertThat(seen(at, now, DAY.dueAt().minusSeconds(1))).isInstanceOf(Unreachable.class);
    assertThat(seen(at, now, DAY.dueAt())).isInstanceOf(NotYet.class);
  }

  @Test
  void a_time_cut_to_the_minute_proves_nothing_about_the_minute_before_it_was_seen() {
    Instant at = DAY.dueAt();
    Duration minute = Duration.ofMinutes(1);
    Ask late = new Ask(DAY.dueAt().plusSeconds(90), Map.of(), Map.of());
    Ask due = new Ask(DAY.dueAt(), Map.of(), Map.of());
    assertThat(LastChange.of(DAY.of(APP), "app 12", at, minute, Strength.WEAK, late))
        .isInstanceOfSatisfying(
            Arrived.class, a -> assertThat(a.latest()).isEqualTo(at.plus(minute)));
    assertThat(LastChange.of(DAY.of(APP), "app 12", at, minute, Strength.WEAK, due))
        .isInstanceOfSatisfying(Arrived.class, a -> assertThat(a.latest()).isEqualTo(at));
  }

  @Test
  void age_counts_from_the_last_change() {
    Probe fresh = DAY.fresh(APP, new Evidence.Completion(), Duration.ofMinutes(10));
    Ask ask = new Ask(DAY.dueAt(), Map.of(), Map.of());
    Instant at = DAY.dueAt().minusSeconds(60);
    assertThat(LastChange.of(fresh, "app 12", at, Strength.WEAK, ask))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isEqualTo(at));
    assertThat(LastChange.of(fresh, "app 12", DAY.nextOpensAt(), Strength.WEAK, ask))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isNull());
  }
}
