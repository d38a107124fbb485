package dev.punctual.observe;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A source that still knows of days gone by. Sources that are none can only say what is there now.
 *
 * <p>Contract: {@link #recall} is asked about deadlines that closed, and answers each probe once.
 * It takes only evidence that carries its own time and could speak against the rule as well as for
 * it: what is merely there now may have come at any time, and what is gone may have been there.
 * Whatever else there is, is {@link Memory.Untold}. It is called by one thread at a time.
 */
public interface Archive {

  /**
   * Asks about the past.
   *
   * @throws SourceFailure when the source as a whole did not answer, or wants to be left alone
   */
  Recall recall(List<Probe> probes, Instant now) throws SourceFailure, InterruptedException;

  /**
   * What the source remembers.
   *
   * @param queries statements or requests sent
   */
  record Recall(List<Remembered> days, int queries) {
    public Recall {
      days = List.copyOf(days);
    }
  }

  record Remembered(Probe probe, Memory memory) {}

  /** What is left of a day. */
  sealed interface Memory {

    /**
     * Enough to judge it.
     *
     * @param observation what a round that knew it all would have answered when the deadline closed
     */
    record Told(Observation observation, Basis basis) implements Memory {}

    /** Not enough; the reason is for people and the same for days of the same kind. */
    record Untold(String reason) implements Memory {}
  }

  /** What the times of a remembered day rest on. Stored and shown by {@link #word()}. */
  enum Basis {
    TASK_END,
    RUN_END,
    /** Marked as success by a person. */
    MARKED,
    /** The run failed, was skipped or never made. */
    RUN_HISTORY,
    ROW_TIME,
    /** The time a file or object was written. */
    FILE_TIME,
    /** The time a partition was last written. */
    PARTITION_TIME,
    QUERY_TIME;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
