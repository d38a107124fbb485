package dev.punctual.report;

import dev.punctual.rule.Promise.ReadyWithin;
import dev.punctual.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts incidents: misses of one team at one instant are one, and so are consecutive slots of one
 * rule. Of misses that belong together either way, all are one incident.
 */
final class Incidents {
  /** Slots of rules that are gone belong together when they begin within a day. */
  private static final Duration UNKNOWN_EVERY = Duration.ofDays(1);

  private record Moment(String team, Instant dueAt) {}

  private final Map<String, Rule> rules;
  private final int[] parents;

  private Incidents(Map<String, Rule> rules, int misses) {
    this.rules = rules;
    this.parents = new int[misses];
    for (int i = 0; i < misses; i++) {
      parents[i] = i;
    }
  }

  /**
   * @param rules in force, by id: they know how far apart slots are
   */
  static int count(List<Miss> misses, Map<String, Rule> rules) {
    List<Miss> ordered = new ArrayList<>(misses);
    ordered.sort(Comparator.comparing(Miss::rule).thenComparing(Miss::slot));
    Incidents incidents = new Incidents(rules, ordered.size());
    incidents.join(ordered);
    Set<Integer> roots = new HashSet<>();
    for (int i = 0; i < ordered.size(); i++) {
      roots.add(incidents.root(i));
    }
    return roots.size();
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

  private boolean follows(Miss before, Miss miss) {
    if (!miss.slotted() || !before.rule().equals(miss.rule())) {
      return false;
    }
    return Duration.between(before.slot(), miss.slot()).compareTo(every(rules.get(miss.rule())))
        <= 0;
  }

  private static Duration every(@Nullable Rule rule) {
    return rule != null && rule.promise() instanceof ReadyWithin slots
        ? slots.every()
        : UNKNOWN_EVERY;
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
