package dev.punctual.poll;

import dev.punctual.rule.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a deadline is worth asking for: when it opens, seldom while nothing is expected, often from
 * the typical arrival on, exactly when it is due, less and less often while it is overdue, last
 * when it closes.
 *
 * @param far pause while nothing is expected
 * @param near pause from the typical arrival on
 * @param overdue pause in the first ten minutes after the due instant; twice that in the first
 *     hour, five times that afterwards
 */
record Cadence(Duration far, Duration near, Duration overdue) {

  /** Arrivals it takes to speak of a typical one. */
  private static final int ENOUGH = 5;

  /** Without history, arrivals are expected in the last half hour. */
  static final Duration UNKNOWN_LEAD = Duration.ofMinutes(30);

  private static final Duration SOON = Duration.ofMinutes(10);
  private static final Duration STILL = Duration.ofHours(1);

  /**
   * The first instant after {@code asked} at which this deadline is worth another question. May lie
   * in the past.
   *
   * @param asked when it was last asked for
   */
  Instant next(Plan plan, Instant asked) {
    Instant periodic = asked.plus(pause(plan, asked));
    Instant fixed = plan.fixedAfter(asked);
    return fixed != null && fixed.isBefore(periodic) ? fixed : periodic;
  }

  private Duration pause(Plan plan, Instant at) {
    Duration pause;
    if (at.isBefore(plan.dueAt())) {
      pause = at.isBefore(plan.expectedFrom()) ? far : near;
    } else if (at.isBefore(plan.dueAt().plus(SOON))) {
      pause = overdue;
    } else {
      pause =
          at.isBefore(plan.dueAt().plus(STILL)) ? overdue.multipliedBy(2) : overdue.multipliedBy(5);
    }
    return pause.compareTo(plan.leastPause()) < 0 ? plan.leastPause() : pause;
  }

  /**
   * The instants of a deadline that matter for asking.
   *
   * @param expectedFrom one in ten past arrivals came earlier than this
   * @param leastPause the shortest pause the source allows; fixed instants do not mind it
   * @param fixed instants at which to ask in any case, ascending
   */
  record Plan(Instant dueAt, Instant expectedFrom, Duration leastPause, List<Instant> fixed) {

    Plan {
      fixed = List.copyOf(fixed);
    }

    /**
     * Plans a deadline.
     *
     * @param remind heads-up this long before due, null for none
     * @param lag how long after the fact the source may still say no
     * @param lateness past arrivals as arrival minus due
     */
    static Plan of(
        Deadline deadline,
        @Nullable Duration remind,
        Duration lag,
        List<Duration> lateness,
        Duration leastPause) {
      Instant due = deadline.dueAt();
      Instant expected = expectedFrom(deadline, lateness);
      List<Instant> fixed =
          Stream.of(
                  deadline.opensAt(),
                  expected,
                  remind == null ? due : due.minus(remind),
                  due,
                  due.plus(lag),
                  deadline.closesAt())
              .sorted()
              .distinct()
              .toList();
      return new Plan(due, expected, leastPause, fixed);
    }

    private static Instant expectedFrom(Deadline deadline, List<Duration> lateness) {
      Duration lead = UNKNOWN_LEAD.negated();
      if (lateness.size() >= ENOUGH) {
        Duration[] sorted = lateness.toArray(Duration[]::new);
        Arrays.sort(sorted);
        lead = sorted[sorted.length / 10];
      }
      Instant expected = deadline.dueAt().plus(lead);
      if (expected.isAfter(deadline.dueAt())) {
        return deadline.dueAt();
      }
      return expected.isBefore(deadline.opensAt()) ? deadline.opensAt() : expected;
    }

    @Nullable Instant fixedAfter(Instant asked) {
      for (Instant instant : fixed) {
        if (instant.isAfter(asked)) {
          return instant;
        }
      }
      return null;
    }
  }
}
