package dev.punctual.review;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A week from Monday to Sunday, numbered as ISO 8601 does. It holds the deadlines that fall due in
 * it by the clock of the service.
 */
public record Week(LocalDate monday) implements Comparable<Week> {

  private static final Pattern FORM = Pattern.compile("([0-9]{4})-?W([0-9]{2})");

  public Week {
    if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
      throw new IllegalArgumentException(monday + " is no Monday");
    }
  }

  /** The week a date lies in. */
  public static Week of(LocalDate date) {
    return new Week(date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
  }

  static Week of(Instant instant, ZoneId zone) {
    return of(LocalDate.ofInstant(instant, zone));
  }

  /**
   * Reads {@code 2026-W46}.
   *
   * @throws BadWeekException when it is none
   */
  public static Week parse(String name) {
    Matcher form = FORM.matcher(name.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      throw new BadWeekException("\"" + name + "\" is not a week. Write it as 2026-W46.");
    }
    int year = Integer.parseInt(form.group(1));
    int number = Integer.parseInt(form.group(2));
    if (year < 1970) {
      throw new BadWeekException("\"" + name + "\" lies before 1970. Write a week as 2026-W46.");
    }
    LocalDate inFirst = LocalDate.of(year, 1, 4);
    Week week = of(inFirst).plus(number - 1L);
    if (number < 1 || !week.id().equals(year + "-W" + form.group(2))) {
      long last = IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(inFirst).getMaximum();
      throw new BadWeekException(year + " has the weeks W01 to W" + last + ".");
    }
    return week;
  }

  /** As in addresses and commands: {@code 2026-W46}. */
  public String id() {
    return String.format(
        Locale.ROOT, "%04d-W%02d", monday.get(IsoFields.WEEK_BASED_YEAR), number());
  }

  int number() {
    return monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  LocalDate sunday() {
    return monday.plusDays(6);
  }

  Instant from(ZoneId zone) {
    return monday.atStartOfDay(zone).toInstant();
  }

  /** The end, not part of it. */
  Instant to(ZoneId zone) {
    return monday.plusDays(7).atStartOfDay(zone).toInstant();
  }

  boolean isOver(Instant now, ZoneId zone) {
    return !now.isBefore(to(zone));
  }

  boolean hasBegun(Instant now, ZoneId zone) {
    return !now.isBefore(from(zone));
  }

  public Week plus(long weeks) {
    return new Week(monday.plusWeeks(weeks));
  }

  @Override
  public int compareTo(Week other) {
    return monday.compareTo(other.monday);
  }

  @Override
  public String toString() {
    return id();
  }
}
