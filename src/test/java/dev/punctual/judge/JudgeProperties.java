package dev.punctual.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule.SkippedAs;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of any sequence of answers. */
class JudgeProperties {

  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");
  private static final Deadline DEADLINE =
      new Deadline(
          "any",
          LocalDate.of(2026, 11, 20),
          null,
          LocalDate.of(2026, 11, 20),
          DUE.minusSeconds(600),
          DUE,
          DUE.plusSeconds(600),
          ZoneOffset.UTC,
          BigDecimal.ONE);

  /** An answer and the seconds after the one before. */
  record Step(int seconds, Observation observation) {}

  @Property
  void the_same_answer_twice_changes_nothing(@ForAll("walks") List<Step> walk) {
    Instant now = DUE.minusSeconds(600);
    Progress progress = Progress.unasked();
    for (Step step : walk) {
      now = now.plusSeconds(step.seconds());
      progress = hear(progress, step.observation(), now);
      assertThat(hear(progress, step.observation(), now)).isEqualTo(progress);
    }
  }

  @Property
  void later_answers_never_change_a_settled_verdict(@ForAll("walks") List<Step> walk) {
    Instant now = DUE.minusSeconds(600);
    Progress progress = Progress.unasked();
    for (Step step : walk) {
      now = now.plusSeconds(step.seconds());
      Progress next = hear(progress, step.observation(), now);
      if (progress.isSettled()) {
        assertThat(next.verdict()).isEqualTo(progress.verdict());
      }
      progress = next;
    }
  }

  @Property
  void every_walk_past_the_closing_ends_in_one_verdict(@ForAll("walks") List<Step> walk) {
    Instant now = DUE.minusSeconds(600);
    Progress progress = Progress.unasked();
    for (Step step : walk) {
      now = now.plusSeconds(step.seconds());
      progress = hear(progress, step.observation(), now);
    }
    Progress closed = Judge.pass(DEADLINE, progress, DUE.plusSeconds(600));
    assertThat(closed.verdict()).isNotNull();
    assertThat(Judge.isOver(closed)).isTrue();
  }

  @Property
  void a_source_that_only_fails_makes_nothing_missed_or_met(@ForAll("outages") List<Step> walk) {
    Instant now = DUE.minusSeconds(600);
    Progress progress = Progress.unasked();
    for (Step step : walk) {
      now = now.plusSeconds(step.seconds());
      progress = hear(progress, step.observation(), now);
      assertThat(progress.verdict()).isNotIn(Verdict.MET, Verdict.MISSED);
    }
  }

  @Property
  void met_means_an_arrival_at_or_before_due(@ForAll("walks") List<Step> walk) {
    Instant now = DUE.minusSeconds(600);
    Progress progress = Progress.unasked();
    for (Step step : walk) {
      now = now.plusSeconds(step.seconds());
      progress = hear(progress, step.observation(), now);
      Arrival arrival = progress.arrival();
      if (progress.verdict() == Verdict.MET) {
        assertThat(arrival).isNotNull().extracting(Arrival::at).matches(at -> !at.isAfter(DUE));
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> walks() {
    return steps(
        Arbitraries.oneOf(
            Arbitraries.of(
                Observation.NotYet.because("nothing"),
                new Observation.NotYet("rows", "too few"),
                new Observation.Failed(null, "failed"),
                new Observation.Present(Strength.STRONG, null, "there"),
                new Observation.Skipped(DUE.minusSeconds(1), "skipped")),
            outage(),
            Arbitraries.integers()
                .between(-600, 600)
                .map(s -> Observation.Arrived.at(DUE.plusSeconds(s), "ended"))));
  }

  @Provide
  Arbitrary<List<Step>> outages() {
    return steps(outage());
  }

  private static Arbitrary<Observation> outage() {
    return Arbitraries.of(
        new Observation.Unreachable("refused"), new Observation.Absent("no such table"));
  }

  private static Arbitrary<List<Step>> steps(Arbitrary<Observation> observations) {
    return Combinators.combine(Arbitraries.integers().between(0, 200), observations)
        .as(Step::new)
        .list()
        .ofMaxSize(15);
  }

  private static Progress hear(Progress before, Observation seen, Instant now) {
    Heard heard =
        new Heard(seen, now, now.minusSeconds(1), Duration.ofSeconds(10), SkippedAs.MISSED, null);
    return Judge.judge(DEADLINE, before, heard, now);
  }
}
