package dev.punctual.observe.airflow;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants from {@code from} on and before {@code to}. */
record Span(Instant from, Instant to) {

  static @Nullable Span of(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : new Span(from, to);
  }

  boolean holds(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(to);
  }

  Duration length() {
    return Duration.between(from, to);
  }

  boolean touches(Span other) {
    return !other.to.isBefore(from) && !to.isBefore(other.from);
  }

  Span with(Span other) {
    return new Span(
        from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
  }
}
