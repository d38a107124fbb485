package dev.punctual.observe.airflow;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.Strength;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The newest success among several runs, for rules about age. */
final class Freshness {

  private Freshness() {}

  static Observation of(Question question, List<Observation> seen, Instant now) {
    return seen.stream()
        .filter(Arrived.class::isInstance)
        .map(Arrived.class::cast)
        .filter(arrived -> !arrived.latest().isAfter(now))
        .max(Comparator.comparing(Arrived::latest))
        .map(newest -> new Newest(newest.latest(), Strength.STRONG, newest.text()))
        .orElseGet(
            () ->
                new Newest(
                    null,
                    Strength.STRONG,
                    question.subject() + " has not succeeded in the last days"));
  }
}
