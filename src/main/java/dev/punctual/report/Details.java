package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the figures of a period. Rule ids are those that carry the history on.
 *
 * @param misses all that are not excused, by due instant
 * @param causesBefore misses by cause in the period before, "" for none given
 */
record Details(
    List<Miss> misses,
    int incidents,
    List<Excused> excused,
    List<Unknown> unknown,
    List<PromiseChange> changes,
    Map<String, Integer> causesBefore,
    Noise noise) {

  /**
   * A deadline that does not count.
   *
   * @param underneath the verdict it was given all the same; null while not judged
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

  /** A deadline of which nobody can tell. */
  record Unknown(String rule, LocalDate businessDate, String reason) {
    Unknown of(String heir) {
      return new Unknown(heir, businessDate, reason);
    }
  }
}
