package dev.punctual.observe.airflow;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the state of a run proves. A run has no history: cleared, its first success is gone. */
record RunReading(Marking marking, Run run, @Nullable Memo memo) {

  static final int WHOLE = -1;

  static String subject(Run run) {
    return run.dag() + "/" + run.id();
  }

  Seen read() {
    String what = marking.question().words().run(run);
    return switch (run.state()) {
      case "success" -> success(what);
      case "failed" ->
          new Seen(
              new Observation.Failed(
                  run.end(), what + " failed" + marking.question().words().at(run.end())),
              failure());
      case "queued" -> Seen.notYet(what + " waits to be started");
      case "running" -> Seen.notYet(what + " is running");
      default -> Seen.notYet(what + " is in state " + run.state());
    };
  }

  private Seen success(String what) {
    Instant end = run.end();
    Instant logged = marking.logged(run);
    if (memo != null && memo.isBad(WHOLE, end)) {
      Span when = marking.seen(memo, logged);
      return new Seen(marking.arrived(what, when, true), memo.markedIn(when));
    }
    if (end == null) {
      return Seen.of(new Observation.Present(Strength.STRONG, null, what + " is a success"));
    }
    Span when = marking.unseen(end, logged);
    return Seen.of(marking.arrived(what, when, !when.from().equals(when.to())));
  }

  private Memo failure() {
    Instant end = Objects.requireNonNullElse(run.end(), Instant.MIN);
    boolean known = memo != null && memo.isBad(WHOLE, run.end()) && memo.marked() == null;
    return known && memo != null ? memo : Memo.of(subject(run), marking.now(), Map.of(WHOLE, end));
  }
}
