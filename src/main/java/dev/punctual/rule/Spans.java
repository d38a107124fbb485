package dev.punctual.rule;

import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts of the local day as written: {@code 08:00-22:00}, {@code 00:00-24:00}, past midnight {@code
 * 22:00-07:00}.
 */
public final class Spans {

  private static final String FORM = "Write it as \"08:00-22:00\".";
  private static final Pattern RANGE = Pattern.compile("([^-]*)-([^-]*)");

  private Spans() {}

  /**
   * Reads {@code HH:mm-HH:mm}; the end may be {@code 24:00} or lie past midnight.
   *
   * @throws BadScalarException when it is anything else, or when it ends where it begins
   */
  public static Promise.Span parse(String text) {
    BadScalarException.refuseLong(text);
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw new BadScalarException("\"" + text + "\" is not a part of the day. " + FORM, 0);
    }
    DayTime from = new DayTime(clock(range, 1), 0);
    DayTime to =
        range.group(2).equals("24:00")
            ? new DayTime(LocalTime.MIDNIGHT, 1)
            : new DayTime(clock(range, 2), 0);
    if (from.equals(to)) {
      throw new BadScalarException(
          "\"" + text + "\" ends where it begins. For the whole day write \"00:00-24:00\".",
          range.start(2));
    }
    return new Promise.Span(from, to);
  }

  /** As written in a rule; {@link #parse} reads it back. */
  public static String print(Promise.Span span) {
    return span.from().time()
        + "-"
        + (span.to().plusDays() == 1 ? "24:00" : span.to().time().toString());
  }

  private static LocalTime clock(Matcher range, int group) {
    try {
      return LocalClock.parse(range.group(group));
    } catch (BadScalarException e) {
      throw e.shifted(range.start(group));
    }
  }
}
