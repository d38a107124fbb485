package dev.punctual.rule;

import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times on a clock: hours and minutes, {@code 10:00} or {@code 9:05}. */
public final class LocalClock {

  private static final String FORM = "Write it as \"10:00\", hours and minutes in quotes.";
  private static final Pattern CLOCK = Pattern.compile("([0-9]{1,2}):([0-9]{2})");

  private LocalClock() {}

  /**
   * Reads a time of day from 0:00 to 23:59.
   *
   * @throws BadScalarException when it is anything else
   */
  public static LocalTime parse(String text) {
    BadScalarException.refuseLong(text);
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      throw explain(text);
    }
    int hour = Integer.parseInt(clock.group(1));
    int minute = Integer.parseInt(clock.group(2));
    if (hour > 23) {
      throw new BadScalarException(
          "\"" + text + "\" is not a time of day: hours go from 00 to 23. " + FORM, 0);
    }
    if (minute > 59) {
      throw new BadScalarException(
          "\"" + text + "\" is not a time of day: minutes go from 00 to 59. " + FORM,
          clock.start(2));
    }
    return LocalTime.of(hour, minute);
  }

  static BadScalarException explain(String text) {
    if (text.isBlank()) {
      return new BadScalarException("A time is missing. " + FORM, 0);
    }
    if (text.matches("[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*")) {
      return new BadScalarException("A time here has no seconds. " + FORM, text.indexOf(':') + 3);
    }
    if (text.matches("[0-9]{1,2}:[0-9]")) {
      return new BadScalarException("Minutes have two digits. " + FORM, text.indexOf(':') + 1);
    }
    return new BadScalarException("\"" + text + "\" is not a time of day. " + FORM, 0);
  }
}
