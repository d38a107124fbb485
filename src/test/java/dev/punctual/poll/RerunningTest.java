package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.TestDatabase;
import dev.punctual.ledger.Act;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Reruns.Rerun;
import dev.punctual.poll.ScriptedSources.Script;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.Rerunning;
import dev.punctual.rule.Rule;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A re-run is asked of the source only where rule and source allow it, and never in nobody's name.
 */
class RerunningTest {

  private static final Instant NIGHT = Instant.parse("2026-11-19T16:00:00Z");

  /** 10:00 in Tokyo. */
  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final Act.Author TANAKA = new Act.Author("K. Tanaka", "page");

  private final Script script = new Script();
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(TestDatabase.h2(), script);
    desk.rules(NIGHT, allowing(Desk.table("a", "10:00")), Desk.table("b", "10:00"));
    script.rerun = new Rerun.Cleared("cleared task write of the run of 20 November");
    script.says(new Observation.Failed(DUE.minusSeconds(600), "task write failed"));
    desk.round(DUE);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Rule allowing(Rule rule) {
    return new Rule(
        rule.id(),
        rule.about(),
        rule.target(),
        rule.promise(),
        rule.readiness(),
        rule.counting(),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, true),
        rule.origin());
  }

  private String rerun(String rule) {
    return desk.context
        .getBean(Rerunning.class)
        .rerun(desk.entry(rule, TODAY), TANAKA, DUE.plusSeconds(60));
  }

  @Test
  void who_asked_and_what_came_of_it_are_two_audit_rows() {
    assertThat(rerun("a")).isEqualTo("cleared task write of the run of 20 November");
    assertThat(script.reruns).hasSize(1);
    assertThat(desk.rows("select kind, author from act order by id"))
        .containsExactly("rerun_asked K. Tanaka", "rerun K. Tanaka");
  }

  @Test
  void a_rule_that_does_not_allow_it_is_not_run_again() {
    assertThatThrownBy(() -> rerun("b"))
        .isInstanceOf(Refusal.class)
        .hasMessage("Rule b does not allow it: rerun: true in its file would.");
    assertThat(script.reruns).isEmpty();
  }

  @Test
  void a_source_that_does_not_allow_it_is_not_asked() {
    script.rerun = null;
    assertThatThrownBy(() -> rerun("a"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("Source dwh does not allow it");
    assertThat(script.reruns).isEmpty();
  }

  @Test
  void what_is_there_already_is_not_run_again() {
    script.says(new Observation.Present(Strength.STRONG, null, "rows are there"));
    desk.engine.askNow("dwh");
    desk.round(DUE.plusSeconds(70));
    assertThat(desk.stands("a", TODAY)).isEqualTo("late missed");
    assertThatThrownBy(() -> rerun("a")).isInstanceOf(Refusal.class);
    assertThat(script.reruns).isEmpty();
  }

  @Test
  void a_source_that_is_away_is_told_and_written_as_such() {
    script.failure = "dwh does not answer";
    assertThat(rerun("a")).isEqualTo("nothing is known to be cleared: dwh does not answer");
    assertThat(desk.rows("select kind from act order by id"))
        .containsExactly("rerun_asked", "rerun");
  }
}
