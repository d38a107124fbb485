package dev.punctual.ledger;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The present of a freshness rule.
 *
 * @param newestAt the newest event known, null while none is
 * @param since when the state began
 * @param breachFrom start of the open breach, null without one
 * @param gapFrom since when nothing can be said, null while something can
 */
public record Freshness(
    String rule,
    State state,
    @Nullable Instant newestAt,
    Instant since,
    String reason,
    @Nullable Instant breachFrom,
    @Nullable Instant gapFrom) {

  /** Stored and shown by {@link #word()}. */
  public enum State {
    FRESH,
    STALE,
    UNKNOWN,
    /** Outside the part of the day that is promised. */
    OFF;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What happened on the way to a new present; becomes rows and transitions. */
  public sealed interface Event {

    /** The age exceeded the promise from then on. */
    record BreachBegan(Instant from, String reason) implements Event {}

    /**
     * It ended.
     *
     * @param worstAgeSeconds greatest age of the newest event in it
     */
    record BreachEnded(Instant from, Instant to, long worstAgeSeconds, String reason)
        implements Event {}

    record GapBegan(Instant from, String reason) implements Event {}

    record GapEnded(Instant from, Instant to) implements Event {}

    /** Later evidence says what was the case in it. */
    record GapExplained(Instant from) implements Event {}

    /** The table is not there: the rule is broken. */
    record Broken(Instant at, String reason) implements Event {}
  }
}
