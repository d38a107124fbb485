package dev.punctual.observe.jdbc;

import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What {@code :data_date} and its kin are for one deadline.
 *
 * @param slot start and end; null without {@code every}
 * @param zone of dates and of times without a zone
 */
record Parameters(
    LocalDate dataDate,
    LocalDate businessDate,
    Instant opensAt,
    Instant dueAt,
    @Nullable Slot slot,
    ZoneId zone) {

  record Slot(Instant start, Instant end) {}

  static Parameters of(Deadline deadline, ZoneId zone) {
    Instant start = deadline.slot();
    return new Parameters(
        deadline.dataDate(),
        deadline.businessDate(),
        deadline.opensAt(),
        deadline.dueAt(),
        start == null ? null : new Slot(start, deadline.opensAt()),
        zone);
  }

  /** The same times of the local clock seven days before. */
  Parameters weekEarlier() {
    return new Parameters(
        dataDate.minusWeeks(1),
        businessDate.minusWeeks(1),
        weekEarlier(opensAt),
        weekEarlier(dueAt),
        slot == null ? null : new Slot(weekEarlier(slot.start()), weekEarlier(slot.end())),
        zone);
  }

  private Instant weekEarlier(Instant instant) {
    return ZonedDateTime.ofInstant(instant, zone).minusWeeks(1).toInstant();
  }

  /**
   * The value to bind, by the name without its colon.
   *
   * @throws BadQuestion for a name that is none, or a slot where the rule has no {@code every}
   */
  Object value(String name) throws BadQuestion {
    return switch (name) {
      case "data_date" -> dataDate;
      case "business_date" -> businessDate;
      case "opens_at" -> utc(opensAt);
      case "due_at" -> utc(dueAt);
      case "slot_start" -> utc(slot(name).start());
      case "slot_end" -> utc(slot(name).end());
      case "slot_start_local" -> local(slot(name).start());
      case "slot_end_local" -> local(slot(name).end());
      default -> throw new BadQuestion("there is no parameter :" + name);
    };
  }

  LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, zone);
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private Slot slot(String name) throws BadQuestion {
    if (slot == null) {
      throw new BadQuestion(":" + name + " needs a rule with every");
    }
    return slot;
  }
}
