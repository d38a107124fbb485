package dev.punctual.alert.slack;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signatures of the last minutes: a request that was recorded and sent again is refused. Of
 * several replicas each knows its own; what a request does is done once by the ledger.
 */
@Singleton
class SlackRequests {

  /** Longer than a signature is taken, on either side of our clock. */
  private static final Duration KEPT = Duration.ofMinutes(11);

  private final Map<String, Instant> seen = new LinkedHashMap<>();

  /** Whether a genuine signature comes for the first time. */
  synchronized boolean isFirst(String signature, Instant now) {
    seen.values().removeIf(at -> at.plus(KEPT).isBefore(now));
    return seen.putIfAbsent(signature, now) == null;
  }
}
