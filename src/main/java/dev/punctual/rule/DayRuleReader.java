package dev.punctual.rule;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code on}: the dates a rule is for. */
final class DayRuleReader {

  private static final Map<String, DayOfWeek> WEEKDAYS = weekdays();
  private static final int MOST_BUSINESS_DAY = 23;
  private static final int LEAST_BUSINESS_DAY = -5;

  private final Map<String, BusinessCalendar> calendars;

  DayRuleReader(Map<String, BusinessCalendar> calendars) {
    this.calendars = calendars;
  }

  /**
   * Null after telling what is wrong.
   *
   * @param beside the value of the rule's own {@code calendar}, for a monthly business day
   */
  @Nullable DayRule read(Value value, @Nullable Value beside) {
    if (value.isList()) {
      Set<DayOfWeek> days = weekdays(value);
      return days.isEmpty() ? null : new DayRule.Weekdays(days);
    }
    if (value.isText()) {
      BusinessCalendar calendar = calendar(value);
      return calendar == null ? null : new DayRule.InCalendar(calendar);
    }
    Fields fields = value.fields(Keys.ON);
    if (fields == null) {
      return null;
    }
    fields.exclusive(Keys.ON.names());
    Value monthly = fields.get("monthly");
    Value cron = fields.get("cron");
    if (monthly == null && cron == null) {
      value.wrong("\"on\" says nothing. " + value.form());
      return null;
    }
    if (monthly != null) {
      return monthly(monthly, beside);
    }
    CronDates dates = cron == null ? null : cron.scalar(CronDates::parse);
    return dates == null ? null : new DayRule.Cron(dates);
  }

  /** Reads the name of a calendar; null after telling that there is none. */
  @Nullable BusinessCalendar calendar(Value value) {
    String name = value.text();
    if (name == null) {
      return null;
    }
    BusinessCalendar calendar = calendars.get(name);
    if (calendar == null) {
      String near = DidYouMean.question(name, calendars.keySet());
      boolean weekday = near.isEmpty() && weekday(name) != null;
      value.wrong(
          weekday
              ? "Weekdays stand in a list. Write it as "
                  + value.key()
                  + ": ["
                  + weekday(name)
                  + "]."
              : "No calendar is called \"" + name + "\"." + (near.isEmpty() ? known() : near));
    }
    return calendar;
  }

  /** The weekdays of a list, none of them twice; none after telling what is wrong. */
  static Set<DayOfWeek> weekdays(Value value) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Value item : value.items()) {
      String text = item.text();
      DayOfWeek day = text == null ? null : WEEKDAYS.get(text);
      if (text != null && day == null) {
        String meant = weekday(text);
        item.wrong(
            "Weekdays are mon, tue, wed, thu, fri, sat, sun, not \""
                + text
                + "\"."
                + (meant == null ? "" : " Did you mean \"" + meant + "\"?"));
      }
      if (day != null && !days.add(day)) {
        item.wrong("\"" + text + "\" stands twice in the list.");
      }
    }
    return days;
  }

  /** The three letters of a weekday. */
  static String word(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(java.util.Locale.ROOT);
  }

  private @Nullable DayRule monthly(Value value, @Nullable Value beside) {
    Fields fields = value.fields(Keys.MONTHLY);
    if (fields == null) {
      return null;
    }
    fields.exclusive(Set.of("business_day", "day"));
    Value businessDay = fields.get("business_day");
    Value day = fields.get("day");
    if (businessDay == null && day == null) {
      value.wrong("\"monthly\" says no day. Write business_day: 3, day: 15 or day: last.");
      return null;
    }
    if (businessDay != null) {
      return businessDay(businessDay, fields.has("calendar") ? fields.get("calendar") : beside);
    }
    if (fields.has("calendar")) {
      fields.wrongKey("calendar", "\"calendar\" goes with \"business_day\", not with \"day\".");
    }
    return day == null ? null : day(day);
  }

  private @Nullable DayRule businessDay(Value value, @Nullable Value calendarName) {
    Integer n = number(value, "3 or -1");
    BusinessCalendar calendar = calendarName == null ? null : calendar(calendarName);
    if (calendarName == null) {
      value.wrong(
          "\"business_day\" needs a calendar. Write { business_day: 3, calendar: "
              + calendars.keySet().stream().sorted().findFirst().orElse("jp-business-days")
              + " }.");
    }
    if (n == null || calendar == null) {
      return null;
    }
    if (n == 0 || n > MOST_BUSINESS_DAY || n < LEAST_BUSINESS_DAY) {
      value.wrong("\"business_day\" goes from 1 to 23, or from -1 (the last) to -5.");
      return null;
    }
    return new DayRule.NthBusinessDay(n, calendar);
  }

  private static @Nullable DayRule day(Value value) {
    if ("last".equals(value.text())) {
      return new DayRule.LastDayOfMonth();
    }
    Integer day = number(value, "15 or last");
    if (day != null && (day < 1 || day > 31)) {
      value.wrong("\"day\" goes from 1 to 31, or is last.");
      return null;
    }
    return day == null ? null : new DayRule.DayOfMonth(day);
  }

  private static @Nullable Integer number(Value value, String example) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    String digits = text.startsWith("-") ? text.substring(1) : text;
    boolean number =
        !digits.isEmpty()
            && digits.length() <= 4
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      value.wrong(
          "\"" + text + "\" is not a whole number. Write " + value.key() + ": " + example + ".");
    }
    return number ? Integer.valueOf(text) : null;
  }

  private String known() {
    return calendars.isEmpty()
        ? " Define it under calendars."
        : " Known are "
            + Wording.and(calendars.keySet().stream().sorted().toList())
            + "; others are defined under calendars.";
  }

  /** The right word for a weekday written out or in capitals. */
  static @Nullable String weekday(String text) {
    String small = text.toLowerCase(java.util.Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(java.util.Locale.ROOT);
      if ((small.length() >= 2 && name.startsWith(small)) || small.equals(name + "s")) {
        return word(day);
      }
    }
    return null;
  }

  private static Map<String, DayOfWeek> weekdays() {
    Map<String, DayOfWeek> words = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      words.put(word(day), day);
    }
    return words;
  }
}
