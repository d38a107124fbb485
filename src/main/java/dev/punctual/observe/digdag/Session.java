package dev.punctual.observe.digdag;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a workflow did, or does, for one session time.
 *
 * @param attempts oldest first, never empty
 */
record Session(Instant time, List<Attempt> attempts) {

  /** The sessions of these attempts, by session time. */
  static List<Session> of(List<Attempt> attempts) {
    Map<Long, List<Attempt>> bySession = new TreeMap<>();
    attempts.stream()
        .sorted(Comparator.comparingLong(Attempt::id))
        .forEach(one -> bySession.computeIfAbsent(one.session(), id -> new ArrayList<>()).add(one));
    return bySession.values().stream()
        .map(some -> new Session(some.getFirst().sessionTime(), List.copyOf(some)))
        .sorted(Comparator.comparing(Session::time))
        .toList();
  }

  Attempt last() {
    return attempts.getLast();
  }
}
