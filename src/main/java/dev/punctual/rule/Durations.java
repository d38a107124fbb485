package dev.punctual.rule;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as people write them: {@code 30m}, {@code 2h15m}, {@code 1d}, or ISO 8601 ({@code
 * PT30M}, {@code P1DT2H}). Units are d, h, m, s in that order; m is minutes. A day is 24 exact
 * hours, whatever clocks do. Months and weeks are refused: the first have no length, the second are
 * seven days. Zero and negative lengths are refused, as is more than 36525 days.
 */
public final class Durations {

  private static final String FORM =
      "Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).";
  private static final Duration LONGEST = Duration.ofDays(36_525);
  private static final String NUMBER = "([0-9]{1,10})";
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:" + NUMBER + "d)?(?:" + NUMBER + "h)?(?:" + NUMBER + "m)?(?:" + NUMBER + "s)?");
  private static final Pattern ISO =
      Pattern.compile(
          "P(?=.)(?:"
              + NUMBER
              + "D)?(?:T(?=.)(?:"
              + NUMBER
              + "H)?(?:"
              + NUMBER
              + "M)?(?:"
              + NUMBER
              + "S)?)?");
  private static final Pattern PART = Pattern.compile("([0-9]+)([^0-9]*)");

  private Durations() {}

  /**
   * Reads a length of time.
   *
   * @return whole seconds, at least one
   * @throws BadScalarException when it is anything else
   */
  public static Duration parse(String text) {
    BadScalarException.refuseLong(text);
    Matcher matcher = text.startsWith("P") ? ISO.matcher(text) : SHORT.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw explain(text);
    }
    Duration sum =
        Duration.ofDays(number(matcher, 1))
            .plusHours(number(matcher, 2))
            .plusMinutes(number(matcher, 3))
            .plusSeconds(number(matcher, 4));
    if (sum.isZero()) {
      throw new BadScalarException("A duration must be longer than zero. " + FORM, 0);
    }
    if (sum.compareTo(LONGEST) > 0) {
      throw new BadScalarException("\"" + text + "\" is longer than a hundred years. " + FORM, 0);
    }
    return sum;
  }

  /**
   * The short form, with the largest units first and without zeros: 90 minutes are {@code 1h30m}.
   * Parts below a second are cut.
   */
  public static String print(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), 'd');
    append(text, duration.toHoursPart(), 'h');
    append(text, duration.toMinutesPart(), 'm');
    append(text, duration.toSecondsPart(), 's');
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, char unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }

  private static long number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static BadScalarException explain(String text) {
    if (text.isBlank()) {
      return new BadScalarException("A duration is missing. " + FORM, 0);
    }
    if (text.startsWith("-") || text.startsWith("+")) {
      return new BadScalarException("A duration has no sign. " + FORM, 0);
    }
    if (text.startsWith("P")) {
      return explainIso(text);
    }
    if (text.matches("[0-9]+")) {
      return new BadScalarException(
          "\""
              + text
              + "\" has no unit. Write "
              + text
              + "m for minutes, "
              + text
              + "s for seconds.",
          0);
    }
    Matcher part = PART.matcher(text);
    String seen = "";
    int at = 0;
    while (part.find(at) && part.start() == at) {
      String unit = part.group(2);
      String wrong = wrongUnit(part.group(1), unit);
      if (!wrong.isEmpty()) {
        return new BadScalarException(wrong, part.start(2));
      }
      if (!seen.isEmpty() && "dhms".indexOf(unit) <= "dhms".indexOf(seen)) {
        return new BadScalarException(
            "The units of \"" + text + "\" are out of order. " + FORM, part.start());
      }
      seen = unit;
      at = part.end();
    }
    return new BadScalarException(
        "\"" + text + "\" is not a duration. " + FORM, Math.min(at, text.length() - 1));
  }

  /** What to say about a number's unit, or the empty string when it is one of d, h, m, s. */
  private static String wrongUnit(String number, String unit) {
    return switch (unit) {
      case "d", "h", "m", "s" ->
          number.length() > 10 ? number + unit + " is too long. " + FORM : "";
      case "M" ->
          "A capital M could mean months. Write "
              + number
              + "m for minutes; months are refused, they differ in length.";
      case "D", "H", "S" ->
          "Units are small letters: write " + number + unit.toLowerCase(Locale.ROOT) + ".";
      case "mo", "month", "months" ->
          "Months are refused, they differ in length. Write days, for example 30d.";
      case "w", "W", "week", "weeks" -> "Weeks are refused. Write days: " + weeks(number) + ".";
      case "y", "Y", "year", "years" ->
          "Years are refused, they differ in length. Write days, for example 365d.";
      case "min", "mins", "minute", "minutes" -> "Write " + number + "m for minutes.";
      case "sec", "secs", "second", "seconds" -> "Write " + number + "s for seconds.";
      case "hour", "hours", "hr", "hrs" -> "Write " + number + "h for hours.";
      case "day", "days" -> "Write " + number + "d for days.";
      case "ms" -> "A second is the smallest unit. " + FORM;
      case "" -> "A number without a unit. " + FORM;
      default ->
          unit.isBlank() || unit.startsWith(" ") || unit.endsWith(" ")
              ? "Write a duration without blanks. " + FORM
              : unit.startsWith(".") || unit.startsWith(",")
                  ? "A duration has whole numbers only: 1h30m, not 1.5h."
                  : "\"" + unit + "\" is not a unit. " + FORM;
    };
  }

  private static String weeks(String number) {
    return number.length() > 4 ? "7d for each" : Long.parseLong(number) * 7 + "d";
  }

  private static BadScalarException explainIso(String text) {
    int time = text.indexOf('T');
    String dates = time < 0 ? text : text.substring(0, time);
    int months = dates.indexOf('M');
    if (months >= 0) {
      String minutes =
          text.matches("P[0-9]+M") ? " For minutes write PT" + text.substring(1) + "." : "";
      return new BadScalarException("Months are refused, they differ in length." + minutes, months);
    }
    int weeks = dates.indexOf('W');
    if (weeks >= 0) {
      return new BadScalarException("Weeks are refused. Write days, for example P7D.", weeks);
    }
    int years = dates.indexOf('Y');
    if (years >= 0) {
      return new BadScalarException(
          "Years are refused, they differ in length. Write days, for example P365D.", years);
    }
    if (text.indexOf('-') >= 0) {
      return new BadScalarException("A duration is not negative. " + FORM, text.indexOf('-'));
    }
    return new BadScalarException(
        "\"" + text + "\" is not a duration. Write it as PT30M, P1DT2H or 30m, whole numbers only.",
        0);
  }
}
