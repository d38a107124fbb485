package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Message;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.SourceLedger;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What channels hear of deadlines, on every database. */
abstract class CardContract {

  static final Instant DUE = Stage.DUE;

  StrictSlack slack;
  Stage stage;

  abstract Map<String, Object> database();

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    stage = Stage.open(database(), slack);
    stage.team("partner", "#partner-sla", "<!subteam^S0123>");
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void an_overdue_deadline_is_one_message_edited_to_late() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    Message card = slack.messages("partner-sla").getFirst();
    assertThat(card.text).startsWith("✕ *School rosters* is overdue").contains("<!subteam^S0123>");
    Instant late = DUE.plus(Duration.ofMinutes(84));
    stage.arrived(late, "rosters");
    stage.run(late);
    assertThat(slack.messages()).filteredOn(Message::isTopLevel).hasSize(1);
    assertThat(card.text).contains("is there since 11:24, 1 h 24 late");
    assertThat(slack.replies(card))
        .extracting(m -> m.text)
        .containsExactly("✕ Arrived late: School rosters 11:24");
  }

  @Test
  void misses_that_fall_due_together_are_one_message() {
    for (int i = 0; i < 12; i++) {
      stage.rule("r" + i, "Table " + i, "partner", "10:00");
    }
    stage.start();
    stage.overdue(DUE, "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11");
    stage.run(DUE);
    assertThat(slack.messages())
        .extracting(m -> m.text)
        .containsExactly("✕ *12 SLAs were not there by 10:00: 12 overdue* <!subteam^S0123>");
  }

  @Test
  void met_deadlines_are_silent() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.arrived(DUE.minusSeconds(60), "rosters");
    stage.run(DUE);
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void an_acknowledgement_edits_the_card_and_is_one_line_in_its_thread() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.act(DUE.plusSeconds(240), "rosters", new Act.Acknowledgement(""));
    stage.run(DUE.plusSeconds(241));
    Message card = slack.messages("partner-sla").getFirst();
    assertThat(card.all()).contains("acknowledged by K. Tanaka 10:04");
    assertThat(slack.replies(card)).hasSize(1);
  }

  @Test
  void a_reminder_mentions_nobody_and_the_first_overdue_of_its_card_is_told_to_the_channel_once() {
    stage.rule("rosters", "School rosters", "partner", "10:00");
    stage.rule("grades", "Grades", "partner", "10:00").start();
    Instant before = DUE.minusSeconds(1800);
    stage.reminded(before, "rosters");
    stage.run(before);
    Message card = slack.messages("partner-sla").getFirst();
    assertThat(card.text).isEqualTo("○ *School rosters* is due at 10:00 and not there yet");
    stage.overdue(DUE, "rosters");
    Instant now = stage.run(DUE);
    stage.overdue(now, "grades");
    stage.run(now);
    assertThat(slack.messages()).filteredOn(Message::isTopLevel).hasSize(1);
    assertThat(slack.replies(card))
        .filteredOn(m -> m.broadcast)
        .extracting(m -> m.text)
        .containsExactly("✕ Now 1 overdue <!subteam^S0123>", "✕ Now 1 overdue more");
  }

  @Test
  void a_reminder_that_came_true_before_it_was_sent_is_not_sent() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.reminded(DUE.minusSeconds(60), "rosters");
    stage.arrived(DUE.minusSeconds(50), "rosters");
    stage.run(DUE.minusSeconds(40));
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void a_snooze_silences_the_reminder_and_not_the_miss() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    Instant before = DUE.minusSeconds(1_800);
    stage.act(before.minusSeconds(60), "rosters", new Act.Snooze(DUE.plusSeconds(3_600)));
    stage.reminded(before, "rosters");
    stage.run(before);
    assertThat(slack.messages()).isEmpty();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    assertThat(slack.messages("partner-sla")).hasSize(1);
  }

  @Test
  void what_could_not_be_told_is_told_as_that() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.unknown(DUE, "rosters");
    stage.run(DUE);
    assertThat(slack.messages("partner-sla"))
        .extracting(m -> m.text)
        .containsExactly("? *School rosters* could not be told");
  }

  @Test
  void trial_rules_are_never_alerted() {
    stage.rule("trial", "Trial", "partner", Stage.readyBy("10:00"), n -> n, true).start();
    stage.overdue(DUE, "trial");
    stage.run(DUE);
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void alert_after_delays_slack_and_nothing_else() {
    stage
        .rule(
            "slow",
            "Slow table",
            "partner",
            "10:00",
            n -> new Rule.Notices(null, Duration.ofMinutes(10), null, n.severity(), false))
        .start();
    stage.overdue(DUE, "slow");
    stage.run(DUE);
    assertThat(slack.messages()).isEmpty();
    Fold.Result result = stage.fold.fold(DUE.plusSeconds(1));
    assertThat(result.release()).isEqualTo(DUE.plus(Duration.ofMinutes(10)));
    stage.run(DUE.plus(Duration.ofMinutes(10)));
    assertThat(slack.messages("partner-sla")).hasSize(1);
  }

  @Test
  void quiet_hours_hold_everything_but_severity_page() {
    quiet("09:00", "11:00");
    stage.rule("calm", "Calm table", "quiet", "10:00");
    stage
        .rule(
            "loud",
            "Loud table",
            "quiet",
            "10:00",
            n -> new Rule.Notices(null, null, null, Rule.Severity.PAGE, false))
        .start();
    stage.overdue(DUE, "calm", "loud");
    stage.run(DUE);
    Message card = slack.messages("partner-sla").getFirst();
    assertThat(card.all()).contains("Loud table").doesNotContain("Calm table");
    stage.run(DUE.plus(Duration.ofHours(1)));
    assertThat(slack.messages()).filteredOn(Message::isTopLevel).hasSize(1);
    assertThat(card.all()).contains("Calm table");
  }

  @Test
  void what_fell_due_long_before_it_was_heard_of_is_one_message_that_names_it() {
    for (int i = 0; i < 3; i++) {
      stage.rule("r" + i, "Table " + i, "partner", "0" + (7 + i) + ":00");
    }
    stage.rule("fresh", "Fresh table", "partner", "15:00").start();
    Instant start = DUE.plus(Duration.ofHours(6));
    stage.overdue(start, "r0", "r1", "r2", "fresh");
    stage.run(start);
    assertThat(slack.messages("partner-sla"))
        .extracting(m -> m.text)
        .containsExactlyInAnyOrder(
            "✕ *Fresh table* is overdue <!subteam^S0123>",
            "✕ *3 SLAs fell due while nobody watched: 3 overdue*");
    assertThat(slack.messages("partner-sla"))
        .anySatisfy(m -> assertThat(m.all()).contains("Table 0", "Table 1", "Table 2"));
  }

  @Test
  void consecutive_missed_slots_of_a_rule_share_one_card() {
    stage
        .rule(
            "hourly",
            "Hourly events",
            "partner",
            new Promise.ReadyWithin(
                Duration.ofHours(1),
                Duration.ofMinutes(20),
                new DayRule.EveryDay(),
                new Promise.DataDate.SameDay(),
                Duration.ofDays(1)),
            n -> n,
            false)
        .start();
    var entries = stage.ledger.find("hourly", Stage.DAY);
    for (int slot = 8; slot < 11; slot++) {
      Instant due = entries.get(slot).deadline().dueAt();
      stage.record(due, stage.overdue(entries.get(slot)));
      stage.run(due);
    }
    var after = entries.get(12);
    stage.record(after.deadline().dueAt(), stage.overdue(after));
    stage.run(after.deadline().dueAt());
    assertThat(slack.messages("partner-sla"))
        .extracting(m -> m.text)
        .containsExactly(
            "✕ *3 slots of Hourly events were not there in time: 3 overdue* <!subteam^S0123>",
            "✕ *Hourly events* is overdue <!subteam^S0123>");
  }

  @Test
  void a_source_that_is_down_is_one_message_that_counts_rules() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    var sources = stage.context.getBean(SourceLedger.class);
    sources.went("push", false, DUE, null, "connection refused", DUE);
    stage.run(DUE);
    Message told = slack.messages("data-sla").getFirst();
    assertThat(told.all())
        .contains("push does not answer since 10:00", "1 rule cannot be asked", "refused")
        .doesNotContain("School rosters");
    Instant back = DUE.plus(Duration.ofMinutes(17));
    sources.went("push", true, back, back, "answers", back);
    stage.run(back);
    assertThat(slack.messages()).filteredOn(Message::isTopLevel).hasSize(1);
    assertThat(told.all()).contains("answers again since 10:17", "17 min");
  }

  @Test
  void a_refused_edit_of_the_rule_files_is_one_message_until_it_is_put_right() {
    stage.start();
    var kinds = TransitionKind.RULES_REJECTED;
    stage.ledger.tellRules(kinds, "a.yaml:3:5: unknown key", DUE);
    stage.run(DUE);
    stage.ledger.tellRules(kinds, "a.yaml:3:5: still unknown", DUE.plusSeconds(60));
    stage.run(DUE.plusSeconds(60));
    Message told = slack.messages("data-sla").getFirst();
    assertThat(told.all()).contains("is not in force", "still unknown");
    stage.ledger.tellRules(TransitionKind.RULES_ACCEPTED, "11 rules", DUE.plusSeconds(90));
    stage.run(DUE.plusSeconds(90));
    assertThat(slack.messages()).filteredOn(Message::isTopLevel).hasSize(1);
    assertThat(told.all()).contains("in force again");
  }

  @Test
  void an_announcement_is_one_line_when_the_data_is_there() {
    slack.channel("analytics");
    stage
        .rule(
            "status",
            "Learner status",
            null,
            "10:00",
            n -> new Rule.Notices(null, null, "#analytics", n.severity(), false))
        .start();
    stage.arrived(DUE.minusSeconds(600), "status");
    stage.run(DUE.minusSeconds(599));
    assertThat(slack.messages())
        .extracting(m -> m.text)
        .containsExactly("✓ *Learner status* is there since 09:50 Asia/Tokyo");
  }

  @Test
  void a_team_without_a_channel_is_heard_in_the_default_one() {
    stage.rule("bookings", "Hotel bookings", null, "10:00").start();
    stage.overdue(DUE, "bookings");
    stage.run(DUE);
    assertThat(slack.messages("data-sla")).hasSize(1);
  }

  @Test
  void a_thousand_misses_at_one_instant_are_one_message_and_few_lines() {
    String[] ids = new String[1_000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "r" + i;
      stage.rule(ids[i], "Table <" + i + "> & its long name in words", "partner", "10:00");
    }
    stage.start();
    stage.overdue(DUE, ids);
    stage.run(DUE);
    assertThat(slack.messages())
        .extracting(m -> m.text)
        .containsExactly("✕ *1,000 SLAs were not there by 10:00: 1,000 overdue* <!subteam^S0123>");
    Instant late = DUE.plusSeconds(600);
    for (int i = 0; i < 20; i++) {
      stage.arrived(late.plusSeconds(i), ids[i]);
    }
    stage.run(late.plusSeconds(20));
    assertThat(slack.replies(slack.messages().getFirst())).hasSize(1);
  }

  @Test
  void an_excused_miss_is_silent_and_one_excused_later_says_so_on_its_card() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.act(
        DUE.plusSeconds(60),
        "rosters",
        new Act.Excusal(ExcusalCategory.MAINTENANCE, "sender on holiday"));
    stage.run(DUE.plusSeconds(60));
    assertThat(slack.messages("partner-sla").getFirst().all())
        .contains("○ *School rosters* excused", "sender on holiday");
  }

  @Test
  void a_card_closes_two_days_after_its_deadlines_settled() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.arrived(DUE.plusSeconds(600), "rosters");
    stage.run(DUE.plusSeconds(600));
    stage.sweep.tidy(DUE.plus(Duration.ofHours(47)));
    boolean early = stage.cards("card").getFirst().closedAt() != null;
    stage.sweep.tidy(DUE.plus(Duration.ofHours(49)));
    boolean late = stage.cards("card").getFirst().closedAt() != null;
    assertThat(List.of(early, late)).containsExactly(false, true);
  }

  @Test
  void what_could_not_be_told_and_proves_missed_is_told_to_the_channel_and_calls_the_team() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.unknown(DUE, "rosters");
    stage.run(DUE);
    Instant proved = DUE.plusSeconds(300);
    stage.overdue(proved, "rosters");
    stage.run(proved);
    assertThat(slack.messages())
        .filteredOn(m -> m.broadcast)
        .extracting(m -> m.text)
        .containsExactly("✕ Now 1 overdue <!subteam^S0123>");
  }

  @Test
  void the_card_says_how_many_misses_the_half_year_leaves() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    // 42 days from 20 November to the end of the year at 97 %: 1.26, rounded down.
    assertThat(slack.messages().getFirst().all()).contains("misses used 1 of 4");
  }

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  private void quiet(String from, String to) {
    var span = new Promise.Span(DayTime.parse(from), DayTime.parse(to));
    stage.team(new Team("quiet", "#partner-sla", null, List.of(), null, span, null, null, null));
  }
}
