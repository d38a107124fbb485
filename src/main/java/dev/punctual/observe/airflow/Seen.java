package dev.punctual.observe.airflow;

import dev.punctual.observe.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one run.
 *
 * @param memo what is to be kept of it; null when there is nothing
 */
record Seen(Observation observation, @Nullable Memo memo) {

  static Seen of(Observation observation) {
    return new Seen(observation, null);
  }

  static Seen notYet(String text) {
    return of(Observation.NotYet.because(text));
  }
}
