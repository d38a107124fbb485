package dev.punctual.recount;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Misses that are one incident: of one team at one instant, or slots of one rule of which the next
 * begins no later than the one before ends. Found by walking from neighbour to neighbour.
 */
final class Joined {
  private final IdentityHashMap<Row, Integer> numbers = new IdentityHashMap<>();
  private int incidents;

  /**
   * @param misses by due instant and rule
   */
  Joined(List<Row> misses) {
    IdentityHashMap<Row, List<Row>> neighbours = new IdentityHashMap<>();
    misses.forEach(miss -> neighbours.put(miss, new ArrayList<>()));
    Map<String, Row> byMoment = new HashMap<>();
    Map<String, List<Row>> byRule = new HashMap<>();
    for (Row miss : misses) {
      Row same = byMoment.putIfAbsent(miss.text("team") + "\n" + miss.due(), miss);
      if (same != null) {
        link(neighbours, same, miss);
      }
      if (miss.has("slot")) {
        byRule.computeIfAbsent(miss.rule(), _ -> new ArrayList<>()).add(miss);
      }
    }
    for (List<Row> slots : byRule.values()) {
      slots.sort(Comparator.comparing(Row::slot));
      for (int i = 1; i < slots.size(); i++) {
        Instant ended = Instant.parse(slots.get(i - 1).text("opens_at"));
        if (!slots.get(i).slot().isAfter(ended)) {
          link(neighbours, slots.get(i - 1), slots.get(i));
        }
      }
    }
    for (Row miss : misses) {
      if (!numbers.containsKey(miss)) {
        incidents++;
        walk(neighbours, miss);
      }
    }
  }

  private static void link(IdentityHashMap<Row, List<Row>> neighbours, Row one, Row other) {
    java.util.Objects.requireNonNull(neighbours.get(one)).add(other);
    java.util.Objects.requireNonNull(neighbours.get(other)).add(one);
  }

  private void walk(IdentityHashMap<Row, List<Row>> neighbours, Row from) {
    Deque<Row> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      Row row = open.pop();
      if (numbers.putIfAbsent(row, incidents) == null) {
        open.addAll(java.util.Objects.requireNonNull(neighbours.get(row)));
      }
    }
  }

  int count() {
    return incidents;
  }

  int number(Row miss) {
    return java.util.Objects.requireNonNull(numbers.get(miss));
  }
}
