package dev.punctual.observe.sql;

import dev.punctual.observe.Probe;
import dev.punctual.rule.Deadline;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How values of a column lie to a deadline.
 *
 * @param deadline null for freshness, where any value counts
 * @param now values later than it prove nothing
 * @param zone of the rule: which day is today
 * @param localZone of times without a zone
 */
public record Scale(@Nullable Deadline deadline, Instant now, ZoneId zone, ZoneId localZone) {

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(java.util.Locale.ROOT);

  private static final DateTimeFormatter ZONED =
      new DateTimeFormatterBuilder()
          .append(LOCAL)
          .appendPattern("[XXXXX][XXX][X]")
          .toFormatter(java.util.Locale.ROOT);

  /** SQL Server sets a blank before the zone. */
  private static final Pattern SPACED_ZONE = Pattern.compile(" ([+-]\\d\\d:\\d\\d)$");

  public static Scale of(Probe probe, Instant now, @Nullable ZoneId sourceZone) {
    ZoneId zone = probe.deadline() == null ? probe.rule().timezone() : probe.deadline().timezone();
    return new Scale(probe.deadline(), now, zone, sourceZone == null ? zone : sourceZone);
  }

  public LocalDate today() {
    return LocalDate.ofInstant(now, zone);
  }

  /** What a session that speaks ISO in UTC printed, as an instant or a date; null for neither. */
  public @Nullable Moment read(String printed) {
    String text = SPACED_ZONE.matcher(printed.strip().replace('T', ' ')).replaceFirst("$1");
    try {
      if (text.length() <= 10) {
        return new Moment.Day(LocalDate.parse(text));
      }
      if (text.substring(10).matches(".*[+Z-].*")) {
        return new Moment.At(OffsetDateTime.parse(text, ZONED).toInstant());
      }
      return new Moment.At(LocalDateTime.parse(text, LOCAL).atZone(localZone).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  public boolean isAhead(Moment moment) {
    return switch (moment) {
      case Moment.Day day -> day.date().isAfter(today());
      case Moment.At at -> at.instant().isAfter(now);
    };
  }

  /** Whether a value proves the deadline's data; one that lies ahead never does. */
  public boolean reaches(Moment moment) {
    if (isAhead(moment)) {
      return false;
    }
    if (deadline == null) {
      return true;
    }
    return switch (moment) {
      case Moment.Day day -> !day.date().isBefore(deadline.dataDate());
      case Moment.At at -> !at.instant().isBefore(deadline.opensAt());
    };
  }

  /** What a value had to reach, for people. */
  public String needed(Moment like) {
    if (deadline == null) {
      return "";
    }
    return switch (like) {
      case Moment.Day day -> deadline.dataDate().toString();
      case Moment.At at -> Words.time(deadline.opensAt(), zone);
    };
  }

  public String shown(Moment moment) {
    return switch (moment) {
      case Moment.Day day -> day.date().toString();
      case Moment.At at -> Words.time(at.instant(), zone);
    };
  }

  /** The instant for ages: of a date its first, so that no age is flattered. */
  public Instant instant(Moment moment) {
    return switch (moment) {
      case Moment.Day day -> day.date().atStartOfDay(zone).toInstant();
      case Moment.At at -> at.instant();
    };
  }

  /** A date or an instant. */
  public sealed interface Moment {
    record Day(LocalDate date) implements Moment {}

    record At(Instant instant) implements Moment {}
  }
}
