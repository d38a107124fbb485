package dev.punctual.ledger;

import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.rule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines that the rules in force still promise for a half-year, beyond those that are stored
 * already. Worked out once for a set of rules and a half-year; rules that promise alike share it.
 *
 * @param from nothing is known of deadlines that fall due earlier
 */
record Planned(
    RuleSet rules,
    List<Maintenance> maintenance,
    HalfYear halfYear,
    Instant from,
    Map<String, Due> byRule) {

  /** A due instant lies at most this long after its business date, beyond what the rule adds. */
  static final Duration MARGIN = Duration.ofDays(3);

  /**
   * @param maintenance the windows of rule files and of people
   */
  static Planned of(RuleSet rules, List<Maintenance> maintenance, HalfYear halfYear, Instant from) {
    Map<Alike, int[]> shared = new HashMap<>();
    Map<String, Due> byRule = new HashMap<>();
    for (Rule rule : rules.rules().values()) {
      if (!rule.isFreshness() && !rule.counting().trial()) {
        int[] due = shared.computeIfAbsent(Alike.of(rule), _ -> due(rule, halfYear, from));
        byRule.put(rule.id(), new Due(due, base(halfYear), windows(maintenance, rule.id())));
      }
    }
    return new Planned(rules, maintenance, halfYear, from, byRule);
  }

  /** Whether this still answers for these rules, half-year and time. */
  @SuppressWarnings("ReferenceEquality") // a set of rules is published whole; comparing is dear
  boolean holds(RuleSet asked, List<Maintenance> windows, HalfYear of, Instant now) {
    return rules == asked
        && maintenance.equals(windows)
        && halfYear.equals(of)
        && !now.isBefore(from);
  }

  /** How many deadlines of a rule fall due after an instant and are not in a maintenance window. */
  int after(String rule, Instant instant) {
    Due due = byRule.get(rule);
    return due == null ? 0 : due.after(instant);
  }

  private static int[] due(Rule rule, HalfYear halfYear, Instant from) {
    return Schedule.between(rule, from, lastDue(rule, halfYear)).stream()
        .filter(deadline -> halfYear.contains(deadline.businessDate()))
        .map(Deadline::dueAt)
        .mapToInt(due -> (int) (due.getEpochSecond() - base(halfYear)))
        .sorted()
        .toArray();
  }

  private static Instant lastDue(Rule rule, HalfYear halfYear) {
    Instant end = halfYear.end().atStartOfDay(ZoneOffset.UTC).toInstant().plus(MARGIN);
    return switch (rule.promise()) {
      case Promise.ReadyBy promise -> end.plus(Duration.ofDays(promise.readyBy().plusDays()));
      case Promise.ReadyWithin promise -> end.plus(promise.readyWithin());
      case Promise.FreshWithin _ -> end;
    };
  }

  private static long base(HalfYear halfYear) {
    return halfYear.start().atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /** The windows over a rule, without overlaps: start → end, in seconds since the epoch. */
  private static TreeMap<Long, Long> windows(List<Maintenance> maintenance, String id) {
    TreeMap<Long, Long> merged = new TreeMap<>();
    for (Maintenance window : maintenance) {
      if (window.concerns(id)) {
        merge(merged, window.from().getEpochSecond(), window.to().getEpochSecond());
      }
    }
    return merged;
  }

  private static void merge(TreeMap<Long, Long> windows, long from, long to) {
    long start = from;
    long end = to;
    for (Map.Entry<Long, Long> other : List.copyOf(windows.entrySet())) {
      if (other.getKey() <= end && other.getValue() >= start) {
        start = Math.min(start, other.getKey());
        end = Math.max(end, other.getValue());
        windows.remove(other.getKey());
      }
    }
    windows.put(start, end);
  }

  /** What makes two rules fall due at the same instants. */
  private record Alike(
      Promise promise, ZoneId zone, @Nullable LocalDate first, @Nullable LocalDate last) {
    static Alike of(Rule rule) {
      return new Alike(
          rule.promise(), rule.timezone(), rule.counting().from(), rule.counting().until());
    }
  }

  /**
   * Due instants of a rule.
   *
   * @param seconds sorted, after {@code base}
   * @param base seconds since the epoch
   */
  @SuppressWarnings("ArrayRecordComponent") // shared by rules, never given out
  private record Due(int[] seconds, long base, TreeMap<Long, Long> windows) {

    int after(Instant instant) {
      long beyond = instant.getEpochSecond() + 1;
      int excused = 0;
      for (Map.Entry<Long, Long> window : windows.entrySet()) {
        int from = index(Math.max(beyond, window.getKey()));
        excused += Math.max(0, index(window.getValue()) - from);
      }
      return seconds.length - index(beyond) - excused;
    }

    /** How many fall due before a second. */
    private int index(long second) {
      long wanted = Math.clamp(second - base, Integer.MIN_VALUE, Integer.MAX_VALUE);
      int at = Arrays.binarySearch(seconds, (int) wanted);
      if (at < 0) {
        return -at - 1;
      }
      while (at > 0 && seconds[at - 1] == seconds[at]) {
        at--;
      }
      return at;
    }
  }
}
