package dev.punctual.demo;

import dev.punctual.rule.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How an invented pipeline behaves: usually {@code early} before due, sometimes late, seldom never.
 * The same deadline always gets the same answer.
 *
 * @param early typical time between arrival and due
 * @param spread standard deviation of it
 * @param lateIn one deadline in so many is late; 0 for none
 * @param neverIn one in so many never arrives; 0 for none
 */
record Habit(Duration early, Duration spread, int lateIn, int neverIn) {

  private static final Map<String, Habit> HABITS =
      Map.ofEntries(
          Map.entry("learner-status", of(50, 6, 60, 0)),
          Map.entry("billing-ledger", of(38, 9, 24, 90)),
          Map.entry("course-catalogue", of(105, 8, 0, 0)),
          Map.entry("teacher-spreadsheet", of(22, 9, 30, 0)),
          Map.entry("partner-orders-east", of(70, 18, 40, 45)),
          Map.entry("partner-orders-west", of(65, 14, 70, 0)),
          Map.entry("crm-export", of(95, 12, 80, 0)),
          Map.entry("month-end-close", of(120, 30, 0, 0)),
          Map.entry("feature-store", of(62, 7, 150, 0)),
          Map.entry("customer-scores", of(55, 8, 70, 0)),
          Map.entry("recommendation-events", of(14, 2, 220, 0)),
          Map.entry("live-met", of(1, 0, 0, 0)),
          Map.entry("live-late", of(-2, 0, 0, 0)),
          Map.entry("live-missed", of(0, 0, 0, 1)));

  private static final Habit ORDINARY = of(45, 8, 70, 0);

  private static Habit of(int early, int spread, int lateIn, int neverIn) {
    return new Habit(Duration.ofMinutes(early), Duration.ofMinutes(spread), lateIn, neverIn);
  }

  /** When the data of this deadline lands; null for never. */
  static @Nullable Instant arrival(Deadline deadline) {
    return HABITS.getOrDefault(deadline.rule(), ORDINARY).land(deadline);
  }

  private @Nullable Instant land(Deadline deadline) {
    Random dice = new Random(deadline.key().hashCode() * 31L + deadline.rule().hashCode());
    dice.nextInt();
    if (neverIn > 0 && dice.nextInt(neverIn) == 0) {
      return null;
    }
    if (lateIn > 0 && dice.nextInt(lateIn) == 0) {
      long minutes = 6 + (long) Math.abs(dice.nextGaussian() * 55);
      return cut(deadline.dueAt().plus(Duration.ofMinutes(minutes)).plusSeconds(dice.nextInt(60)));
    }
    long drift = Math.round(dice.nextGaussian() * spread.toSeconds());
    Instant landed = deadline.dueAt().minus(early).plusSeconds(drift);
    Instant latest = early.isNegative() ? landed : deadline.dueAt().minusSeconds(40);
    Instant earliest = deadline.opensAt().plusSeconds(30);
    Instant inTime = landed.isAfter(latest) ? latest : landed;
    return cut(inTime.isBefore(earliest) ? earliest : inTime);
  }

  private static Instant cut(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
