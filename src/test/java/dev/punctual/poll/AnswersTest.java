package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.Progress;
import dev.punctual.ledger.Entry;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.poll.Answers.Answered;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");

  private static boolean straddle(Instant start, Instant seenAt, Observation observation) {
    return new Answers(true, start, seenAt, Set.of(), List.of(), List.of(), Map.of())
        .straddle(new Answered<>(due(), observation), start);
  }

  @Test
  void what_a_slow_round_saw_while_it_fell_due_is_left_to_the_round_made_for_that_instant() {
    Observation there = new Observation.Present(Strength.STRONG, null, "rows are there");
    assertThat(straddle(DUE.minusSeconds(20), DUE.plusSeconds(3), there)).isTrue();
    assertThat(straddle(DUE.minusSeconds(20), DUE, there)).isFalse();
    assertThat(straddle(DUE, DUE.plusSeconds(20), there)).isFalse();
  }

  @Test
  void a_no_and_a_time_of_the_source_s_own_straddle_nothing() {
    Observation no = Observation.NotYet.because("no rows");
    Observation dated = Observation.Arrived.at(DUE.minusSeconds(60), "loaded");
    assertThat(straddle(DUE.minusSeconds(20), DUE.plusSeconds(3), no)).isFalse();
    assertThat(straddle(DUE.minusSeconds(20), DUE.plusSeconds(3), dated)).isFalse();
  }

  private static Asked.Due due() {
    Rule rule = Desk.table("a", "10:00");
    Deadline deadline =
        new Deadline(
            "a",
            LocalDate.of(2026, 11, 20),
            null,
            LocalDate.of(2026, 11, 19),
            DUE.minus(Duration.ofHours(10)),
            DUE,
            DUE.plus(Duration.ofDays(1)),
            Desk.TOKYO,
            rule.counting().objective());
    Entry entry = new Entry(1, deadline, Progress.unasked(), rule.version(), "dwh", null, false, 0);
    Cadence.Plan plan = Cadence.Plan.of(deadline, null, Duration.ZERO, List.of(), Duration.ZERO);
    return new Asked.Due(entry, rule, null, Duration.ZERO, List.of(), plan, "where");
  }
}
