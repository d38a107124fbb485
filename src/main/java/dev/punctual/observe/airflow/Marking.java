package dev.punctual.observe.airflow;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Strength;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When something that a person may have marked as success really was there.
 *
 * @param now when it was asked
 * @param lastAnswer the round before, which saw it still failed; null where there was none
 * @param marks what the event log has, oldest first
 */
record Marking(
    Question question, Instant now, @Nullable Instant lastAnswer, List<EventLog.Mark> marks) {

  /** The log is written a moment beside the state. */
  private static final Duration BESIDE = Duration.ofSeconds(5);

  /**
   * Something that an earlier round saw fail is a success without a new attempt.
   *
   * @param logged when the event log says it was marked; null where it does not
   */
  Span seen(Memo memo, @Nullable Instant logged) {
    if (memo.marked() != null) {
      return memo.marked();
    }
    if (logged != null && !logged.isBefore(memo.seenAt().minus(BESIDE))) {
      return new Span(logged, logged);
    }
    boolean later = lastAnswer != null && lastAnswer.isAfter(memo.seenAt());
    Instant from = later && lastAnswer != null ? lastAnswer : memo.seenAt();
    return new Span(from.isAfter(now) ? now : from, now);
  }

  /** A success that nobody saw come: its end, unless the log says that it was marked later. */
  Span unseen(Instant end, @Nullable Instant logged) {
    return logged != null && logged.isAfter(end.plus(BESIDE))
        ? new Span(end, logged)
        : new Span(end, end);
  }

  @Nullable Instant logged(Instance.Key task, int part) {
    return marks.stream()
        .filter(mark -> mark.isOf(task, part) && !mark.when().isAfter(now))
        .reduce((earlier, later) -> later)
        .map(EventLog.Mark::when)
        .orElse(null);
  }

  @Nullable Instant logged(Run run) {
    return marks.stream()
        .filter(mark -> mark.isOf(run) && !mark.when().isAfter(now))
        .reduce((earlier, later) -> later)
        .map(EventLog.Mark::when)
        .orElse(null);
  }

  /** An arrival in words; {@code what} has succeeded. */
  Observation arrived(String what, Span when, boolean byHand) {
    Words words = question.words();
    if (!byHand) {
      return new Arrived(
          when.from(), when.to(), Strength.STRONG, what + " succeeded" + words.at(when.to()));
    }
    String time =
        when.from().equals(when.to())
            ? words.at(when.to())
            : " between " + words.time(when.from()) + " and " + words.time(when.to());
    return new Arrived(
        when.from(), when.to(), Strength.STRONG, what + " was marked as success by hand" + time);
  }
}
