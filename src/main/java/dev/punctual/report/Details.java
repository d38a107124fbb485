package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the figures of a period. Rule ids are those that carry the history on.
 *
 * @param misses all that are not excused, by due instant
 * @param past summaries of periods of the same length before it, oldest first, the last one being
 *     the period before; empty where nothing is known of that
 */
record Details(
    List<Miss> misses,
    int incidents,
    List<Excused> excused,
    List<Unknown> unknown,
    List<PromiseChange> changes,
    Noise noise,
    List<PeriodSummary> past) {

  Details {
    misses = List.copyOf(misses);
    excused = List.copyOf(excused);
    unknown = List.copyOf(unknown);
    changes = List.copyOf(changes);
    past = List.copyOf(past);
  }

  /** The period before; null where nothing is known of it. */
  @Nullable PeriodSummary before() {
    return past.isEmpty() ? null : past.getLast();
  }

  /**
   * A deadline that does not count.
   *
   * @param underneath the verdict it was given all the same; null where it never was
   */
  record Excused(
      String rule,
      LocalDate businessDate,
      Instant dueAt,
      String category,
      String reason,
      String author,
      Instant at,
      State state,
      @Nullable Verdict underneath,
      @Nullable Instant arrivalAt) {
    Excused of(String heir) {
      return new Excused(
          heir, businessDate, dueAt, category, reason, author, at, state, underneath, arrivalAt);
    }
  }

  /**
   * A deadline of which nobody can tell.
   *
   * @param settled false where it was still open when the report was frozen
   */
  record Unknown(
      String rule, LocalDate businessDate, Instant dueAt, String reason, boolean settled) {
    Unknown of(String heir) {
      return new Unknown(heir, businessDate, dueAt, reason, settled);
    }
  }
}
