package dev.punctual.rule;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Some days in a row, both ends included: {@code 2026-12-29/2027-01-03}, or a single day.
 *
 * @param from first day
 * @param to last day, at most 366 days in all
 */
public record DateRange(LocalDate from, LocalDate to) {

  private static final long MOST_DAYS = 366;
  private static final String FORM = "Write it as 2026-12-29 or 2026-12-29/2027-01-03.";

  public DateRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "A range of days ends after it begins: " + from + "/" + to);
    }
    if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
      throw new IllegalArgumentException(
          "A range of days is at most " + MOST_DAYS + " days long: " + from + "/" + to);
    }
  }

  /** A single day. */
  public static DateRange of(LocalDate day) {
    return new DateRange(day, day);
  }

  /**
   * Reads a day or two days with a slash between.
   *
   * @throws BadScalarException when it is anything else, ends before it begins or is longer than
   *     366 days
   */
  public static DateRange parse(String text) {
    BadScalarException.refuseLong(text);
    int slash = text.indexOf('/');
    if (slash < 0) {
      return of(parseDate(text, 0));
    }
    LocalDate from = parseDate(text.substring(0, slash), 0);
    LocalDate to = parseDate(text.substring(slash + 1), slash + 1);
    try {
      return new DateRange(from, to);
    } catch (IllegalArgumentException e) {
      throw new BadScalarException(e.getMessage() + ". " + FORM, slash + 1);
    }
  }

  /**
   * Reads one day, {@code 2026-12-29}, between the years 1900 and 9999.
   *
   * @throws BadScalarException when it is anything else or a day that does not exist
   */
  public static LocalDate parseDate(String text) {
    return parseDate(text, 0);
  }

  /** Whether the day is one of these. */
  public boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }

  /** Every day from the first to the last. */
  public Stream<LocalDate> days() {
    return from.datesUntil(to.plusDays(1));
  }

  /** As written in a rule; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return from.equals(to) ? from.toString() : from + "/" + to;
  }

  private static LocalDate parseDate(String text, int offset) {
    BadScalarException.refuseLong(text);
    if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      throw new BadScalarException(
          "\"" + text + "\" is not a date. Write it as 2026-12-29.", offset);
    }
    LocalDate date;
    try {
      date = LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE);
    } catch (DateTimeParseException e) {
      throw new BadScalarException("There is no day \"" + text + "\" in the calendar.", offset);
    }
    if (date.getYear() < 1900) {
      throw new BadScalarException(
          "\"" + text + "\" is too long ago: years go from 1900 to 9999.", offset);
    }
    return date;
  }
}
