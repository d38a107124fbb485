package dev.punctual.review;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a source did not answer.
 *
 * @param to null while it goes on
 */
record Outage(String source, Instant from, @Nullable Instant to, String reason) {

  boolean holds(Instant instant) {
    return !instant.isBefore(from) && (to == null || instant.isBefore(to));
  }

  boolean touches(Instant begin, Instant end) {
    return from.isBefore(end) && (to == null || to.isAfter(begin));
  }
}
