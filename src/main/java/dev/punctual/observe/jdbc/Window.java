package dev.punctual.observe.jdbc;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When undated evidence counts for a deadline.
 *
 * @param opensAt inclusive
 * @param nextOpensAt exclusive; null where no other deadline follows
 * @param lastNo the previous round inside the window; null where there was none
 * @param zone for people
 */
record Window(
    Instant opensAt, @Nullable Instant nextOpensAt, @Nullable Instant lastNo, ZoneId zone) {

  static Window of(Probe probe, Deadline deadline, Ask ask) {
    Instant last = ask.lastAnswer().get(probe.kind());
    return new Window(
        deadline.opensAt(),
        probe.nextOpensAt(),
        last == null || last.isBefore(deadline.opensAt()) ? null : last,
        deadline.timezone());
  }

  boolean isOverBy(Instant instant) {
    return nextOpensAt != null && !instant.isBefore(nextOpensAt);
  }
}
