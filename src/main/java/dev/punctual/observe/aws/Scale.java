package dev.punctual.observe.aws;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Probe;
import dev.punctual.rule.Deadline;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How values that Athena prints lie to a deadline.
 *
 * @param deadline null for freshness, where any value counts
 * @param now values later than it prove nothing
 * @param zone of the rule: which day is today
 * @param localZone of times without a zone
 */
record Scale(@Nullable Deadline deadline, Instant now, ZoneId zone, ZoneId localZone) {

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  static Scale of(Probe probe, Instant now, @Nullable ZoneId sourceZone) {
    ZoneId zone = probe.deadline() == null ? probe.rule().timezone() : probe.deadline().timezone();
    return new Scale(probe.deadline(), now, zone, sourceZone == null ? zone : sourceZone);
  }

  /** A date or an instant. */
  sealed interface Moment {
    record Day(LocalDate date) implements Moment {}

    record At(Instant instant) implements Moment {}
  }

  /**
   * Reads a date, a time, or a time and its zone as {@code cast(… as varchar)} prints them; null
   * for anything else.
   */
  @Nullable Moment read(String printed) {
    String text = printed.strip().replaceFirst("^(.{10})T", "$1 ");
    try {
      if (text.length() <= 10) {
        return new Moment.Day(LocalDate.parse(text));
      }
      int second = text.indexOf(' ', 11);
      String time = second < 0 ? text.replaceFirst("Z$", "") : text.substring(0, second);
      ZoneId of =
          second < 0
              ? text.endsWith("Z") ? ZoneId.of("UTC") : localZone
              : ZoneId.of(text.substring(second + 1));
      return new Moment.At(LocalDateTime.parse(time, LOCAL).atZone(of).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  boolean isAhead(Moment moment) {
    return switch (moment) {
      case Moment.Day(LocalDate date) -> date.isAfter(LocalDate.ofInstant(now, zone));
      case Moment.At(Instant instant) -> instant.isAfter(now);
    };
  }

  /** Whether a value proves the deadline's data; one that lies ahead never does. */
  boolean reaches(Moment moment) {
    if (isAhead(moment) || deadline == null) {
      return !isAhead(moment);
    }
    return switch (moment) {
      case Moment.Day(LocalDate date) -> !date.isBefore(deadline.dataDate());
      case Moment.At(Instant instant) -> !instant.isBefore(deadline.opensAt());
    };
  }

  /** What a value had to reach, for people. */
  String needed(Moment like) {
    if (deadline == null) {
      return "";
    }
    return switch (like) {
      case Moment.Day d -> deadline.dataDate().toString();
      case Moment.At a -> LastChange.time(deadline.opensAt(), zone);
    };
  }

  String shown(Moment moment) {
    return switch (moment) {
      case Moment.Day(LocalDate date) -> date.toString();
      case Moment.At(Instant instant) -> LastChange.time(instant, zone);
    };
  }

  /** The instant for ages: of a date its first, so that no age is flattered. */
  Instant instant(Moment moment) {
    return switch (moment) {
      case Moment.Day(LocalDate date) -> date.atStartOfDay(zone).toInstant();
      case Moment.At(Instant instant) -> instant;
    };
  }
}
