package dev.punctual.observe.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a JSON value says about readiness. */
sealed interface Moment {

  /** A time, to the microsecond. */
  record Time(Instant instant) implements Moment {}

  /** A date without time of day. */
  record Day(LocalDate date) implements Moment {}

  record Flag(boolean ready) implements Moment {}

  /** Null, or nothing at that place. */
  record Nothing() implements Moment {}

  /** A value that is none of these; the text says what it is. */
  record Other(String what) implements Moment {}

  /** From here on a number counts milliseconds: as seconds it would lie after the year 5000. */
  double MILLISECONDS_FROM = 1e11;

  /** Before this, 3 March 1973, a number is no time that data could have. */
  double SECONDS_FROM = 1e8;

  /**
   * Reads a value.
   *
   * @param zone of times without one; null where that is not known
   */
  static Moment of(@Nullable Object value, @Nullable ZoneId zone) {
    return switch (value) {
      case null -> new Nothing();
      case Boolean flag -> new Flag(flag);
      case Number number -> number(number.doubleValue());
      case String text -> text(text.strip(), zone);
      case Object other -> new Other("a list or an object");
    };
  }

  private static Moment number(double number) {
    if (number < SECONDS_FROM || number > 1e15) {
      return new Other("the number " + number);
    }
    double micros = number < MILLISECONDS_FROM ? number * 1e6 : number * 1e3;
    return new Time(Instant.EPOCH.plus(Math.round(micros), ChronoUnit.MICROS));
  }

  private static Moment text(String text, @Nullable ZoneId zone) {
    if (text.isEmpty()) {
      return new Nothing();
    }
    if (text.equals("true") || text.equals("false")) {
      return new Flag(text.equals("true"));
    }
    try {
      return instant(
          text.replaceFirst("^([0-9-]{10}) ", "$1T")
              .replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2"),
          zone);
    } catch (DateTimeException e) {
      return new Other("\"" + text.substring(0, Math.min(text.length(), 40)) + "\"");
    }
  }

  private static Moment instant(String text, @Nullable ZoneId zone) {
    if (text.length() == 10) {
      return new Day(LocalDate.parse(text));
    }
    if (text.matches(".*T.*([Zz]|[+-][0-9]{2}(:[0-9]{2})?)")) {
      return new Time(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS));
    }
    LocalDateTime local = LocalDateTime.parse(text);
    return zone == null
        ? new Other("the time " + text + " without a zone, and the source has no timezone set")
        : new Time(local.atZone(zone).toInstant().truncatedTo(ChronoUnit.MICROS));
  }
}
