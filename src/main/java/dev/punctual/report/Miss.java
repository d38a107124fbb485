package dev.punctual.report;

import dev.punctual.judge.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A missed deadline that is not excused.
 *
 * @param slot the due instant where the rule has no slots
 * @param state late, missed (never arrived) or overdue (still awaited)
 * @param cause word of a category, null while nobody gave one
 */
record Miss(
    String rule,
    @Nullable String team,
    LocalDate businessDate,
    Instant slot,
    boolean slotted,
    Instant dueAt,
    State state,
    @Nullable Instant arrivalAt,
    @Nullable Instant acknowledgedAt,
    @Nullable String cause) {

  Miss of(String heir) {
    return new Miss(
        heir, team, businessDate, slot, slotted, dueAt, state, arrivalAt, acknowledgedAt, cause);
  }

  /** How long after the due instant the data came; null where it has not. */
  @Nullable Duration lateness() {
    return state == State.LATE && arrivalAt != null ? Duration.between(dueAt, arrivalAt) : null;
  }

  /** How long after the due instant somebody took it on; nothing when it was taken on before. */
  @Nullable Duration untilAcknowledged() {
    if (acknowledgedAt == null) {
      return null;
    }
    Duration after = Duration.between(dueAt, acknowledgedAt);
    return after.isNegative() ? Duration.ZERO : after;
  }

  /** From being taken on to the arrival; null where either is not known or in this order. */
  @Nullable Duration fromAcknowledgedToArrival() {
    return acknowledgedAt == null
            || arrivalAt == null
            || state != State.LATE
            || arrivalAt.isBefore(acknowledgedAt)
        ? null
        : Duration.between(acknowledgedAt, arrivalAt);
  }
}
