package dev.punctual.rule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of day relative to a business date: {@code 10:00}, {@code 01:30 +1d} (after midnight,
 * still that business date), {@code 18:00 -1d} (the evening before; only where a rule says when
 * evidence begins to count).
 *
 * @param time hours and minutes on the local clock
 * @param plusDays days after the business date, −1 to 366
 */
public record DayTime(LocalTime time, int plusDays) {

  /** The first minute of the business date. */
  public static final DayTime MIDNIGHT = new DayTime(LocalTime.MIDNIGHT, 0);

  private static final int MOST_DAYS = 366;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,2}:[0-9]{2})( ?)(.*)");

  public DayTime {
    if (time.getSecond() != 0 || time.getNano() != 0) {
      throw new IllegalArgumentException("A time of day has no seconds: " + time);
    }
    if (plusDays < -1 || plusDays > MOST_DAYS) {
      throw new IllegalArgumentException(
          "A time of day lies -1 to 366 days from its date, not " + plusDays);
    }
  }

  /**
   * Reads {@code HH:mm} or {@code H:mm}, then optionally {@code +Nd}.
   *
   * @throws BadScalarException when it is anything else
   */
  public static DayTime parse(String text) {
    return parse(text, false);
  }

  /**
   * Reads what {@link #parse} reads, and {@code -1d}: the form of {@code opens}.
   *
   * @throws BadScalarException when it is anything else
   */
  public static DayTime parseOpens(String text) {
    return parse(text, true);
  }

  /**
   * The instant at which this time is reached. A time in a gap of the local clock moves forward by
   * the length of the gap (02:30 becomes 03:30); of a time that comes twice the first is taken.
   * Each date is worked out afresh.
   *
   * @param date the business date
   * @param zone the zone of the rule
   */
  public Instant on(LocalDate date, ZoneId zone) {
    return date.plusDays(plusDays).atTime(time).atZone(zone).toInstant();
  }

  /** As written in a rule; {@link #parseOpens} reads it back. */
  @Override
  public String toString() {
    return plusDays == 0 ? time.toString() : time + (plusDays > 0 ? " +" : " ") + plusDays + "d";
  }

  private static DayTime parse(String text, boolean opens) {
    BadScalarException.refuseLong(text);
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw LocalClock.explain(text);
    }
    String suffix = form.group(3);
    boolean apart = !form.group(2).isEmpty();
    boolean signed = suffix.startsWith("+") || suffix.startsWith("-");
    if (!apart && !suffix.isEmpty() && !signed) {
      throw LocalClock.explain(text);
    }
    LocalTime time = clock(form.group(1), suffix.isEmpty());
    if (!apart && suffix.isEmpty()) {
      return new DayTime(time, 0);
    }
    if (!apart) {
      throw new BadScalarException(
          "A blank is missing. Write it as \"" + time + " " + suffix + "\".", form.start(3));
    }
    return new DayTime(time, days(suffix, time, opens, form.start(3)));
  }

  private static LocalTime clock(String text, boolean alone) {
    try {
      return LocalClock.parse(text);
    } catch (BadScalarException e) {
      Matcher late = Pattern.compile("(2[4-9]|[34][0-9]):([0-5][0-9])").matcher(text);
      if (alone && late.matches() && Integer.parseInt(late.group(1)) < 48) {
        String hour = String.format(Locale.ROOT, "%02d", Integer.parseInt(late.group(1)) - 24);
        throw new BadScalarException(
            "\""
                + text
                + "\" is not a time of day. For the day after the business date write \""
                + hour
                + ":"
                + late.group(2)
                + " +1d\".",
            0);
      }
      throw e;
    }
  }

  private static int days(String suffix, LocalTime time, boolean opens, int offset) {
    String forms = opens ? "\"" + time + " +1d\" or \"" + time + " -1d\"" : "\"" + time + " +1d\"";
    Matcher matcher = Pattern.compile("([+-])([0-9]{1,3})d").matcher(suffix);
    if (!matcher.matches()) {
      throw new BadScalarException(
          "\""
              + suffix
              + "\" does not belong to a time. Write it as \""
              + time
              + "\" or "
              + forms
              + ".",
          offset);
    }
    int days = Integer.parseInt(matcher.group(1) + matcher.group(2));
    if (days == 0) {
      throw new BadScalarException(
          "\"" + suffix + "\" moves nothing. Write it as \"" + time + "\".", offset);
    }
    if (days < 0 && !opens) {
      throw new BadScalarException(
          "Only opens may lie before its date. Write it as \"" + time + "\" or " + forms + ".",
          offset);
    }
    if (days < -1) {
      throw new BadScalarException(
          "A deadline opens at most one day before its date. Write it as \"" + time + " -1d\".",
          offset);
    }
    if (days > MOST_DAYS) {
      throw new BadScalarException(
          "\"" + suffix + "\" is more than " + MOST_DAYS + " days away.", offset);
    }
    return days;
  }

  /**
   * Whether the zone's clock ever shows this date. A zone that crosses the date line skips a whole
   * day (Apia had no 2011-12-30); a date that never was has no deadline.
   */
  public static boolean exists(LocalDate date, ZoneId zone) {
    try {
      return date.atStartOfDay(zone).toLocalDate().equals(date);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
