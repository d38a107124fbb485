package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.poll.Cadence.Plan;
import dev.punctual.rule.Deadline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CadenceTest {

  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");
  private static final Instant OPENS = DUE.minus(Duration.ofHours(10));
  private static final Cadence CADENCE =
      new Cadence(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(1));

  private static Deadline deadline() {
    return new Deadline(
        "a",
        LocalDate.of(2026, 11, 20),
        null,
        LocalDate.of(2026, 11, 20),
        OPENS,
        DUE,
        DUE.plus(Duration.ofDays(1)),
        Desk.TOKYO,
        BigDecimal.ONE);
  }

  private static Plan plan(Duration leastPause) {
    List<Duration> habit =
        IntStream.range(0, 20).mapToObj(i -> Duration.ofMinutes(-120 + i)).toList();
    return Plan.of(deadline(), Duration.ofMinutes(45), Duration.ofSeconds(10), habit, leastPause);
  }

  private static Duration pause(Plan plan, Instant asked) {
    return Duration.between(asked, CADENCE.next(plan, asked));
  }

  @Test
  void it_is_seldom_far_from_due_and_often_from_the_typical_arrival_on() {
    Plan plan = plan(Duration.ZERO);
    assertThat(pause(plan, OPENS)).isEqualTo(Duration.ofMinutes(5));
    assertThat(pause(plan, DUE.minus(Duration.ofMinutes(118)))).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void without_history_it_is_often_in_the_last_half_hour() {
    Plan plan = Plan.of(deadline(), null, Duration.ZERO, List.of(), Duration.ZERO);
    assertThat(pause(plan, DUE.minus(Duration.ofMinutes(31)))).isEqualTo(Duration.ofMinutes(1));
    assertThat(pause(plan, DUE.minus(Duration.ofMinutes(30)))).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void it_never_passes_over_a_fixed_instant() {
    Plan plan = plan(Duration.ofHours(1));
    assertThat(CADENCE.next(plan, OPENS.minusSeconds(60))).isEqualTo(OPENS);
    assertThat(CADENCE.next(plan, DUE.minus(Duration.ofMinutes(50))))
        .isEqualTo(DUE.minus(Duration.ofMinutes(45)));
    assertThat(CADENCE.next(plan, DUE.minusSeconds(1))).isEqualTo(DUE);
    assertThat(CADENCE.next(plan, DUE)).isEqualTo(DUE.plusSeconds(10));
    assertThat(CADENCE.next(plan, DUE.plus(Duration.ofDays(1)).minusSeconds(5)))
        .isEqualTo(DUE.plus(Duration.ofDays(1)));
  }

  @Test
  void it_is_less_and_less_often_while_overdue() {
    Plan plan = plan(Duration.ZERO);
    assertThat(
            List.of(
                pause(plan, DUE.plusSeconds(60)),
                pause(plan, DUE.plus(Duration.ofMinutes(20))),
                pause(plan, DUE.plus(Duration.ofHours(3)))))
        .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5));
  }

  @Test
  void a_source_s_least_pause_holds_between_the_fixed_instants() {
    assertThat(pause(plan(Duration.ofMinutes(15)), DUE.plus(Duration.ofHours(3))))
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void a_circuit_waits_longer_after_each_failure_and_two_minutes_once_open() {
    Circuit circuit = Circuit.closed();
    StringBuilder waits = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      circuit = circuit.failed(DUE, Duration.ZERO, null, 0);
      waits.append(Duration.between(DUE, circuit.retryAt()).toSeconds()).append(' ');
    }
    assertThat(waits).hasToString("5 10 20 40 120 120 ");
    assertThat(circuit.isOpen()).isTrue();
  }

  @Test
  void a_source_s_own_wish_for_a_pause_is_heard() {
    Circuit circuit = Circuit.closed().failed(DUE, Duration.ZERO, Duration.ofMinutes(1), 0);
    assertThat(circuit.retryAt()).isEqualTo(DUE.plusSeconds(60));
  }
}
