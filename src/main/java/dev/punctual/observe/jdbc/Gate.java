package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Probe;
import dev.punctual.observe.jdbc.Relation.Footprint;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saves asking tables that nobody wrote to since they were last asked in full. It may only save
 * work, never decide: it gives way at the due instant, on the first round, after a failure, every
 * so often, and for whatever counters cannot see.
 *
 * <p>Counters are read before the snapshot in which tables are asked, and reported after the commit
 * they belong to: what the snapshot did not show moves them later, so the next round sees it. They
 * may be reported up to a minute late by a busy session, hence "every so often".
 */
final class Gate {

  private final Duration fullEvery;
  private Map<Key, Known> known = new HashMap<>();
  private Map<Key, Known> next = new HashMap<>();

  Gate(Duration fullEvery) {
    this.fullEvery = fullEvery;
  }

  /** What a question is about: another version of the rule is another question. */
  record Key(String rule, String version, Deadline.@Nullable Key deadline) {
    static Key of(Probe probe) {
      return new Key(
          probe.rule().id(),
          probe.rule().version(),
          probe.deadline() == null ? null : probe.deadline().key());
    }
  }

  /** The last full answer, and how the table's counters stood before it was asked. */
  private record Known(String mark, Observation observation, Instant fullAt) {}

  /** The answer that still holds, or null when the table must be asked. */
  @Nullable Observation answer(Probe probe, Relation relation, Instant now) {
    Footprint footprint = relation.footprint();
    if (probe.inFull() || footprint == null || footprint.mark().isEmpty()) {
      return null;
    }
    Key key = Key.of(probe);
    Known last = known.get(key);
    if (last == null) {
      return null;
    }
    boolean stale = !now.isBefore(last.fullAt().plus(fullEvery)) || now.isBefore(last.fullAt());
    boolean dueSince =
        probe.deadline() != null
            && !now.isBefore(probe.deadline().dueAt())
            && last.fullAt().isBefore(probe.deadline().dueAt());
    if (stale || dueSince || !footprint.mark().equals(last.mark())) {
      return null;
    }
    next.put(key, last);
    return last.observation();
  }

  /** Keeps a full answer that a table which stays as it is would give again. */
  void keep(Probe probe, Relation relation, Observation observation, Instant now) {
    Footprint footprint = relation.footprint();
    if (footprint != null && !footprint.mark().isEmpty() && lasts(probe, observation)) {
      next.put(Key.of(probe), new Known(footprint.mark(), observation, now));
    }
  }

  /** Ends a round: what it did not ask for is forgotten. */
  void turn() {
    known = next;
    next = new HashMap<>(known.size() * 2);
  }

  /** After a failure everything is asked anew. */
  void clear() {
    known = new HashMap<>();
    next = new HashMap<>();
  }

  private static boolean lasts(Probe probe, Observation observation) {
    Readiness readiness = probe.rule().readiness();
    boolean dependsOnCheck =
        readiness.check() != null
            && !(observation instanceof NotYet no && !"check".equals(no.failedGate()));
    if (dependsOnCheck || !(observation instanceof NotYet || observation instanceof Present)) {
      return false;
    }
    return switch (readiness.evidence()) {
      case Evidence.Where where -> !UserSql.isRestless(where.expression());
      case Evidence.Partition p -> true;
      case Evidence.Column c -> true;
      case Evidence.Modified m -> true;
      case Evidence.Changed c -> false;
      case Evidence.Best b -> false;
      case Evidence.Completion c -> false;
    };
  }
}
