package dev.punctual.alert;

import static java.util.concurrent.Future.State.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet.Escalation;
import dev.punctual.rule.RuleSet.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is called when nobody looks after a miss, on every database. */
abstract class EscalationContract {

  private static final Instant DUE = Stage.DUE;

  private StrictSlack slack;
  private Stage stage;

  abstract Map<String, Object> database();

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    slack.channel("data-leads");
    slack.channel("managers");
    stage = Stage.open(database(), slack);
    stage.team(
        team(
            new Escalation(Duration.ofMinutes(30), "#data-leads", "<@U1>"),
            new Escalation(Duration.ofMinutes(60), "#managers", "<!subteam^S1|@heads>")));
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void a_miss_nobody_acknowledges_is_escalated_in_counts_and_once() {
    stage.rule("rosters", "School rosters", "steps", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.run(after(30));
    stage.run(after(40));
    assertThat(slack.messages("data-leads"))
        .extracting(m -> m.text)
        .containsExactly("▲ <@U1> *1 miss of steps not acknowledged within 30 min*");
    stage.act(after(45), "rosters", new Act.Acknowledgement(""));
    stage.run(after(45));
    assertThat(slack.messages("data-leads").getFirst().all())
        .contains("Every miss of steps is looked after")
        .doesNotContain("School rosters");
  }

  @Test
  void an_acknowledged_or_snoozed_miss_is_not_escalated() {
    stage.rule("a", "A", "steps", "10:00").rule("b", "B", "steps", "10:00").start();
    stage.overdue(DUE, "a", "b");
    stage.run(DUE);
    stage.act(DUE.plusSeconds(60), "a", new Act.Acknowledgement(""));
    stage.act(DUE.plusSeconds(60), "b", new Act.Snooze(DUE.plus(Duration.ofHours(4))));
    stage.run(after(31));
    assertThat(slack.messages("data-leads")).isEmpty();
    assertThat(escalated()).isEmpty();
    assertThat(slack.replies(slack.messages("partner-sla").getFirst()).getFirst().all())
        .contains("Acknowledged by K. Tanaka: A", "Snoozed by K. Tanaka until 14:00: B");
  }

  @Test
  void each_step_calls_its_own_people_and_the_ledger_says_whom_when() {
    stage.rule("a", "A", "steps", "10:00").rule("b", "B", "steps", "10:00").start();
    stage.overdue(DUE, "a", "b");
    stage.run(DUE);
    stage.run(after(30));
    stage.act(after(40), "a", new Act.Acknowledgement(""));
    stage.run(after(60));
    assertThat(escalated())
        .containsExactly(
            "a 01:30 step 1 of 2: #data-leads, calling @U1",
            "b 01:30 step 1 of 2: #data-leads, calling @U1",
            "b 02:00 step 2 of 2: #managers, calling @heads");
    assertThat(slack.messages("managers"))
        .extracting(m -> m.text)
        .containsExactly("▲ <!subteam^S1|@heads> *1 miss of steps not acknowledged within 1 h*");
    assertThat(slack.replies(slack.messages("partner-sla").getFirst()))
        .extracting(m -> m.text)
        .contains("▲ Escalated, step 1 of 2: #data-leads, calling @U1: A, B");
  }

  @Test
  void quiet_hours_hold_an_escalation_but_not_of_a_rule_that_pages() {
    stage.team(quiet("09:00", "11:00"));
    stage.rule("calm", "Calm table", "quiet", "08:30");
    stage
        .rule(
            "loud",
            "Loud table",
            "quiet",
            "08:40",
            n -> new Rule.Notices(null, null, null, Rule.Severity.PAGE, false))
        .start();
    stage.overdue(after(-90), "calm");
    stage.run(after(-90));
    stage.overdue(after(-80), "loud");
    stage.run(after(-80));
    stage.run(after(-40));
    assertThat(escalated()).containsExactly("loud 00:20 step 1 of 1: #data-leads");
    stage.run(after(60));
    assertThat(escalated())
        .containsExactly(
            "loud 00:20 step 1 of 1: #data-leads", "calm 02:00 step 1 of 1: #data-leads");
  }

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  private static Team quiet(String from, String to) {
    var span = new Promise.Span(DayTime.parse(from), DayTime.parse(to));
    Escalation step = new Escalation(Duration.ofMinutes(30), "#data-leads", null);
    return new Team("quiet", "#partner-sla", null, List.of(step), null, span, null, null, null);
  }

  @Test
  void a_step_without_a_channel_calls_in_the_channel_of_the_card() {
    stage.team(team(new Escalation(Duration.ofMinutes(30), null, "<!here>")));
    stage.rule("a", "A", "steps", "10:00").start();
    stage.overdue(DUE, "a");
    stage.run(DUE);
    stage.run(after(30));
    assertThat(slack.messages("partner-sla").getLast().text)
        .isEqualTo("▲ <!here> *1 miss of steps not acknowledged within 30 min*");
  }

  @Test
  void two_who_sweep_at_once_escalate_once() throws Exception {
    stage.rule("a", "A", "steps", "10:00").start();
    stage.overdue(DUE, "a");
    stage.run(DUE);
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<Boolean> look =
        () -> {
          together.await();
          stage.sweep.look(after(30));
          return true;
        };
    try (var sweepers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(sweepers.invokeAll(List.of(look, look))).allMatch(f -> f.state() == SUCCESS);
    }
    assertThat(escalated()).hasSize(1);
    assertThat(stage.cards("escalation")).hasSize(1);
  }

  @Test
  void a_breach_nobody_acknowledges_is_escalated_too() {
    stage.fresh("stream", "Event stream", "steps").start();
    stage.stale(DUE, "stream");
    stage.run(DUE);
    stage.run(after(30));
    assertThat(slack.messages("data-leads").getFirst().all())
        .contains("1 miss of steps not acknowledged", "Stale since");
    assertThat(escalated()).containsExactly("stream 01:30 step 1 of 2: #data-leads, calling @U1");
    stage.actOnBreach(after(31), new Act.Acknowledgement(""));
    stage.run(after(60));
    assertThat(slack.messages("managers")).isEmpty();
    assertThat(slack.messages("partner-sla").getFirst().all())
        .contains("acknowledged by K. Tanaka");
  }

  @Test
  void a_snoozed_breach_is_not_escalated_and_an_excused_one_says_why() {
    stage.fresh("stream", "Event stream", "steps").start();
    stage.stale(DUE, "stream");
    stage.run(DUE);
    stage.actOnBreach(after(1), new Act.Snooze(after(120)));
    stage.run(after(30));
    assertThat(slack.messages("data-leads")).isEmpty();
    stage.actOnBreach(after(40), new Act.Excusal(ExcusalCategory.MAINTENANCE, "DWH upgrade"));
    stage.run(after(121));
    assertThat(slack.messages("data-leads")).isEmpty();
    assertThat(slack.messages("partner-sla").getFirst().all()).contains("excused: DWH upgrade");
  }

  @Test
  void what_is_over_or_looked_after_already_is_not_acknowledged_again() {
    stage.fresh("stream", "Event stream", "steps").start();
    stage.stale(DUE, "stream");
    stage.actOnBreach(after(1), new Act.Acknowledgement(""));
    stage.actOnBreach(after(2), new Act.Acknowledgement(""));
    stage.freshAgain(DUE, after(3), "stream");
    stage.actOnBreach(after(4), new Act.Snooze(after(60)));
    assertThat(stage.query("select kind from act where breach_id is not null", r -> r.getString(1)))
        .containsExactly("acknowledgement");
  }

  private static Instant after(int minutes) {
    return DUE.plus(Duration.ofMinutes(minutes));
  }

  private List<String> escalated() {
    return stage.query(
        """
        select rule_id, happened_at, reason from transition where kind = 'escalated'
        order by happened_at, rule_id
        """,
        row ->
            row.getString("rule_id")
                + " "
                + Rows.someInstant(row, "happened_at").toString().substring(11, 16)
                + " "
                + row.getString("reason"));
  }

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  private static Team team(Escalation... steps) {
    return new Team("steps", "#partner-sla", null, List.of(steps), null, null, null, null, null);
  }
}
