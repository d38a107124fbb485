package dev.punctual.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a card in Slack is about: misses of one team at one instant are one incident, and so are
 * consecutive slots of one rule. Of misses that belong together either way, all are one incident.
 */
public final class Incidents {

  private record Moment(String team, Instant dueAt) {}

  private final int[] parents;

  private Incidents(int misses) {
    this.parents = new int[misses];
    for (int i = 0; i < misses; i++) {
      parents[i] = i;
    }
  }

  /** How many there are. */
  public static int count(List<Miss> misses) {
    return of(misses).size();
  }

  /** The misses of each, by due instant; the incidents themselves in order of their first one. */
  public static List<List<Miss>> of(List<Miss> misses) {
    List<Miss> ordered = new ArrayList<>(misses);
    ordered.sort(Comparator.comparing(Miss::rule).thenComparing(Miss::slot));
    Incidents incidents = new Incidents(ordered.size());
    incidents.join(ordered);
    Map<Integer, List<Miss>> byRoot = new LinkedHashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      byRoot.computeIfAbsent(incidents.root(i), _ -> new ArrayList<>()).add(ordered.get(i));
    }
    byRoot
        .values()
        .forEach(group -> group.sort(Comparator.comparing(Miss::dueAt).thenComparing(Miss::rule)));
    return byRoot.values().stream()
        .sorted(
            Comparator.<List<Miss>, Instant>comparing(group -> group.getFirst().dueAt())
                .thenComparing(group -> group.getFirst().rule()))
        .toList();
  }

  private void join(List<Miss> misses) {
    Map<Moment, Integer> moments = new HashMap<>();
    for (int i = 0; i < misses.size(); i++) {
      Miss miss = misses.get(i);
      Moment moment = new Moment(miss.team() == null ? "" : miss.team(), miss.dueAt());
      Integer same = moments.putIfAbsent(moment, i);
      if (same != null) {
        parents[root(i)] = root(same);
      }
      if (i > 0 && follows(misses.get(i - 1), miss)) {
        parents[root(i)] = root(i - 1);
      }
    }
  }

  /** A slot opens at its end: the next one begins there. */
  private static boolean follows(Miss before, Miss miss) {
    return miss.slotted()
        && before.slotted()
        && before.rule().equals(miss.rule())
        && !miss.slot().isAfter(before.opensAt());
  }

  private int root(int of) {
    int at = of;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
