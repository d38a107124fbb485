package dev.punctual.judge;

import dev.punctual.observe.Observation.Strength;
import java.time.Instant;

/**
 * The instant the data was first ready, as well as it is known; latched, never moved by later
 * writes.
 *
 * @param earliest it was not there yet at this instant; equals {@code latest} where exact
 * @param latest it was there at this instant; the instant that is compared and shown
 */
public record Arrival(Instant earliest, Instant latest, Strength strength) {

  public Instant at() {
    return latest;
  }

  /** {@code exact} or {@code between}. */
  public String precision() {
    return earliest.equals(latest) ? "exact" : "between";
  }
}
