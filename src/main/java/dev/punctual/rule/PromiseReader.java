package dev.punctual.rule;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a rule promises about time. */
final class PromiseReader {

  /** What kind of promise it is, told by its leading key. */
  enum Kind {
    READY_BY("ready_by"),
    SLOTS("every"),
    FRESH("fresh_within");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  /** The keys of which a rule has one. */
  static final Set<String> PROMISES = Set.of("ready_by", "every", "fresh_within");

  private static final Set<String> LEADING =
      Set.of("ready_by", "every", "ready_within", "fresh_within");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SHORTEST_SLOT = Duration.ofMinutes(5);
  private static final Duration GIVES_UP_AFTER = DAY;
  private static final DayRule EVERY_DAY = new DayRule.EveryDay();

  private final DayRuleReader days;

  PromiseReader(DayRuleReader days) {
    this.days = days;
  }

  /** The kind of a rule's promise; null after telling that there is none. */
  static @Nullable Kind kind(RuleFields rule) {
    rule.own().exclusive(PROMISES);
    String leading = rule.firstOf(LEADING);
    if (leading == null) {
      rule.problems()
          .error(
              rule.own().spot(),
              "This rule promises nothing. Write ready_by: \"10:00\", every: 1h with ready_within:"
                  + " 20m, or fresh_within: 30m.");
      return null;
    }
    Kind kind =
        switch (leading) {
          case "ready_by" -> Kind.READY_BY;
          case "fresh_within" -> Kind.FRESH;
          default -> Kind.SLOTS;
        };
    if (leading.equals("ready_within") && !rule.has("every") && rule.own().has("ready_by")) {
      kind = Kind.READY_BY;
    } else if (leading.equals("ready_within") && rule.own().has("fresh_within")) {
      kind = Kind.FRESH;
    }
    refuseOthers(rule, kind);
    return kind;
  }

  private static void refuseOthers(RuleFields rule, Kind kind) {
    switch (kind) {
      case READY_BY -> {
        rule.refuse("ready_within", "\"ready_within\" goes with \"every\", not with \"ready_by\".");
        refuseFreshness(rule, kind);
      }
      case SLOTS -> {
        rule.refuse("opens", "\"opens\" does not go with \"every\": a slot opens where it ends.");
        refuseFreshness(rule, kind);
      }
      case FRESH -> {
        rule.refuse(
            "ready_within", "\"ready_within\" goes with \"every\", not with \"fresh_within\".");
        for (String key : new String[] {"for", "opens", "remind", "gives_up_after"}) {
          rule.refuse(
              key,
              "\""
                  + key
                  + "\" does not go with \"fresh_within\": it belongs to rules with a"
                  + " deadline.");
        }
        rule.refuse(
            "ready_when",
            "\"ready_when\" does not go with \"fresh_within\". Name the time column with column:"
                + " beside the target, or leave it out.");
      }
    }
  }

  private static void refuseFreshness(RuleFields rule, Kind kind) {
    rule.refuse(
        "during", "\"during\" goes with \"fresh_within\", not with \"" + kind.key() + "\".");
    rule.refuse(
        "column",
        "\"column\" beside the target goes with \"fresh_within\"; with \""
            + kind.key()
            + "\" write ready_when: { column: … }.");
  }

  /** Null after telling what is wrong. */
  @Nullable Promise read(RuleFields rule, Kind kind) {
    DayRule on = on(rule);
    return switch (kind) {
      case READY_BY -> readyBy(rule, on);
      case SLOTS -> readyWithin(rule, on);
      case FRESH -> freshWithin(rule, on);
    };
  }

  private DayRule on(RuleFields rule) {
    DayRule on = rule.read("on", value -> days.read(value, rule.get("calendar")));
    return on == null ? EVERY_DAY : on;
  }

  private @Nullable Promise readyBy(RuleFields rule, DayRule on) {
    DayTime readyBy = rule.read("ready_by", value -> value.scalar(DayTime::parse));
    DayTime opens = rule.read("opens", PromiseReader::opens, DayTime.MIDNIGHT);
    Promise.DataDate dataDate = dataDate(rule, on);
    Duration givesUpAfter = rule.read("gives_up_after", Value::duration, GIVES_UP_AFTER);
    if (readyBy == null) {
      return null;
    }
    if (minutes(opens) >= minutes(readyBy)) {
      String key = rule.has("opens") ? "opens" : "ready_by";
      rule.problems()
          .error(
              valueSpot(rule, key),
              "The deadline opens ("
                  + opens
                  + ") at or after it is due ("
                  + readyBy
                  + ")"
                  + origin(rule, "opens")
                  + ". opens lies before ready_by; write -1d for the evening before: opens:"
                  + " \"18:00 -1d\".");
    } else {
      remindWithin(rule, Duration.ofMinutes(minutes(readyBy) - minutes(opens)), "opens");
    }
    return new Promise.ReadyBy(readyBy, on, dataDate, opens, givesUpAfter);
  }

  private @Nullable Promise readyWithin(RuleFields rule, DayRule on) {
    Duration every = rule.read("every", PromiseReader::every);
    Duration readyWithin = rule.read("ready_within", Value::duration);
    Promise.DataDate dataDate = dataDate(rule, on);
    Duration givesUpAfter = rule.read("gives_up_after", Value::duration, GIVES_UP_AFTER);
    needs(rule, "every", "ready_within", "20m");
    needs(rule, "ready_within", "every", "1h");
    if (every == null || readyWithin == null) {
      return null;
    }
    remindWithin(rule, readyWithin, "the slot ends, which is when it opens");
    return new Promise.ReadyWithin(every, readyWithin, on, dataDate, givesUpAfter);
  }

  private static void needs(RuleFields rule, String key, String needed, String example) {
    if (rule.has(key) && !rule.has(needed)) {
      rule.problems()
          .error(
              rule.keySpot(key),
              "\"" + key + "\" needs \"" + needed + "\". Write " + needed + ": " + example + ".");
    }
  }

  private @Nullable Promise freshWithin(RuleFields rule, DayRule on) {
    unusedCalendar(rule, on, false);
    Duration freshWithin = rule.read("fresh_within", Value::duration);
    Promise.Span during = rule.read("during", value -> value.scalar(Spans::parse));
    return freshWithin == null ? null : new Promise.FreshWithin(freshWithin, on, during);
  }

  /** Reads the value of {@code every}. */
  static @Nullable Duration every(Value value) {
    Duration every = value.duration();
    if (every == null) {
      return null;
    }
    if (every.compareTo(SHORTEST_SLOT) < 0) {
      value.wrong("Slots are at least 5m long, not " + Durations.print(every) + ".");
      return null;
    }
    if (every.compareTo(DAY) > 0 || DAY.toSeconds() % every.toSeconds() != 0) {
      value.wrong(
          "Slots divide a day of 24 h, for example 15m, 1h, 6h or 1d; "
              + Durations.print(every)
              + " does not.");
      return null;
    }
    return every;
  }

  /** Reads the value of {@code opens}. */
  static @Nullable DayTime opens(Value value) {
    return value.scalar(DayTime::parseOpens);
  }

  private Promise.DataDate dataDate(RuleFields rule, DayRule on) {
    String word = rule.read("for", value -> value.oneOf(DATA_DATES));
    boolean business = "previous-business-day".equals(word);
    unusedCalendar(rule, on, business);
    if (!business) {
      return "yesterday".equals(word)
          ? new Promise.DataDate.Yesterday()
          : new Promise.DataDate.SameDay();
    }
    Value own = rule.get("calendar");
    BusinessCalendar calendar = own == null ? on.calendar() : days.calendar(own);
    if (calendar == null) {
      if (own == null) {
        rule.problems()
            .error(
                valueSpot(rule, "for"),
                "\"previous-business-day\" needs a calendar. Write calendar: jp-business-days, or"
                    + " on: with a calendar.");
      }
      return new Promise.DataDate.SameDay();
    }
    return new Promise.DataDate.PreviousBusinessDay(calendar);
  }

  private static void unusedCalendar(RuleFields rule, DayRule on, boolean used) {
    if (!used && !(on instanceof DayRule.NthBusinessDay)) {
      rule.refuse(
          "calendar",
          "\"calendar\" goes with for: previous-business-day or a monthly business_day. For the"
              + " dates of the rule write on:.");
    }
  }

  private static void remindWithin(RuleFields rule, Duration open, String since) {
    Duration remind = rule.read("remind", Value::duration);
    if (remind != null && remind.compareTo(open) > 0) {
      rule.problems()
          .error(
              valueSpot(rule, "remind"),
              "The heads-up "
                  + Durations.print(remind)
                  + " before due"
                  + origin(rule, "remind")
                  + " would come before "
                  + since
                  + ": at most "
                  + Durations.print(open)
                  + ".");
    }
  }

  /** Where a value clashes with others of its rule: at the rule where the defaults brought it. */
  private static Spot valueSpot(RuleFields rule, String key) {
    Value value = rule.own().get(key);
    return value == null ? rule.own().spot() : value.spot();
  }

  private static String origin(RuleFields rule, String key) {
    return rule.has(key) && !rule.own().has(key) ? " (" + key + " of the defaults)" : "";
  }

  /** Whether the deadline of a date opens before the one of the day before it is due. */
  static boolean opensBeforeLastIsDue(Promise.ReadyBy promise) {
    boolean daysInARow =
        switch (promise.on()) {
          case DayRule.EveryDay _, DayRule.InCalendar _ -> true;
          case DayRule.Weekdays weekdays ->
              weekdays.days().stream().anyMatch(day -> weekdays.days().contains(day.plus(1)));
          case DayRule.NthBusinessDay _,
              DayRule.DayOfMonth _,
              DayRule.LastDayOfMonth _,
              DayRule.Cron _ ->
              false;
        };
    return daysInARow && minutes(promise.opens()) + 1440 < minutes(promise.readyBy());
  }

  private static long minutes(DayTime time) {
    return time.plusDays() * 1440L + time.time().toSecondOfDay() / 60;
  }

  /** The words of {@code for}; {@code today} undoes a default. */
  static final Map<String, String> DATA_DATES =
      Map.of(
          "today", "today",
          "yesterday", "yesterday",
          "previous-business-day", "previous-business-day");
}
