package dev.punctual.review;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody said they would do. It stands in every review from the week it was agreed
 * in until it is done or dropped.
 *
 * @param week the week in whose review it was agreed
 * @param rule it is about, null for none in particular
 * @param dropped given up instead of done
 */
public record Action(
    long id,
    Week week,
    @Nullable String team,
    @Nullable String rule,
    String text,
    String owner,
    LocalDate dueOn,
    String author,
    Instant madeAt,
    @Nullable Instant doneAt,
    @Nullable String doneBy,
    boolean dropped) {

  boolean isOpen() {
    return doneAt == null;
  }

  boolean isOverdue(LocalDate today) {
    return isOpen() && dueOn.isBefore(today);
  }
}
