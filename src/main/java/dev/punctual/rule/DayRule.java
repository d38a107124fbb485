package dev.punctual.rule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** On which local dates a rule has a deadline: the value of {@code on}. */
public sealed interface DayRule {

  /** Whether there is a deadline for the business date. */
  boolean includes(LocalDate date);

  /** The calendar this rule looks into, null when it looks into none. */
  default @Nullable BusinessCalendar calendar() {
    return null;
  }

  /** What a rule without {@code on} means. */
  record EveryDay() implements DayRule {
    @Override
    public boolean includes(LocalDate date) {
      return true;
    }
  }

  /**
   * {@code [mon, wed]}.
   *
   * @param days at least one
   */
  record Weekdays(Set<DayOfWeek> days) implements DayRule {
    public Weekdays {
      if (days.isEmpty()) {
        throw new IllegalArgumentException("A list of weekdays has at least one");
      }
      days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    @Override
    public boolean includes(LocalDate date) {
      return days.contains(date.getDayOfWeek());
    }
  }

  /** A calendar's name: its business days. */
  record InCalendar(BusinessCalendar calendar) implements DayRule {
    @Override
    public boolean includes(LocalDate date) {
      return calendar.isBusinessDay(date);
    }
  }

  /**
   * {@code { monthly: { business_day: n, calendar } }}. A month with fewer business days has none.
   *
   * @param n 1 to 23 from the start of the month, -1 to -5 from its end
   */
  record NthBusinessDay(int n, BusinessCalendar calendar) implements DayRule {
    public NthBusinessDay {
      BusinessCalendar.requireOrdinal(n);
    }

    @Override
    public boolean includes(LocalDate date) {
      return calendar.isBusinessDay(date)
          && date.equals(calendar.nthBusinessDay(YearMonth.from(date), n));
    }
  }

  /**
   * {@code { monthly: { day: n } }}. A month without such a day has none.
   *
   * @param day 1 to 31
   */
  record DayOfMonth(int day) implements DayRule {
    public DayOfMonth {
      if (day < 1 || day > 31) {
        throw new IllegalArgumentException("A day of the month goes from 1 to 31, not " + day);
      }
    }

    @Override
    public boolean includes(LocalDate date) {
      return date.getDayOfMonth() == day;
    }
  }

  /** {@code { monthly: { day: last } }}. */
  record LastDayOfMonth() implements DayRule {
    @Override
    public boolean includes(LocalDate date) {
      return date.getDayOfMonth() == date.lengthOfMonth();
    }
  }

  /** {@code { cron: "0 0 1,15 * *" }}. */
  record Cron(CronDates dates) implements DayRule {
    @Override
    public boolean includes(LocalDate date) {
      return dates.includes(date);
    }
  }
}
