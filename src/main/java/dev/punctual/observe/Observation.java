package dev.punctual.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a source answered about a target at an instant. Texts are for people. */
public sealed interface Observation {

  /** One sentence without a full stop: what was seen. */
  String text();

  /**
   * The data arrived, and the source knows when: its own event time, or an interval it can bound.
   *
   * @param earliest the data was proved absent at this instant, or equals {@code latest} where the
   *     time is exact
   * @param latest the data was there at this instant
   */
  record Arrived(Instant earliest, Instant latest, Strength strength, String text)
      implements Observation {
    public Arrived {
      if (latest.isBefore(earliest)) {
        throw new IllegalArgumentException("earliest " + earliest + " is after " + latest);
      }
    }

    public static Arrived at(Instant instant, String text) {
      return new Arrived(instant, instant, Strength.STRONG, text);
    }
  }

  /**
   * The data is there now; since when is known only from earlier answers.
   *
   * @param measure count or size for {@code stable_for}; null where there is none
   */
  record Present(Strength strength, @Nullable String measure, String text) implements Observation {}

  /**
   * Proved not to be there when asked.
   *
   * @param failedGate the gate ({@code rows}, {@code check}) that data which is there fails, else
   *     null
   * @param likelyAt when it will be there if what is under way takes as long as it usually does;
   *     null where that is not known
   */
  record NotYet(@Nullable String failedGate, String text, @Nullable Instant likelyAt)
      implements Observation {
    public NotYet(@Nullable String failedGate, String text) {
      this(failedGate, text, null);
    }

    public static NotYet because(String text) {
      return new NotYet(null, text, null);
    }
  }

  /** The task or job failed; it may still be repaired. Counts as "not there". */
  record Failed(@Nullable Instant at, String text) implements Observation {}

  /** The task was skipped, or the delivery was empty on purpose. */
  record Skipped(Instant at, String text) implements Observation {}

  /** No such table, DAG or file store: the rule is broken. */
  record Absent(String text) implements Observation {}

  /** The source could not answer for this target. */
  record Unreachable(String text) implements Observation {}

  /**
   * Freshness rules only: the newest event that is not later than now.
   *
   * @param newest null where there is none
   */
  record Newest(@Nullable Instant newest, Strength strength, String text) implements Observation {}

  /** How much the evidence proves. */
  enum Strength {
    STRONG,
    WEAK
  }
}
