package dev.punctual.poll;

import dev.punctual.observe.Observation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a round brought, one observation for everything that was asked.
 *
 * @param answered whether the source as a whole answered
 * @param countsAt the instant the round counts as taken at
 * @param kinds the evidence kinds that were asked
 * @param remember what the source asked to remember
 */
record Answers(
    boolean answered,
    Instant countsAt,
    Set<String> kinds,
    List<Answered<Asked.Due>> due,
    List<Answered<Asked.Age>> ages,
    Map<String, String> remember) {

  /** These answers but for some kinds. */
  Answers without(Set<String> some) {
    if (some.isEmpty()) {
      return this;
    }
    Set<String> rest = new HashSet<>(kinds);
    rest.removeAll(some);
    return new Answers(answered, countsAt, rest, due, ages, remember);
  }

  record Answered<T extends Asked>(T asked, Observation observation) {}
}
