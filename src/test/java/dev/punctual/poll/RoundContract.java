package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.Arrival;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.poll.ScriptedSources.Script;
import dev.punctual.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rounds promise on every database; named after the rulings of judging. */
abstract class RoundContract {

  /** 01:00 in Tokyo. */
  private static final Instant NIGHT = Instant.parse("2026-11-19T16:00:00Z");

  /** 10:00 in Tokyo. */
  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private final Script script = new Script();
  private Map<String, Object> database;
  private Desk desk;

  /** Properties of an empty database. */
  abstract Map<String, Object> database();

  @BeforeEach
  void open() {
    database = database();
    desk = new Desk(database, script);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Observation there() {
    return new Observation.Present(Strength.STRONG, null, "rows are there");
  }

  /** Rounds as the engine wants them, up to and including those at {@code until}. */
  private void run(Instant from, Instant until) {
    Instant at = from;
    while (!at.isAfter(until)) {
      Instant next = desk.round(at);
      at = next == null ? until.plusSeconds(1) : next;
    }
  }

  @Test
  void a_poll_is_made_at_the_due_instant() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, DUE);
    assertThat(script.last().now()).isEqualTo(DUE);
  }

  @Test
  void what_is_under_way_is_at_risk_when_its_usual_pace_passes_due() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    script.says(new Observation.NotYet(null, "it is running", DUE.plusSeconds(300)));
    run(NIGHT, DUE.minusSeconds(60));
    assertThat(desk.stands("a", TODAY)).isEqualTo("at_risk");
    assertThat(desk.entry("a", TODAY).progress().likelyAt()).isEqualTo(DUE.plusSeconds(300));
    assertThat(desk.entry("a", TODAY).progress().reason())
        .isEqualTo("it is running; at its usual pace it will be there at 10:05");
    assertThat(desk.rows("select kind from transition order by id")).containsExactly("at_risk");
    script.says(new Observation.NotYet(null, "it is running", DUE.minusSeconds(10)));
    desk.engine.askNow("dwh");
    ask(DUE.minusSeconds(50));
    assertThat(desk.stands("a", TODAY)).isEqualTo("waiting");
    assertThat(desk.entry("a", TODAY).progress().reason()).isEqualTo("it is running");
  }

  @Test
  void a_no_at_the_due_instant_is_missed() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, DUE);
    assertThat(desk.stands("a", TODAY)).isEqualTo("overdue missed");
  }

  @Test
  void a_poll_that_starts_within_five_seconds_counts_as_taken_at_the_due_instant() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(DUE.minusSeconds(30));
    script.says(there());
    desk.round(DUE.plusSeconds(4));
    assertThat(desk.entry("a", TODAY).progress().arrival())
        .isEqualTo(new Arrival(DUE.minusSeconds(30), DUE, Strength.STRONG));
    assertThat(desk.stands("a", TODAY)).isEqualTo("met met");
  }

  @Test
  void a_poll_stands_for_the_due_instant_it_was_made_for_and_for_no_other() {
    desk.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "10:01"));
    desk.round(DUE.minusSeconds(30));
    script.says(there());
    desk.round(DUE.plusSeconds(4));
    assertThat(desk.entry("b", TODAY).progress().arrival())
        .isEqualTo(new Arrival(DUE.minusSeconds(30), DUE.plusSeconds(4), Strength.STRONG));
  }

  @Test
  void a_second_poll_within_five_seconds_counts_as_taken_when_it_was() {
    script.lag = Duration.ofSeconds(10);
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(DUE);
    script.says(there());
    desk.engine.askNow("dwh");
    ask(DUE.plusSeconds(3));
    assertThat(desk.entry("a", TODAY).progress().arrival())
        .isEqualTo(new Arrival(DUE.minusSeconds(10), DUE.plusSeconds(3), Strength.STRONG));
  }

  @Test
  void a_poll_that_starts_later_straddles_the_due_instant_and_is_unknown() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(DUE.minusSeconds(30));
    script.says(there());
    desk.round(DUE.plusSeconds(6));
    assertThat(desk.stands("a", TODAY)).isEqualTo("unknown");
  }

  @Test
  void an_arrival_after_a_proven_no_is_late() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, DUE);
    script.says(there());
    run(DUE.plusSeconds(60), DUE.plusSeconds(60));
    assertThat(desk.stands("a", TODAY)).isEqualTo("late missed");
    assertThat(desk.rows("select kind from transition order by id"))
        .containsExactly("overdue", "late");
  }

  @Test
  void data_that_never_arrives_is_missed_when_it_closes() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, DUE.plus(Duration.ofDays(1)));
    assertThat(desk.stands("a", TODAY)).isEqualTo("missed missed");
  }

  @Test
  void after_own_downtime_what_a_source_time_proves_is_met() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(NIGHT);
    restart();
    script.says(Observation.Arrived.at(DUE.minusSeconds(300), "loaded"));
    desk.round(DUE.plus(Duration.ofHours(3)));
    assertThat(desk.stands("a", TODAY)).isEqualTo("met met");
  }

  @Test
  void after_own_downtime_a_no_proves_not_then() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(NIGHT);
    restart();
    desk.round(DUE.plus(Duration.ofHours(3)));
    assertThat(desk.stands("a", TODAY)).isEqualTo("overdue missed");
  }

  @Test
  void after_own_downtime_what_cannot_be_proved_is_unknown() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(NIGHT);
    restart();
    script.says(there());
    desk.round(DUE.plus(Duration.ofHours(3)));
    assertThat(desk.stands("a", TODAY)).isEqualTo("unknown");
  }

  @Test
  void a_deadline_that_came_and_went_during_a_long_downtime_exists_and_is_judged() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    restart();
    Instant back = DUE.plus(Duration.ofDays(4)).plusSeconds(3600);
    desk.rules(back, Desk.table("a", "10:00"));
    script.says(Observation.Arrived.at(DUE.minusSeconds(300), "loaded"));
    desk.round(back);
    assertThat(
            desk.rows(
                "select count(*) from deadline where verdict = 'met' and due_at <= '" + back + "'"))
        .containsExactly("5");
  }

  private void restart() {
    desk.close();
    Desk next = new Desk(database, script);
    desk = next;
    next.rules(NIGHT, Desk.table("a", "10:00"));
  }

  @Test
  void a_source_that_is_away_at_the_due_instant_makes_nothing_missed() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, DUE.minusSeconds(60));
    script.failure = "connection refused";
    run(DUE.minusSeconds(30), DUE);
    assertThat(desk.stands("a", TODAY)).isEqualTo("unknown");
  }

  @Test
  void a_no_after_an_outage_settles_as_missed() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, DUE.minusSeconds(60));
    script.failure = "connection refused";
    run(DUE.minusSeconds(30), DUE.plusSeconds(60));
    script.failure = null;
    run(DUE.plusSeconds(90), DUE.plusSeconds(300));
    assertThat(desk.stands("a", TODAY)).isEqualTo("overdue missed");
  }

  @Test
  void data_found_after_an_outage_over_the_due_instant_stays_unknown() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, DUE.minusSeconds(60));
    script.failure = "connection refused";
    run(DUE.minusSeconds(30), DUE.plusSeconds(60));
    script.failure = null;
    script.says(there());
    run(DUE.plusSeconds(90), DUE.plus(Duration.ofDays(1)));
    assertThat(desk.stands("a", TODAY)).isEqualTo("unknown unknown");
  }

  @Test
  void an_outage_is_told_once_and_its_end_once() {
    desk.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "10:00"));
    run(NIGHT, NIGHT);
    script.failure = "connection refused";
    run(NIGHT.plusSeconds(600), NIGHT.plusSeconds(1800));
    script.failure = null;
    run(NIGHT.plusSeconds(2000), NIGHT.plusSeconds(3600));
    assertThat(desk.rows("select kind, source, reason from transition order by id"))
        .containsExactly("source_down dwh connection refused", "source_up dwh answers again");
  }

  @Test
  void a_single_failure_is_not_told() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    run(NIGHT, NIGHT);
    script.failure = "connection reset";
    Instant retry = Objects.requireNonNull(desk.round(NIGHT.plusSeconds(600)));
    script.failure = null;
    run(retry, retry);
    assertThat(desk.rows("select kind from transition")).isEmpty();
  }

  @Test
  void one_answer_that_cannot_be_judged_delays_no_other() {
    desk.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "10:00"));
    script.answer =
        probe ->
            probe.rule().id().equals("a")
                ? new Observation.Newest(NIGHT, Strength.STRONG, "an age, of all things")
                : Observation.Arrived.at(NIGHT.minusSeconds(60), "loaded");
    desk.round(NIGHT);
    assertThat(List.of(desk.stands("a", TODAY), desk.stands("b", TODAY)))
        .containsExactly("waiting", "met met");
  }

  @Test
  void a_probe_without_an_answer_is_unreachable_and_not_a_no() {
    desk.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "10:00"));
    script.answer =
        probe -> probe.rule().id().equals("a") ? null : Observation.NotYet.because("no rows");
    run(NIGHT, DUE);
    assertThat(List.of(desk.stands("a", TODAY), desk.stands("b", TODAY)))
        .containsExactly("unknown", "overdue missed");
  }

  @Test
  void the_same_answers_twice_write_nothing_but_the_heartbeat() {
    desk.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "11:00"));
    desk.round(NIGHT);
    List<String> before = everything();
    desk.round(NIGHT.plusSeconds(3600));
    assertThat(everything()).isEqualTo(before);
    assertThat(script.rounds()).isEqualTo(2);
    assertThat(desk.rows("select source, kind from heartbeat")).containsExactly("dwh table/where");
  }

  private List<String> everything() {
    return desk.rows(
        """
        select 'deadline', sum(revision), count(*) from deadline
        union all select 'transition', 0, count(*) from transition
        union all select 'tally', 0, count(*) from month_tally
        union all select 'memory', 0, count(*) from source_memory
        union all select 'health', 0, count(*) from source_health
        """);
  }

  @Test
  void what_falls_due_is_asked_in_full_and_so_is_the_first_round() {
    desk.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "11:00"));
    desk.round(DUE.minusSeconds(300));
    assertThat(script.last().inFull()).isEqualTo(Map.of("a", true, "b", true));
    desk.round(DUE);
    assertThat(script.last().inFull()).isEqualTo(Map.of("a", true, "b", false));
    desk.round(DUE.plusSeconds(400));
    assertThat(script.last().inFull()).isEqualTo(Map.of("a", true, "b", true));
  }

  @Test
  void an_answer_that_lost_against_a_person_is_judged_again() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(DUE.minusSeconds(60));
    script.answer =
        probe -> {
          desk.ledger.act(
              desk.entry("a", TODAY).id(),
              new dev.punctual.ledger.Act.Acknowledgement("looking"),
              new dev.punctual.ledger.Act.Author("K. Tanaka", "page"),
              DUE);
          return there();
        };
    desk.round(DUE);
    assertThat(desk.stands("a", TODAY)).isEqualTo("met met");
  }

  @Test
  void what_a_source_wants_remembered_survives_a_restart() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    script.remember = Map.of("counter", "17");
    desk.round(NIGHT);
    restart();
    script.remember = Map.of();
    desk.round(NIGHT.plusSeconds(600));
    assertThat(script.last().ask().remembered()).isEqualTo(Map.of("counter", "17"));
    assertThat(script.last().ask().lastAnswer()).isEqualTo(Map.of("table/where", NIGHT));
  }

  @Test
  void two_engines_on_one_database_settle_each_deadline_once() throws Exception {
    desk.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "10:00"));
    try (Desk other = new Desk(database, script)) {
      other.rules(NIGHT, Desk.table("a", "10:00"), Desk.table("b", "10:00"));
      desk.round(NIGHT);
      Thread first = Thread.ofVirtual().start(() -> desk.round(DUE));
      Thread second = Thread.ofVirtual().start(() -> other.round(DUE));
      first.join();
      second.join();
      assertThat(desk.rows("select rule_id, kind from transition order by rule_id"))
          .containsExactly("a overdue", "b overdue");
    }
  }

  private void ask(Instant now) {
    try {
      desk.engine.roundOfAll("dwh", now);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_crash_before_the_heartbeat_only_widens_the_interval() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.round(NIGHT);
    desk.round(NIGHT.plusSeconds(3600));
    desk.write("update heartbeat set answered_at = answered_at - interval '1' hour");
    restart();
    script.says(there());
    desk.round(NIGHT.plusSeconds(7200));
    assertThat(desk.entry("a", TODAY).progress().arrival())
        .isEqualTo(new Arrival(NIGHT, NIGHT.plusSeconds(7200), Strength.STRONG));
  }

  @Test
  void a_deadline_of_a_source_that_is_configured_no_more_is_unknown_and_closes() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.write("update deadline set source = 'gone'");
    Watchdog watchdog = desk.context.getBean(Watchdog.class);
    watchdog.look(DUE.plusSeconds(90));
    assertThat(desk.entry("a", TODAY).progress().reason()).contains("\"gone\" is not configured");
    watchdog.look(DUE.plus(Duration.ofDays(1)));
    assertThat(desk.stands("a", TODAY)).isEqualTo("unknown unknown");
  }

  @Test
  void a_deadline_that_no_round_asked_for_is_said_to_be_so() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    desk.context.getBean(Watchdog.class).look(DUE.plusSeconds(90));
    assertThat(desk.stands("a", TODAY)).isEqualTo("unknown");
  }

  @Test
  void a_skipped_delivery_that_the_rule_excuses_is_missed_underneath() {
    Rule rule = Desk.table("a", "10:00");
    Rule.Counting counting = rule.counting();
    desk.rules(
        NIGHT,
        new Rule(
            rule.id(),
            rule.about(),
            rule.target(),
            rule.promise(),
            rule.readiness(),
            new Rule.Counting(
                counting.timezone(),
                counting.objective(),
                false,
                null,
                null,
                Rule.SkippedAs.EXCUSED,
                null),
            rule.notices(),
            rule.origin()));
    script.says(new Observation.Skipped(NIGHT, "the task was skipped"));
    run(NIGHT, DUE);
    assertThat(
            desk.rows(
                "select verdict, excusal_category, excusal_reason from deadline where verdict is"
                    + " not null"))
        .containsExactly("missed nothing_to_deliver the task was skipped");
  }

  @Test
  void a_breach_is_one_row_with_its_true_start_and_end() {
    desk.rules(NIGHT, Desk.fresh("stream", Duration.ofMinutes(30), null));
    Instant newest = NIGHT.minusSeconds(60);
    script.says(new Observation.Newest(newest, Strength.STRONG, "newest event"));
    run(NIGHT, NIGHT.plusSeconds(2400));
    script.says(new Observation.Newest(NIGHT.plusSeconds(2400), Strength.STRONG, "newest event"));
    ask(NIGHT.plusSeconds(2500));
    assertThat(
            desk.rows(
                "select rule_id, worst_age_seconds from breach where from_at = '"
                    + newest.plusSeconds(1800)
                    + "' and to_at = '"
                    + NIGHT.plusSeconds(2500)
                    + "'"))
        .containsExactly("stream 2560");
    assertThat(desk.rows("select kind from transition order by id"))
        .containsExactly("breach_began", "breach_ended");
  }

  @Test
  void an_age_that_stays_within_the_promise_writes_its_row_once() {
    desk.rules(NIGHT, Desk.fresh("stream", Duration.ofMinutes(30), null));
    for (int i = 0; i < 5; i++) {
      Instant at = NIGHT.plusSeconds(60L * i);
      script.says(new Observation.Newest(at.minusSeconds(5), Strength.STRONG, "newest event"));
      desk.round(at.plusSeconds(180L * i));
    }
    assertThat(desk.rows("select count(*) from transition")).containsExactly("0");
    assertThat(desk.rows("select rule_id, state from freshness")).containsExactly("stream fresh");
    assertThat(desk.engine.freshness().get("stream")).isNotNull();
  }

  @Test
  void a_source_s_health_is_told_in_words() {
    desk.rules(NIGHT, Desk.table("a", "10:00"));
    script.clockOffset = Duration.ofSeconds(40);
    desk.round(NIGHT);
    script.failure = "login failed; check the password";
    desk.round(NIGHT.plusSeconds(600));
    SourceHealth health = desk.engine.health(NIGHT.plusSeconds(601)).getFirst();
    assertThat(health.state()).isEqualTo(SourceHealth.State.DOWN);
    assertThat(Objects.requireNonNull(health.trouble()).text())
        .isEqualTo("login failed; check the password");
    assertThat(health.lastGoodAt()).isEqualTo(NIGHT);
    assertThat(health.clockOffset()).isEqualTo(Duration.ofSeconds(40));
    assertThat(health.rules()).isEqualTo(1);
    assertThat(health.happenings())
        .extracting(SourceHealth.Happening::text)
        .containsExactly(
            "login failed; check the password", "its clock is 40 s ahead of ours; set both by NTP");
  }
}
