package dev.punctual.rule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code calendars}: which days are business days. */
final class CalendarReader {

  private CalendarReader() {}

  /** A calendar; one without holidays after telling what is wrong. */
  static BusinessCalendar read(String name, Value value) {
    Fields fields = value.fields(Keys.CALENDAR);
    if (fields == null) {
      return plain(name);
    }
    String country = fields.read("country", CalendarReader::country);
    Set<DayOfWeek> weekend = fields.read("weekend", CalendarReader::weekend);
    List<DateRange> off = orNone(fields.read("also_off", CalendarReader::days));
    List<DateRange> on = orNone(fields.read("also_on", v -> daysOn(v, off)));
    try {
      BusinessCalendar calendar =
          BusinessCalendar.of(
              new BusinessCalendar.Definition(
                  name,
                  country,
                  weekend == null ? BusinessCalendar.Definition.DEFAULT_WEEKEND : weekend,
                  off,
                  on),
              place(value, fields));
      String caution = calendar.caution();
      if (caution != null) {
        value.scope().problems().warn(calendar.spot(), caution);
      }
      return calendar;
    } catch (IllegalArgumentException e) {
      if (!overlaps(on, off)) {
        value.wrong(String.valueOf(e.getMessage()));
      }
      return plain(name);
    }
  }

  /** Where a year's holidays would be mended: the country. */
  private static Spot place(Value value, Fields fields) {
    Value country = fields.get("country");
    return country == null ? value.spot() : country.spot();
  }

  private static BusinessCalendar plain(String name) {
    return BusinessCalendar.of(
        new BusinessCalendar.Definition(
            name, null, BusinessCalendar.Definition.DEFAULT_WEEKEND, List.of(), List.of()));
  }

  private static @Nullable String country(Value value) {
    return value.scalar(
        text -> {
          try {
            Holidays.of(text);
            return text;
          } catch (IllegalArgumentException e) {
            throw new BadScalarException(String.valueOf(e.getMessage()), 0);
          }
        });
  }

  /** An empty list is a week without a weekend. */
  private static @Nullable Set<DayOfWeek> weekend(Value value) {
    if (value.node() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
      return Set.of();
    }
    Set<DayOfWeek> days = DayRuleReader.weekdays(value);
    if (days.size() == DayOfWeek.values().length) {
      value.wrong("A week without a business day has no deadlines. Leave a day out of weekend.");
      return null;
    }
    return days;
  }

  private static List<DateRange> days(Value value) {
    List<DateRange> days = new ArrayList<>();
    if (value.node() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
      return days;
    }
    for (Value item : value.items()) {
      DateRange range = item.scalar(DateRange::parse);
      if (range != null) {
        days.add(range);
      }
    }
    return days;
  }

  private static List<DateRange> daysOn(Value value, List<DateRange> off) {
    List<DateRange> on = days(value);
    if (!(value.node() instanceof YamlNode.Sequence list) || list.items().size() != on.size()) {
      return on;
    }
    for (int i = 0; i < on.size(); i++) {
      Optional<LocalDate> both = firstInBoth(on.get(i), off);
      if (both.isPresent()) {
        value
            .scope()
            .problems()
            .error(
                list.items().get(i).spot(),
                both.get() + " is both in also_off and in also_on. Keep one of them.");
      }
    }
    return on;
  }

  private static boolean overlaps(List<DateRange> on, List<DateRange> off) {
    return on.stream().anyMatch(range -> firstInBoth(range, off).isPresent());
  }

  private static Optional<LocalDate> firstInBoth(DateRange on, List<DateRange> off) {
    return off.stream()
        .filter(range -> !range.to().isBefore(on.from()) && !range.from().isAfter(on.to()))
        .map(range -> range.from().isAfter(on.from()) ? range.from() : on.from())
        .min(LocalDate::compareTo);
  }

  private static List<DateRange> orNone(@Nullable List<DateRange> days) {
    return days == null ? List.of() : days;
  }
}
