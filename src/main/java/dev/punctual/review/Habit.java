package dev.punctual.review;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the data of a rule usually arrives, measured from the due instant; negative before it.
 *
 * @param early one in ten is earlier
 * @param late one in ten is later
 */
record Habit(Duration early, Duration median, Duration late) {

  /** Arrivals it takes to speak of a habit. */
  private static final int ENOUGH = 5;

  /** Null with too few arrivals. */
  static @Nullable Habit of(List<Duration> lateness) {
    if (lateness.size() < ENOUGH) {
      return null;
    }
    List<Duration> sorted = lateness.stream().sorted().toList();
    return new Habit(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
  }

  private static Duration at(List<Duration> sorted, double share) {
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }
}
