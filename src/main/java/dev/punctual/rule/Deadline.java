package dev.punctual.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One due instance of a rule. Instants are exact, truncated to microseconds.
 *
 * @param businessDate local date the promise is for, in {@code timezone}
 * @param slot start of the slot; null without {@code every}
 * @param dataDate date of the promised data
 * @param opensAt undated evidence before it belongs to an earlier deadline; of a slot: its end
 * @param dueAt an arrival at this instant is still met
 * @param closesAt what is unproved then stays unknown or missed
 * @param objective frozen with the promise when the deadline opens
 */
public record Deadline(
    String rule,
    LocalDate businessDate,
    @Nullable Instant slot,
    LocalDate dataDate,
    Instant opensAt,
    Instant dueAt,
    Instant closesAt,
    ZoneId timezone,
    BigDecimal objective) {

  /**
   * What makes a deadline unique. Where there is no slot, midnight UTC of the business date stands
   * in: a due time that is changed can then not make a second deadline of a date.
   */
  public record Key(String rule, LocalDate businessDate, Instant slot) {}

  public Key key() {
    Instant noSlot = businessDate.atStartOfDay(ZoneOffset.UTC).toInstant();
    return new Key(rule, businessDate, slot == null ? noSlot : slot);
  }
}
