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
 * @param seenAt by when what is there was seen: the start, or the end of a slow round
 * @param kinds the evidence kinds that were asked
 * @param remember what the source asked to remember
 */
record Answers(
    boolean answered,
    Instant countsAt,
    Instant seenAt,
    Set<String> kinds,
    List<Answered<Asked.Due>> due,
    List<Answered<Asked.Age>> ages,
    Map<String, String> remember) {

  /**
   * Whether what was seen without a time of its own may lie on either side of the due instant, for
   * the round was under way at it. The round made for that instant follows and tells.
   */
  boolean straddle(Answered<Asked.Due> answer, Instant start) {
    Instant dueAt = answer.asked().dueAt();
    return answer.observation() instanceof Observation.Present
        && start.isBefore(dueAt)
        && seenAt.isAfter(dueAt);
  }

  /** These answers but for some kinds. */
  Answers without(Set<String> some) {
    if (some.isEmpty()) {
      return this;
    }
    Set<String> rest = new HashSet<>(kinds);
    rest.removeAll(some);
    return new Answers(answered, countsAt, seenAt, rest, due, ages, remember);
  }

  record Answered<T extends Asked>(T asked, Observation observation) {}
}
