package dev.punctual.backfill;

import dev.punctual.judge.Heard;
import dev.punctual.judge.Judge;
import dev.punctual.judge.Progress;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Backfills.Day;
import dev.punctual.ledger.Change;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Observation;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Rule.SkippedAs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a remembered day comes to, as the judge would have had it when the deadline closed. What
 * would have stayed unknown is not judged at all: nobody asked then, and nobody can now.
 */
final class Verdicts {

  private Verdicts() {}

  /** What became of a day. */
  sealed interface Ruling {
    record Judged(Day day) implements Ruling {}

    record Untold(String reason) implements Ruling {}
  }

  static Ruling of(Rule rule, Deadline deadline, Memory memory) {
    return switch (memory) {
      case Memory.Untold(String reason) -> new Ruling.Untold(reason);
      case Memory.Told(Observation observation, Basis basis) ->
          judge(rule, deadline, asOfClosing(deadline, observation), basis);
    };
  }

  /** Data that came when the deadline was closed came never, as far as it is concerned. */
  private static Observation asOfClosing(Deadline deadline, Observation seen) {
    return seen instanceof Observation.Arrived arrived
            && arrived.latest().isAfter(deadline.closesAt())
            && !arrived.earliest().isBefore(deadline.dueAt())
        ? Observation.NotYet.because(arrived.text() + ", when the deadline was closed")
        : seen;
  }

  private static Ruling judge(Rule rule, Deadline deadline, Observation seen, Basis basis) {
    Heard heard =
        new Heard(seen, deadline.closesAt(), null, Duration.ZERO, rule.counting().skipped(), null);
    Progress end = Judge.judge(deadline, Progress.unasked(), heard, deadline.closesAt());
    if (end.verdict() == null || end.verdict() == Verdict.UNKNOWN) {
      return new Ruling.Untold("its arrival is known only as an interval that holds the due time");
    }
    return new Ruling.Judged(new Day(deadline, rule, end, basis.word(), excusal(rule, seen)));
  }

  private static Change.@Nullable Excusal excusal(Rule rule, Observation seen) {
    return seen instanceof Observation.Skipped && rule.counting().skipped() == SkippedAs.EXCUSED
        ? new Change.Excusal(
            ExcusalCategory.NOTHING_TO_DELIVER, seen.text(), "rule: skipped: excused")
        : null;
  }
}
