package dev.punctual.poll;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source's recent failures say about asking it again: 5 s after the first, twice as long
 * after each further one, every two minutes once it is open. A due instant is asked for all the
 * same: it is worth one more attempt.
 *
 * @param failures in a row
 * @param since start of the first of them, null while there is none
 * @param retryAt not before this instant, null while there is no failure
 */
record Circuit(int failures, @Nullable Instant since, @Nullable Instant retryAt) {

  /** Failures in a row after which it is open. */
  static final int OPENS = 5;

  /** Longest pause, and the pause while open. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST_WISH = Duration.ofMinutes(15);

  /** Part of a pause by which it may be longer, so that sources do not fail in step. */
  private static final double SPREAD = 0.2;

  /**
   * One failure is often a dropped connection; a second one 5 s later, or one that took this long,
   * is an outage.
   */
  private static final Duration LONG = Duration.ofSeconds(30);

  static Circuit closed() {
    return new Circuit(0, null, null);
  }

  /**
   * After one more failure.
   *
   * @param took how long the failed attempt took
   * @param wish how long the source asked to be left alone, null when it did not say
   * @param chance 0 to 1, spreads the pauses
   */
  Circuit failed(Instant start, Duration took, @Nullable Duration wish, double chance) {
    int count = failures + 1;
    Duration pause = count >= OPENS ? LONGEST : FIRST.multipliedBy(1L << (count - 1));
    if (wish != null && wish.compareTo(pause) > 0) {
      pause = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }
    Duration spread = Duration.ofMillis((long) (pause.toMillis() * SPREAD * chance));
    return new Circuit(
        count, since == null ? start : since, start.plus(took).plus(pause).plus(spread));
  }

  boolean isOpen() {
    return failures >= OPENS;
  }

  /** Whether people are told: after two failures in a row, or one that took half a minute. */
  boolean isDown(Duration took) {
    return failures >= 2 || (failures == 1 && took.compareTo(LONG) >= 0);
  }
}
