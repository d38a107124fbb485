package dev.punctual.report;

import dev.punctual.judge.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A missed deadline that is not excused.
 *
 * @param rule the one that carries its history on
 * @param slot the due instant where the rule has no slots
 * @param opensAt of a slot its end
 * @param state late, missed (never arrived) or overdue (still awaited)
 * @param cause word of a category, null while nobody gave one
 * @param evidence what proves it, null where nothing more is known than the reason
 * @param reason in the words of the judge, or of who corrected it
 * @param backfilled what its times rest on where it was filled in afterwards, in one word; null
 *     where it was judged live
 */
public record Miss(
    String rule,
    @Nullable String team,
    LocalDate businessDate,
    Instant slot,
    boolean slotted,
    Instant opensAt,
    Instant dueAt,
    State state,
    @Nullable Instant arrivalAt,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    @Nullable String cause,
    @Nullable String note,
    @Nullable String evidence,
    String reason,
    @Nullable String backfilled) {

  Miss of(String heir) {
    return heir.equals(rule)
        ? this
        : new Miss(
            heir,
            team,
            businessDate,
            slot,
            slotted,
            opensAt,
            dueAt,
            state,
            arrivalAt,
            acknowledgedAt,
            acknowledgedBy,
            cause,
            note,
            evidence,
            reason,
            backfilled);
  }

  /** How long after the due instant the data came; null where it has not. */
  public @Nullable Duration lateness() {
    return state == State.LATE && arrivalAt != null ? Duration.between(dueAt, arrivalAt) : null;
  }

  /** How long after the due instant somebody took it on; nothing when it was taken on before. */
  public @Nullable Duration untilAcknowledged() {
    if (acknowledgedAt == null) {
      return null;
    }
    Duration after = Duration.between(dueAt, acknowledgedAt);
    return after.isNegative() ? Duration.ZERO : after;
  }

  /** From being taken on to the arrival; null where either is not known or in this order. */
  public @Nullable Duration fromAcknowledgedToArrival() {
    return acknowledgedAt == null
            || arrivalAt == null
            || state != State.LATE
            || arrivalAt.isBefore(acknowledgedAt)
        ? null
        : Duration.between(acknowledgedAt, arrivalAt);
  }
}
