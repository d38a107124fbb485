package dev.punctual.observe.sql;

import dev.punctual.rule.Deadline;
import dev.punctual.rule.SqlText;
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
public record Parameters(
    LocalDate dataDate,
    LocalDate businessDate,
    Instant opensAt,
    Instant dueAt,
    @Nullable Slot slot,
    ZoneId zone) {

  public record Slot(Instant start, Instant end) {}

  public static Parameters of(Deadline deadline, ZoneId zone) {
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
  public Parameters weekEarlier() {
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
   * The value to bind.
   *
   * @throws BadQuestion for a slot where the rule has no {@code every}
   */
  public Object value(SqlText.Parameter parameter) throws BadQuestion {
    return switch (parameter) {
      case DATA_DATE -> dataDate;
      case BUSINESS_DATE -> businessDate;
      case OPENS_AT -> utc(opensAt);
      case DUE_AT -> utc(dueAt);
      case SLOT_START -> utc(slot(parameter).start());
      case SLOT_END -> utc(slot(parameter).end());
      case SLOT_START_LOCAL -> local(slot(parameter).start());
      case SLOT_END_LOCAL -> local(slot(parameter).end());
    };
  }

  public LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, zone);
  }

  public static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private Slot slot(SqlText.Parameter parameter) throws BadQuestion {
    if (slot == null) {
      throw new BadQuestion(":" + parameter.word() + " needs a rule with every");
    }
    return slot;
  }
}
