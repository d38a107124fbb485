package dev.punctual.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The dates a cron expression selects, such as {@code 0 0 1,15 * *}. It selects dates only: minute
 * and hour must be {@code 0 0}.
 *
 * <p>As in Vixie cron: when both day of month and day of week are restricted, a date needs to fit
 * either of them. A field that begins with a star does not count as restricted, even with a step
 * ({@code *}{@code /2}); then a date has to fit both. Names ({@code JAN}, {@code MON}), ranges,
 * lists and steps over ranges are read; 0 and 7 are Sunday. {@code ? L W #}, macros such as
 * {@code @daily} and a sixth field are refused. A day that a month does not have is not selected in
 * it.
 */
public final class CronDates {

  private static final String FORM = "Write it as \"0 0 1,15 * *\".";
  private static final Pattern FIELD = Pattern.compile("\\S+");

  private final String expression;
  private final CronField days;
  private final CronField months;
  private final CronField weekdays;

  private CronDates(String expression, CronField days, CronField months, CronField weekdays) {
    this.expression = expression;
    this.days = days;
    this.months = months;
    this.weekdays = weekdays;
  }

  /**
   * Reads an expression of five fields.
   *
   * @throws BadScalarException when a field is wrong (the message names it), or when no date is
   *     ever selected
   */
  public static CronDates parse(String text) {
    BadScalarException.refuseLong(text);
    List<Field> fields =
        FIELD
            .matcher(text)
            .results()
            .map(found -> new Field(found.group(), found.start()))
            .toList();
    if (!fields.isEmpty() && fields.getFirst().text().startsWith("@")) {
      throw new BadScalarException(
          "Names such as \"" + fields.getFirst().text() + "\" are not read. " + FORM,
          fields.getFirst().offset());
    }
    if (fields.size() != 5) {
      throw new BadScalarException(
          "A cron expression has five fields (minute, hour, day of month, month, day of week), not "
              + fields.size()
              + ". "
              + FORM,
          fields.size() > 5 ? fields.get(5).offset() : 0);
    }
    requireZero(fields.get(0), "minute");
    requireZero(fields.get(1), "hour");
    CronDates dates =
        new CronDates(
            fields.stream().map(Field::text).collect(Collectors.joining(" ")),
            CronField.parse(
                CronField.Kind.DAY_OF_MONTH, fields.get(2).text(), fields.get(2).offset()),
            CronField.parse(CronField.Kind.MONTH, fields.get(3).text(), fields.get(3).offset()),
            CronField.parse(
                CronField.Kind.DAY_OF_WEEK, fields.get(4).text(), fields.get(4).offset()));
    if (dates.selectsNothing()) {
      throw new BadScalarException(
          "No date ever fits \"" + text + "\": none of its months has such a day.",
          fields.get(2).offset());
    }
    return dates;
  }

  /** Whether the expression selects the date. */
  public boolean includes(LocalDate date) {
    if (!months.has(date.getMonthValue())) {
      return false;
    }
    boolean day = days.has(date.getDayOfMonth());
    boolean weekday = weekdays.has(date.getDayOfWeek().getValue() % 7);
    boolean either = !days.starred() && !weekdays.starred();
    return either ? day || weekday : day && weekday;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronDates that && expression.equals(that.expression);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }

  /** The expression with single blanks between its fields; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return expression;
  }

  private record Field(String text, int offset) {}

  private static void requireZero(Field field, String name) {
    if (!field.text().equals("0")) {
      throw new BadScalarException(
          "The "
              + name
              + " must be 0: cron selects dates only here, the time of day is ready_by. "
              + FORM,
          field.offset());
    }
  }

  /** 28 years hold every combination of month, day, weekday and leap year. */
  private boolean selectsNothing() {
    LocalDate from = LocalDate.of(2000, 1, 1);
    return from.datesUntil(from.plusYears(28)).noneMatch(this::includes);
  }
}
