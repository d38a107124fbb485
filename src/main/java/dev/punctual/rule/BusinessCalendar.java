package dev.punctual.rule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which days are business days: not the weekend, not a public holiday of the country, not {@code
 * also_off}; and {@code also_on} whatever else they are.
 *
 * <p>Outside the {@linkplain #knownYears years whose holidays are known} the answers rest on
 * weekends and own days alone; ask {@link #knows}, and show {@link RuleSet#calendarEnds}.
 * Immutable, safe for concurrent use; equal when the definitions are.
 */
public final class BusinessCalendar {

  private static final int MOST_OWN_DAYS = 10_000;

  /**
   * No calendar has so many days off in a row by accident; own days are bounded by {@link
   * #MOST_OWN_DAYS}.
   */
  private static final int LONGEST_SEARCH = 2 * MOST_OWN_DAYS;

  /**
   * A calendar as written.
   *
   * @param name what rules call it
   * @param country ISO 3166 code ({@code JP}, {@code US}, {@code DE-BY}) whose public holidays are
   *     off; null for none
   * @param weekend at most six days, possibly none
   * @param alsoOff further days off
   * @param alsoOn days on, stronger than weekend and holiday; none of them also off
   */
  public record Definition(
      String name,
      @Nullable String country,
      Set<DayOfWeek> weekend,
      List<DateRange> alsoOff,
      List<DateRange> alsoOn) {

    /** What {@code weekend} means when it is not written. */
    public static final Set<DayOfWeek> DEFAULT_WEEKEND =
        Collections.unmodifiableSet(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

    public Definition {
      if (weekend.size() == DayOfWeek.values().length) {
        throw new IllegalArgumentException(
            "Calendar " + name + " has no business day: its weekend is the whole week.");
      }
      weekend =
          Collections.unmodifiableSet(
              weekend.isEmpty() ? EnumSet.noneOf(DayOfWeek.class) : EnumSet.copyOf(weekend));
      alsoOff = List.copyOf(alsoOff);
      alsoOn = List.copyOf(alsoOn);
    }
  }

  private final Definition definition;
  private final Holidays holidays;
  private final Set<LocalDate> off;
  private final Set<LocalDate> on;
  private final Spot spot;

  private BusinessCalendar(
      Definition definition, Holidays holidays, Set<LocalDate> off, Set<LocalDate> on, Spot spot) {
    this.definition = definition;
    this.spot = spot;
    this.holidays = holidays;
    this.off = off;
    this.on = on;
  }

  /**
   * Makes the calendar.
   *
   * @throws IllegalArgumentException when the country is unknown (with the one that was probably
   *     meant), when a day is both off and on, or when there are more than 10,000 own days
   */
  public static BusinessCalendar of(Definition definition) {
    return of(definition, Spot.startOf(definition.name()));
  }

  /** The same, with the place where it is written. */
  static BusinessCalendar of(Definition definition, Spot spot) {
    Set<LocalDate> off = days(definition.name(), definition.alsoOff());
    Set<LocalDate> on = days(definition.name(), definition.alsoOn());
    on.stream()
        .filter(off::contains)
        .min(LocalDate::compareTo)
        .ifPresent(
            day -> {
              throw new IllegalArgumentException(
                  "Calendar "
                      + definition.name()
                      + " has "
                      + day
                      + " both in also_off and in also_on.");
            });
    return new BusinessCalendar(definition, Holidays.of(definition.country()), off, on, spot);
  }

  public Definition definition() {
    return definition;
  }

  public String name() {
    return definition.name();
  }

  /** Where it is written. */
  Spot spot() {
    return spot;
  }

  /** Whether work is done on the date. */
  public boolean isBusinessDay(LocalDate date) {
    if (on.contains(date)) {
      return true;
    }
    return !definition.weekend().contains(date.getDayOfWeek())
        && !off.contains(date)
        && holidays.name(date, Locale.ENGLISH) == null;
  }

  /** The last business day strictly before the date. */
  public LocalDate previousBusinessDay(LocalDate date) {
    LocalDate day = date.minusDays(1);
    for (int searched = 0; searched < LONGEST_SEARCH; searched++) {
      if (isBusinessDay(day)) {
        return day;
      }
      day = day.minusDays(1);
    }
    throw new IllegalStateException(
        "Calendar " + name() + " has no business day in the years before " + date);
  }

  /**
   * A month's n-th business day.
   *
   * @param n 1 to 23 from the start of the month, -1 to -5 from its end
   * @return null when the month has fewer
   */
  public @Nullable LocalDate nthBusinessDay(YearMonth month, int n) {
    requireOrdinal(n);
    int step = Integer.signum(n);
    LocalDate day = n > 0 ? month.atDay(1) : month.atEndOfMonth();
    for (int left = Math.abs(n); YearMonth.from(day).equals(month); day = day.plusDays(step)) {
      if (isBusinessDay(day)) {
        left--;
      }
      if (left == 0) {
        return day;
      }
    }
    return null;
  }

  /**
   * The English name of the public holiday on the date, null when there is none. Own days have no
   * names.
   */
  public @Nullable String holidayName(LocalDate date) {
    return holidayName(date, Locale.ENGLISH);
  }

  /** The name of the public holiday in the language, else in English; null when there is none. */
  public @Nullable String holidayName(LocalDate date, Locale language) {
    return holidays.name(date, language);
  }

  /** The years whose public holidays are known; all of them without a country. */
  public YearRange knownYears() {
    return holidays.years();
  }

  /** Whether the public holidays of the date's year are known. */
  public boolean knows(LocalDate date) {
    return holidays.years().contains(date);
  }

  /**
   * The last year whose public holidays are known; own days off carry on where the country's end.
   */
  public int knownUntil() {
    int year = knownYears().last();
    while (year < Year.MAX_VALUE && hasOwnDays(year + 1)) {
      year++;
    }
    return year;
  }

  private boolean hasOwnDays(int year) {
    return off.stream().anyMatch(day -> day.getYear() == year);
  }

  /** What is to be told when the known years end within a year of this day; null otherwise. */
  @Nullable CalendarEnd end(LocalDate today) {
    String country = definition.country();
    boolean near = country != null && today.plusYears(1).getYear() > knownUntil();
    return near && country != null ? CalendarEnd.of(this, country, today) : null;
  }

  /**
   * What people must be told when a country's holidays are known only roughly and the calendar has
   * no own days to mend them; null otherwise.
   */
  public @Nullable String caution() {
    if (!holidays.rough() || !off.isEmpty() || !on.isEmpty()) {
      return null;
    }
    return "Calendar "
        + name()
        + " knows the public holidays of "
        + definition.country()
        + " only roughly: some are missing, some too many. Compare them with the official list and mend them with also_off and also_on.";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BusinessCalendar that && definition.equals(that.definition);
  }

  @Override
  public int hashCode() {
    return definition.hashCode();
  }

  @Override
  public String toString() {
    return "BusinessCalendar[" + name() + "]";
  }

  static void requireOrdinal(int n) {
    if (n == 0 || n > 23 || n < -5) {
      throw new IllegalArgumentException(
          "A month's business day goes from 1 to 23 or from -1 to -5, not " + n);
    }
  }

  private static Set<LocalDate> days(String name, List<DateRange> ranges) {
    Set<LocalDate> days = new HashSet<>();
    for (DateRange range : ranges) {
      range.days().forEach(days::add);
      if (days.size() > MOST_OWN_DAYS) {
        throw new IllegalArgumentException(
            "Calendar " + name + " lists more than " + MOST_OWN_DAYS + " days of its own.");
      }
    }
    return days;
  }
}
