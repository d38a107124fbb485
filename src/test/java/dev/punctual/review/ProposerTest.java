package dev.punctual.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.State;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.rule.Target;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is proposed as a cause, and with which grounds. */
class ProposerTest {

  private static final Instant DUE = Instant.parse("2026-11-17T10:00:00Z");
  private static final Duration AN_HOUR = Duration.ofHours(1);

  @Test
  void a_source_that_was_away_across_the_due_instant_explains_an_unknown() {
    Outage outage = new Outage("dwh", DUE.minus(AN_HOUR), DUE.plus(AN_HOUR), "refused");
    Lapse unknown = lapse("a", "dwh", State.UNKNOWN, DUE, null);
    assertThat(said(propose(unknown, List.of(), List.of(outage), "table")))
        .isEqualTo("source_down: dwh did not answer from 09:00 to 11:00: refused.");
  }

  @Test
  void another_sources_outage_and_a_short_one_explain_nothing_late() {
    List<Outage> outages =
        List.of(
            new Outage("bq", DUE.minus(AN_HOUR), DUE.plus(AN_HOUR), "refused"),
            new Outage("dwh", DUE.minusSeconds(600), DUE.minusSeconds(500), "refused"));
    Lapse late = lapse("a", "dwh", State.LATE, DUE, DUE.plus(AN_HOUR));
    assertThat(said(propose(late, List.of(), outages, "table")))
        .isEqualTo("upstream_late: Nothing came before 11:00, and dwh answered all along.");
  }

  @Test
  void a_failure_in_the_log_is_the_cause_before_anything_the_orchestrator_said_at_due() {
    List<Happening> log =
        List.of(
            line(TransitionKind.FAILED, "task a failed", DUE.minus(AN_HOUR)),
            line(TransitionKind.OVERDUE, "task a of the run is running", DUE));
    assertThat(said(propose(lapse("a", "airflow", State.LATE, DUE, DUE), log, List.of(), "task")))
        .isEqualTo("task_failed: 09:00: task a failed.");
  }

  @Test
  void a_check_that_said_no_is_bad_data() {
    List<Happening> log =
        List.of(line(TransitionKind.CHECK_FAILING, "rows: 12 of 80 % of last week", DUE));
    assertThat(said(propose(lapse("a", "dwh", State.LATE, DUE, DUE), log, List.of(), "table")))
        .startsWith("bad_data: ");
  }

  @Test
  void work_that_ran_or_waited_at_the_due_instant_ran_long_or_started_late() {
    Lapse late = lapse("a", "airflow", State.LATE, DUE, DUE.plus(AN_HOUR));
    Proposal running =
        propose(
            late,
            List.of(line(TransitionKind.DUE, "task a of the run is running", DUE)),
            List.of(),
            "task");
    Proposal waiting =
        propose(
            late,
            List.of(line(TransitionKind.OVERDUE, "task a waits to be started", DUE)),
            List.of(),
            "task");
    assertThat(said(running)).startsWith("ran_long: At the due instant: ");
    assertThat(said(waiting)).startsWith("started_late: At the due instant: ");
  }

  @Test
  void an_earlier_promise_of_the_same_dag_or_schema_that_was_late_itself_is_perhaps_upstream() {
    assertThat(
            besideLate(
                new Target.Table("dwh", List.of("mart", "a")),
                new Target.Table("dwh", List.of("mart", "b"))))
        .isEqualTo(
            "upstream_late: Perhaps: Rule a, in the same schema mart, was late before it;"
                + " it came at 09:59, due 09:00.");
    assertThat(
            besideLate(
                new Target.Task("airflow", "load", "a", new Target.Run.First()),
                new Target.Dag("airflow", "load", new Target.Run.First())))
        .isEqualTo(
            "upstream_late: Perhaps: Rule a, of the same DAG load, was late before it;"
                + " it came at 09:59, due 09:00.");
  }

  @Test
  void neighbours_that_share_no_more_than_a_source_are_not_proposed() {
    assertThat(
            besideLate(
                new Target.Table("dwh", List.of("raw", "a")),
                new Target.Table("dwh", List.of("mart", "b"))))
        .startsWith("upstream_late: Nothing came before 11:00");
    assertThat(
            besideLate(
                new Target.Task("airflow", "load", "a", new Target.Run.First()),
                new Target.Task("airflow", "report", "b", new Target.Run.First())))
        .isEmpty();
    assertThat(besideLate(new Target.Job("a"), new Target.Job("b")))
        .startsWith("upstream_late: Nothing came before 11:00");
    assertThat(
            besideLate(
                new Target.Table("one", List.of("mart", "a")),
                new Target.Table("two", List.of("mart", "b"))))
        .startsWith("upstream_late: Nothing came before 11:00");
  }

  /** What is proposed for rule b, an hour after rule a was late. */
  private static String besideLate(Target a, Target b) {
    Lapse.Late before =
        lapse("a", a.source(), State.LATE, DUE.minus(AN_HOUR), DUE.minusSeconds(60));
    Lapse.Late after = lapse("b", b.source(), State.LATE, DUE, DUE.plus(AN_HOUR));
    Proposer proposer =
        new Proposer(List.of(), List.of(before, after), new Known(Map.of("a", a, "b", b)));
    return said(proposer.propose(after, List.of(), b.kind()));
  }

  /** Rules by their targets. */
  private record Known(Map<String, Target> targets) implements Proposer.Promises {
    @Override
    public String title(String rule) {
      return "Rule " + rule;
    }

    @Override
    public @Nullable Place place(String rule) {
      Target target = targets.get(rule);
      return target == null ? null : Place.of(target);
    }
  }

  @Test
  void a_task_of_which_the_log_says_nothing_and_what_was_corrected_to_met_have_no_proposal() {
    assertThat(propose(lapse("a", "airflow", State.LATE, DUE, DUE), List.of(), List.of(), "task"))
        .isNull();
    assertThat(propose(lapse("a", "dwh", State.MET, DUE, DUE), List.of(), List.of(), "table"))
        .isNull();
  }

  private static @Nullable Proposal propose(
      Lapse lapse, List<Happening> log, List<Outage> outages, String kind) {
    return new Proposer(outages, List.of(), new Known(Map.of())).propose(lapse, log, kind);
  }

  private static String said(@Nullable Proposal proposal) {
    return proposal == null
        ? ""
        : proposal.category().word()
            + ": "
            + proposal.sentence(
                Words.of(Locale.ENGLISH), ZoneOffset.UTC, LocalDate.of(2026, 11, 17));
  }

  private static Happening line(TransitionKind kind, String reason, Instant at) {
    return new Happening(kind, reason, null, at, null, null);
  }

  private static Lapse.Late lapse(
      String rule, String source, State state, Instant due, @Nullable Instant arrived) {
    return new Lapse.Late(
        1,
        rule,
        null,
        LocalDate.of(2026, 11, 17),
        null,
        due.minus(Duration.ofHours(9)),
        due,
        ZoneId.of("UTC"),
        source,
        state,
        "missed",
        arrived,
        arrived,
        null,
        "no answer",
        null,
        null,
        null,
        null,
        null,
        false);
  }

  @Test
  void every_category_that_is_proposed_has_words_in_both_languages() {
    for (CauseCategory category : CauseCategory.values()) {
      assertThat(Words.of(Locale.JAPANESE).has("category." + category.word())).isTrue();
    }
  }
}
