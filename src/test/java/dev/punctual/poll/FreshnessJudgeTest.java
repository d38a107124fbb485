package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.Freshness;
import dev.punctual.ledger.Freshness.Event;
import dev.punctual.ledger.Freshness.State;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshnessJudgeTest {

  private static final Duration WITHIN = Duration.ofMinutes(30);

  /** 09:00 in Tokyo. */
  private static final Instant NINE = Instant.parse("2026-11-20T00:00:00Z");

  private final List<Event> events = new ArrayList<>();
  private @Nullable Freshness present;
  private @Nullable Instant lastAnswer;
  private Promise.@Nullable Span during;

  private State answer(Observation observation, Instant now) {
    Rule rule = Desk.fresh("stream", WITHIN, during);
    FreshnessPlan plan =
        FreshnessPlan.of(rule, (Promise.FreshWithin) rule.promise(), Duration.ZERO);
    FreshnessJudge.Turn turn =
        FreshnessJudge.judge(
            new Asked.Age(rule, plan, "table/column"), present, observation, lastAnswer, now);
    present = turn.next();
    events.addAll(turn.events());
    if (observation instanceof Observation.Newest) {
      lastAnswer = now;
    }
    return turn.next().state();
  }

  private State newest(@Nullable Instant newest, Instant now) {
    return answer(new Observation.Newest(newest, Strength.STRONG, "newest event"), now);
  }

  private State away(Instant now) {
    return answer(new Observation.Unreachable("connection refused"), now);
  }

  private static Instant at(int minutes) {
    return NINE.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void an_age_of_exactly_the_promise_is_fresh() {
    assertThat(newest(NINE, at(30))).isEqualTo(State.FRESH);
  }

  @Test
  void a_breach_begins_when_the_promise_was_exceeded_and_not_when_that_was_seen() {
    newest(NINE, at(10));
    assertThat(newest(NINE, at(33))).isEqualTo(State.STALE);
    assertThat(events).containsExactly(new Event.BreachBegan(at(30), "newest event"));
  }

  @Test
  void a_breach_ends_with_its_greatest_age() {
    newest(NINE, at(33));
    newest(at(5), at(40));
    newest(at(44), at(45));
    assertThat(events)
        .endsWith(new Event.BreachEnded(at(30), at(45), 40 * 60, "fresh again"))
        .hasSize(2);
  }

  @Test
  void while_the_source_is_away_the_last_event_still_proves_freshness() {
    newest(NINE, at(10));
    assertThat(away(at(29))).isEqualTo(State.FRESH);
    assertThat(away(at(31))).isEqualTo(State.UNKNOWN);
    assertThat(events).containsExactly(new Event.GapBegan(at(30), "connection refused"));
  }

  @Test
  void an_outage_in_a_breach_proves_nothing_until_the_event_time_does() {
    newest(NINE, at(33));
    away(at(40));
    assertThat(newest(NINE, at(60))).isEqualTo(State.STALE);
    assertThat(events)
        .containsExactly(
            new Event.BreachBegan(at(30), "newest event"),
            new Event.GapBegan(at(33), "connection refused"),
            new Event.GapExplained(at(33)));
  }

  @Test
  void a_breach_that_an_outage_hid_the_end_of_ends_where_it_was_last_proved() {
    newest(NINE, at(33));
    away(at(40));
    newest(at(59), at(60));
    assertThat(events)
        .endsWith(
            new Event.BreachEnded(at(30), at(33), 33 * 60, "fresh again"),
            new Event.GapEnded(at(33), at(60)));
  }

  @Test
  void data_that_came_and_went_stale_during_an_outage_makes_a_new_breach() {
    newest(NINE, at(33));
    away(at(40));
    newest(at(45), at(90));
    assertThat(events)
        .endsWith(
            new Event.BreachEnded(at(30), at(33), 33 * 60, "fresh again in between"),
            new Event.GapEnded(at(33), at(75)),
            new Event.BreachBegan(at(75), "newest event"));
  }

  @Test
  void an_empty_table_is_stale_from_when_that_was_seen() {
    assertThat(newest(null, at(3))).isEqualTo(State.STALE);
    assertThat(events).containsExactly(new Event.BreachBegan(at(3), "newest event"));
  }

  @Test
  void outside_the_promised_part_of_the_day_nothing_is_promised() {
    during = Spans.parse("08:00-22:00");
    newest(NINE, NINE.plus(Duration.ofHours(12)));
    assertThat(newest(NINE, NINE.plus(Duration.ofHours(13)).plusSeconds(2))).isEqualTo(State.OFF);
    assertThat(events)
        .endsWith(
            new Event.BreachEnded(
                at(30),
                NINE.plus(Duration.ofHours(13)),
                13 * 3600,
                "the promised part of the day ended"));
  }

  @Test
  void a_breach_begins_with_the_promised_part_of_the_day_at_the_earliest() {
    during = Spans.parse("08:00-22:00");
    Instant night = NINE.minus(Duration.ofHours(6));
    newest(night, night.plusSeconds(60));
    newest(night, NINE);
    assertThat(events)
        .containsExactly(new Event.BreachBegan(NINE.minus(Duration.ofHours(1)), "newest event"));
  }

  @Test
  void the_same_answers_twice_change_nothing() {
    newest(NINE, at(33));
    Freshness before = present;
    events.clear();
    newest(NINE, at(40));
    assertThat(present).isEqualTo(before);
    assertThat(events).isEmpty();
  }

  @Test
  void a_missing_table_is_told_once() {
    newest(NINE, at(10));
    answer(new Observation.Absent("no such table"), at(31));
    answer(new Observation.Absent("no such table"), at(32));
    assertThat(events).filteredOn(Event.Broken.class::isInstance).hasSize(1);
  }
}
