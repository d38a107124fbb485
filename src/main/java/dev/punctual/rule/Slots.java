package dev.punctual.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which a zone's clock shows a multiple of a length: where slots begin, and where
 * the slot before ends. A repeated hour counts twice, a skipped one not at all. Walks forward;
 * seconds since the epoch.
 */
final class Slots {

  private final ZoneRules rules;
  private final long every;

  /** The clock runs evenly from the instant looked at last until here. */
  private long evenUntil = Long.MIN_VALUE;

  private long offset;

  /**
   * @param every whole seconds that divide a day
   */
  Slots(ZoneId zone, Duration every) {
    this.rules = zone.getRules();
    this.every = every.toSeconds();
  }

  /** The last beginning at or before the second. */
  long atOrBefore(long second) {
    long at = second;
    while (true) {
      Instant instant = Instant.ofEpochSecond(at);
      long start = at - Math.floorMod(at + rules.getOffset(instant).getTotalSeconds(), every);
      ZoneOffsetTransition change = rules.previousTransition(instant.plusSeconds(1));
      if (change == null || start >= change.toEpochSecond()) {
        return start;
      }
      at = change.toEpochSecond() - 1;
    }
  }

  /** The first beginning after the second; seconds asked for never go back. */
  long after(long second) {
    long from = second + 1;
    while (true) {
      if (from >= evenUntil) {
        lookAt(from);
      }
      long start = from + Math.floorMod(-(from + offset), every);
      if (start < evenUntil) {
        return start;
      }
      from = evenUntil;
    }
  }

  private void lookAt(long second) {
    Instant instant = Instant.ofEpochSecond(second);
    offset = rules.getOffset(instant).getTotalSeconds();
    @Nullable ZoneOffsetTransition change = rules.nextTransition(instant);
    evenUntil = change == null ? Long.MAX_VALUE : change.toEpochSecond();
  }
}
