package dev.punctual.observe.airflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task in a run, or one part of a mapped task.
 *
 * @param part map index, −1 where the task is not mapped or not expanded yet
 * @param state null while not scheduled, and after a clear
 * @param end of its last attempt; says nothing unless the state is final
 * @param tryNumber attempts scheduled so far
 * @param maxTries attempts allowed after the first; a clear raises it
 */
record Instance(
    Key task,
    int part,
    @Nullable String state,
    @Nullable Instant start,
    @Nullable Instant end,
    int tryNumber,
    int maxTries) {

  /** A task of one run. */
  record Key(String dag, String run, String task) {}

  boolean isState(String wanted) {
    return wanted.equals(state);
  }

  /** Null state beside an end: it ran, was cleared, and has not started again. */
  boolean isCleared() {
    return state == null && end != null;
  }

  /** Whether an earlier attempt may have succeeded, so that its history is worth asking. */
  boolean hasPast() {
    return tryNumber > 1 || isCleared();
  }
}
