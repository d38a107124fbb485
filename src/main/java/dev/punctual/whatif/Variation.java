package dev.punctual.whatif;

import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.BusinessCalendar;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Durations;
import dev.punctual.rule.Percentages;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different; null members stay as they were on each day.
 *
 * @param minutes due time: minutes on the clock from midnight of the business date, of a slot
 *     minutes from its end
 * @param objective share of counted days that must be met
 * @param on the days that are promised
 */
public record Variation(
    @Nullable Integer minutes, @Nullable BigDecimal objective, @Nullable DayRule on) {

  /** The word that stands for all days. */
  public static final String EVERY_DAY = "every-day";

  /** Nothing is different. */
  public static final Variation NONE = new Variation(null, null, null);

  /**
   * The parameters as people write them; null or blank ones stay as they are.
   *
   * @param readyBy {@code 09:30}, {@code 01:30 +1d}; for rules with slots a length of time
   * @param objective {@code 97%}, the sign may be left out
   * @param on name of a calendar, {@code every-day}, or weekdays as {@code mon,wed}
   */
  public record Wanted(@Nullable String readyBy, @Nullable String objective, @Nullable String on) {
    public Wanted {
      readyBy = stripped(readyBy);
      objective = stripped(objective);
      on = stripped(on);
    }

    private static @Nullable String stripped(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }
  }

  /**
   * Reads what is wanted of a rule.
   *
   * @throws BadVariation when it cannot be
   */
  public static Variation read(Rule rule, Wanted wanted, Map<String, BusinessCalendar> calendars) {
    if (rule.isFreshness()) {
      throw new BadVariation(
          "rule",
          "Rule “" + rule.id() + "” promises freshness: it has breaches and no deadlines to move.");
    }
    String readyBy = wanted.readyBy();
    String objective = wanted.objective();
    String on = wanted.on();
    return new Variation(
        readyBy == null ? null : minutes(rule.promise(), readyBy),
        objective == null ? null : objective(objective),
        on == null ? null : on(rule.promise().on(), on, calendars));
  }

  public boolean isNone() {
    return minutes == null && objective == null && on == null;
  }

  /** The due time of a promise in minutes. */
  static int minutes(Promise promise) {
    return switch (promise) {
      case Promise.ReadyBy by -> minutes(by.readyBy());
      case Promise.ReadyWithin within -> (int) within.readyWithin().toMinutes();
      case Promise.FreshWithin _ -> 0;
    };
  }

  static int minutes(DayTime time) {
    return time.plusDays() * PastDay.MINUTES_A_DAY + time.time().toSecondOfDay() / 60;
  }

  private static int minutes(Promise promise, String text) {
    try {
      return switch (promise) {
        case Promise.ReadyBy by -> readyBy(by, DayTime.parse(text));
        case Promise.ReadyWithin _ -> readyWithin(text);
        case Promise.FreshWithin _ -> 0;
      };
    } catch (BadScalarException e) {
      throw new BadVariation("ready_by", e.getMessage());
    }
  }

  private static int readyBy(Promise.ReadyBy promise, DayTime time) {
    if (minutes(time) <= minutes(promise.opens())) {
      throw new BadVariation(
          "ready_by",
          "The rule opens at "
              + promise.opens()
              + "; nothing can be ready by "
              + time
              + ". Give a later time.");
    }
    if (time.plusDays() > Sweep.MOST_DAYS) {
      throw new BadVariation(
          "ready_by", "More than " + Sweep.MOST_DAYS + " days after its date is not simulated.");
    }
    return minutes(time);
  }

  private static int readyWithin(String text) {
    Duration within = length(text);
    if (within == null
        || within.toSeconds() % 60 != 0
        || within.compareTo(Duration.ofDays(Sweep.MOST_DAYS)) > 0) {
      throw new BadVariation(
          "ready_by",
          "A rule with slots takes whole minutes after a slot's end, such as 20m, and no more than "
              + Sweep.MOST_DAYS
              + "d; “"
              + text
              + "” is something else.");
    }
    return (int) within.toMinutes();
  }

  private static @Nullable Duration length(String text) {
    try {
      return Durations.parse(text);
    } catch (BadScalarException e) {
      return null;
    }
  }

  private static BigDecimal objective(String text) {
    try {
      return Percentages.parse(text.matches("[0-9]{1,3}(\\.[0-9]{1,9})?") ? text + "%" : text);
    } catch (BadScalarException e) {
      throw new BadVariation("objective", e.getMessage());
    }
  }

  private static DayRule on(DayRule now, String text, Map<String, BusinessCalendar> calendars) {
    BusinessCalendar calendar = calendars.get(text);
    if (calendar != null) {
      return now instanceof DayRule.NthBusinessDay nth
          ? new DayRule.NthBusinessDay(nth.n(), calendar)
          : new DayRule.InCalendar(calendar);
    }
    if (text.equals(EVERY_DAY)) {
      return new DayRule.EveryDay();
    }
    Set<DayOfWeek> weekdays = weekdays(text);
    if (weekdays.isEmpty()) {
      List<String> known = new ArrayList<>(calendars.keySet());
      known.add(EVERY_DAY);
      throw new BadVariation(
          "on",
          "There is no calendar “"
              + text
              + "”."
              + DidYouMean.question(text, known)
              + " Give a calendar's name, every-day, or weekdays such as mon,wed.");
    }
    return new DayRule.Weekdays(weekdays);
  }

  private static Set<DayOfWeek> weekdays(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      DayOfWeek found = null;
      for (DayOfWeek day : DayOfWeek.values()) {
        if (day.name().toLowerCase(Locale.ROOT).substring(0, 3).equals(word.strip())) {
          found = day;
        }
      }
      if (found == null) {
        return Set.of();
      }
      days.add(found);
    }
    return days;
  }
}
