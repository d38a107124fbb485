package dev.punctual.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill should find: a verdict for each day that can be told, and none for the others.
 */
final class BackfillTruth {

  private final Map<Due, Told> days = new TreeMap<>();

  /** A deadline. */
  record Due(String rule, LocalDate date, Instant dueAt) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byRule = rule.compareTo(other.rule);
      return byRule != 0 ? byRule : dueAt.compareTo(other.dueAt);
    }
  }

  /**
   * What is known of it.
   *
   * @param arrival null for data that never came
   * @param basis what its time rests on
   */
  record Told(String verdict, @Nullable Instant arrival, String basis) {}

  /** Data came then; after the closing it came never. */
  void arrived(Due key, Instant at, Instant closesAt, String basis) {
    boolean met = !at.isAfter(key.dueAt());
    days.put(key, new Told(met ? "met" : "missed", at.isAfter(closesAt) ? null : at, basis));
  }

  /** It is known that no data came. */
  void never(Due key, String basis) {
    days.put(key, new Told("missed", null, basis));
  }

  /** Somebody judged it then: nobody fills it in. */
  void remove(Due key) {
    days.remove(key);
  }

  Map<Due, Told> days() {
    return days;
  }
}
