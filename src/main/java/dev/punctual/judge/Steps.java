package dev.punctual.judge;

import dev.punctual.judge.Progress.Stability;
import dev.punctual.judge.Progress.Trouble;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From one progress to the next, naming only what changes. */
final class Steps {
  private State state;
  private @Nullable Verdict verdict;
  private @Nullable Arrival arrival;
  private @Nullable String evidence;
  private String reason;
  private @Nullable String contrary;
  private @Nullable Trouble trouble;
  private @Nullable Instant firstNoAt;
  private @Nullable Stability stability;
  private @Nullable Instant likelyAt;
  private boolean reminded;

  private Steps(Progress from) {
    state = from.state();
    verdict = from.verdict();
    arrival = from.arrival();
    evidence = from.evidence();
    reason = from.reason();
    contrary = from.contrary();
    trouble = from.trouble();
    firstNoAt = from.firstNoAt();
    stability = from.stability();
    likelyAt = from.likelyAt();
    reminded = from.reminded();
  }

  static Steps of(Progress from) {
    return new Steps(from);
  }

  Steps state(State next) {
    state = next;
    return this;
  }

  Steps verdict(@Nullable Verdict next) {
    verdict = next;
    return this;
  }

  Steps arrival(Arrival next) {
    arrival = next;
    return this;
  }

  Steps evidence(String next) {
    evidence = next;
    return this;
  }

  Steps reason(String next) {
    reason = next;
    return this;
  }

  Steps contrary(String next) {
    contrary = next;
    return this;
  }

  Steps trouble(@Nullable Trouble next) {
    trouble = next;
    return this;
  }

  Steps firstNoAt(@Nullable Instant next) {
    firstNoAt = next;
    return this;
  }

  Steps stability(@Nullable Stability next) {
    stability = next;
    return this;
  }

  Steps likelyAt(@Nullable Instant next) {
    likelyAt = next;
    return this;
  }

  Steps reminded() {
    reminded = true;
    return this;
  }

  /** Nothing is expected any more: no likely time, no count to watch. */
  Steps calm() {
    likelyAt = null;
    stability = null;
    return this;
  }

  Progress end() {
    return new Progress(
        state, verdict, arrival, evidence, reason, contrary, trouble, firstNoAt, stability,
        likelyAt, reminded);
  }
}
