package dev.punctual.alert;

import static java.util.concurrent.Future.State.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Message;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.AllowanceWatch;
import dev.punctual.ledger.ExcusalCategory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The last allowed miss is told once, on every database. A rule of 97 % that begins on 20 November
 * has 42 days left in its half-year: one miss is allowed.
 */
abstract class AllowanceContract {

  private static final Instant DUE = Stage.DUE;

  private Map<String, Object> database;
  private StrictSlack slack;
  private Stage stage;

  abstract Map<String, Object> database();

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    database = database();
    stage = Stage.open(database, slack);
    stage.objective("0.97").rule("rosters", "School rosters", null, "10:00");
    stage.objective("1").rule("books", "Books", null, "10:00");
    stage.objective("0.9").rule("grades", "Grades", null, "10:00").start();
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void the_miss_that_uses_the_last_allowed_one_is_told_once_in_the_thread() {
    stage.overdue(DUE, "rosters", "grades");
    stage.run(DUE);
    stage.run(DUE.plusSeconds(20));
    stage.run(DUE.plusSeconds(40));
    Message card = slack.messages("data-sla").getFirst();
    assertThat(slack.replies(card))
        .extracting(m -> m.text)
        .containsExactly(
            "▲ Allowance used up: School rosters: 1 of 1 allowed misses from 2026-07-01 to"
                + " 2026-12-31 are used");
    assertThat(card.all()).contains("misses used 1 of 1, none left", "misses used 1 of 4");
    assertThat(told()).containsExactly("rosters 2026-11-20T01:00:00Z");
  }

  @Test
  void it_is_told_once_also_when_it_is_given_back_and_used_up_again() {
    stage.overdue(DUE, "rosters");
    look(DUE);
    stage.act(DUE, "rosters", new Act.Excusal(ExcusalCategory.OTHER, "agreed"));
    look(DUE.plusSeconds(120));
    stage.act(DUE.plusSeconds(180), "rosters", new Act.ExcusalWithdrawal("it was not"));
    look(DUE.plusSeconds(240));
    assertThat(told()).hasSize(1);
  }

  @Test
  void a_miss_that_leaves_some_is_not_told() {
    stage.overdue(DUE, "grades");
    look(DUE);
    assertThat(told()).isEmpty();
  }

  @Test
  void where_no_miss_is_allowed_there_is_nothing_to_use_up() {
    stage.overdue(DUE, "books");
    look(DUE);
    assertThat(told()).isEmpty();
  }

  @Test
  void what_was_stored_before_a_restart_is_told_after_it() {
    look(DUE.minusSeconds(60));
    stage.overdue(DUE.minusSeconds(3_600), "rosters");
    try (Stage after = Stage.open(database, slack)) {
      after.objective("0.97").rule("rosters", "School rosters", null, "10:00").start();
      after.context.getBean(AllowanceWatch.class).look(DUE);
    }
    assertThat(told()).hasSize(1);
  }

  @Test
  void of_two_processes_one_tells() throws Exception {
    stage.overdue(DUE, "rosters");
    try (Stage other = Stage.open(database, slack)) {
      other.objective("0.97").rule("rosters", "School rosters", null, "10:00").start();
      CyclicBarrier together = new CyclicBarrier(2);
      List<Callable<Boolean>> both =
          List.of(stage, other).stream()
              .map(process -> process.context.getBean(AllowanceWatch.class))
              .<Callable<Boolean>>map(
                  watch ->
                      () -> {
                        together.await();
                        watch.look(DUE);
                        return true;
                      })
              .toList();
      try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
        assertThat(processes.invokeAll(both)).allMatch(f -> f.state() == SUCCESS);
      }
    }
    assertThat(told()).hasSize(1);
  }

  private void look(Instant now) {
    stage.context.getBean(AllowanceWatch.class).look(now);
  }

  private List<String> told() {
    return stage.query(
        "select rule_id, happened_at from transition where kind = 'allowance_used'",
        row -> row.getString("rule_id") + " " + Rows.someInstant(row, "happened_at"));
  }
}
