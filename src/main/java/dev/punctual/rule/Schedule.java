package dev.punctual.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines that follow from a rule. Local times become instants date by date: a time in a gap
 * of the clock moves forward, of a time that comes twice the first is taken, a date the zone
 * skipped has no deadline.
 */
public final class Schedule {

  /** How far {@link #nextOpens} looks. */
  private static final int LOOK_AHEAD_DAYS = 400;

  /** A gap moves an instant by a day at most. */
  private static final int MARGIN_DAYS = 2;

  private static final Comparator<Deadline> ORDER =
      Comparator.comparing(Deadline::dueAt)
          .thenComparing(Deadline::businessDate)
          .thenComparing(Schedule::slotOrDue);

  private Schedule() {}

  /**
   * All deadlines with {@code from <= dueAt < to}, by due instant, then slot.
   *
   * @return empty for a freshness rule, which has breaches instead
   */
  public static List<Deadline> between(Rule rule, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      return List.of();
    }
    List<Deadline> deadlines =
        switch (rule.promise()) {
          case Promise.ReadyBy promise -> dates(rule, promise, from, to);
          case Promise.ReadyWithin promise -> slots(rule, promise, from, to);
          case Promise.FreshWithin _ -> new ArrayList<>();
        };
    deadlines.sort(ORDER);
    return deadlines;
  }

  /**
   * The instant at which the rule's deadline after this one opens: undated evidence from there on
   * belongs to it.
   *
   * @param deadline of this rule, under its present or an earlier definition
   * @return null when none opens for a business date within 400 days, and for a freshness rule
   */
  public static @Nullable Instant nextOpens(Rule rule, Deadline deadline) {
    return switch (rule.promise()) {
      case Promise.ReadyBy promise -> nextDateOpens(rule, promise, deadline.businessDate());
      case Promise.ReadyWithin promise ->
          nextSlotOpens(rule, promise, slotOrDue(deadline).getEpochSecond());
      case Promise.FreshWithin _ -> null;
    };
  }

  /** A deadline from a time when the rule had no slots counts by its due instant. */
  private static Instant slotOrDue(Deadline deadline) {
    Instant slot = deadline.slot();
    return slot == null ? deadline.dueAt() : slot;
  }

  /** How many deadlines a day these rules have at most, whatever their dates. */
  public static long perDay(RuleSet rules) {
    return perDay(rules.rules().values());
  }

  /** The same of some rules. */
  public static long perDay(Collection<Rule> rules) {
    return rules.stream().mapToLong(rule -> perDay(rule.promise())).sum();
  }

  private static long perDay(Promise promise) {
    return switch (promise) {
      case Promise.ReadyBy _ -> 1;
      case Promise.ReadyWithin slots -> Duration.ofDays(1).dividedBy(slots.every());
      case Promise.FreshWithin _ -> 0;
    };
  }

  private static List<Deadline> dates(
      Rule rule, Promise.ReadyBy promise, Instant from, Instant to) {
    ZoneId zone = rule.timezone();
    int days = promise.readyBy().plusDays();
    LocalDate first = from.atZone(zone).toLocalDate().minusDays(days + MARGIN_DAYS);
    LocalDate last = to.atZone(zone).toLocalDate().minusDays(days - MARGIN_DAYS);
    Dates dates = new Dates(rule);
    List<Deadline> deadlines = new ArrayList<>();
    for (LocalDate date = dates.clampFirst(first);
        !date.isAfter(dates.clampLast(last));
        date = date.plusDays(1)) {
      Instant due = promise.readyBy().on(date, zone);
      if (!due.isBefore(from) && due.isBefore(to) && dates.has(date)) {
        Instant opens = opens(promise, date, zone, due);
        deadlines.add(
            deadline(rule, promise.dataDate(), date, null, opens, due, promise.givesUpAfter()));
      }
    }
    return deadlines;
  }

  private static Instant opens(Promise.ReadyBy promise, LocalDate date, ZoneId zone, Instant due) {
    Instant opens = promise.opens().on(date, zone);
    return opens.isAfter(due) ? due : opens;
  }

  private static @Nullable Instant nextDateOpens(
      Rule rule, Promise.ReadyBy promise, LocalDate businessDate) {
    Dates dates = new Dates(rule);
    ZoneId zone = rule.timezone();
    for (int days = 1; days <= LOOK_AHEAD_DAYS; days++) {
      LocalDate date = businessDate.plusDays(days);
      if (dates.has(date)) {
        return opens(promise, date, zone, promise.readyBy().on(date, zone));
      }
    }
    return null;
  }

  private static List<Deadline> slots(
      Rule rule, Promise.ReadyWithin promise, Instant from, Instant to) {
    Slots slots = new Slots(rule.timezone(), promise.every());
    Dates dates = new Dates(rule);
    long within = promise.readyWithin().toSeconds();
    List<Deadline> deadlines = new ArrayList<>();
    // The last slot that may end before the first end of interest; nothing before it is due in
    // time.
    long start = slots.atOrBefore(from.getEpochSecond() - within - 1);
    while (start + within < to.getEpochSecond() + 1) {
      long end = slots.after(start);
      Instant due = Instant.ofEpochSecond(end + within);
      if (!due.isBefore(from) && due.isBefore(to)) {
        Instant slot = Instant.ofEpochSecond(start);
        LocalDate date = dates.of(slot);
        if (dates.has(date)) {
          deadlines.add(
              deadline(
                  rule,
                  promise.dataDate(),
                  date,
                  slot,
                  Instant.ofEpochSecond(end),
                  due,
                  promise.givesUpAfter()));
        }
      }
      start = end;
    }
    return deadlines;
  }

  private static @Nullable Instant nextSlotOpens(
      Rule rule, Promise.ReadyWithin promise, long slot) {
    Slots slots = new Slots(rule.timezone(), promise.every());
    Dates dates = new Dates(rule);
    long last = slot + Duration.of(LOOK_AHEAD_DAYS, ChronoUnit.DAYS).toSeconds();
    for (long start = slots.after(slot); start <= last; start = slots.after(start)) {
      if (dates.has(dates.of(Instant.ofEpochSecond(start)))) {
        return Instant.ofEpochSecond(slots.after(start));
      }
    }
    return null;
  }

  private static Deadline deadline(
      Rule rule,
      Promise.DataDate dataDate,
      LocalDate date,
      @Nullable Instant slot,
      Instant opens,
      Instant due,
      Duration givesUpAfter) {
    return new Deadline(
        rule.id(),
        date,
        slot,
        dataDate.of(date),
        opens,
        due,
        due.plus(givesUpAfter),
        rule.timezone(),
        rule.counting().objective());
  }

  /** The business dates of a rule; remembers the last answer, as slots share their dates. */
  private static final class Dates {
    private final ZoneId zone;
    private final DayRule on;
    private final @Nullable LocalDate from;
    private final @Nullable LocalDate until;
    private @Nullable LocalDate asked;
    private boolean answer;

    Dates(Rule rule) {
      this.zone = rule.timezone();
      this.on = rule.promise().on();
      this.from = rule.counting().from();
      this.until = rule.counting().until();
    }

    LocalDate of(Instant instant) {
      return instant.atZone(zone).toLocalDate();
    }

    LocalDate clampFirst(LocalDate date) {
      return from != null && from.isAfter(date) ? from : date;
    }

    LocalDate clampLast(LocalDate date) {
      return until != null && until.isBefore(date) ? until : date;
    }

    boolean has(LocalDate date) {
      if (!date.equals(asked)) {
        asked = date;
        answer =
            clampFirst(date).equals(date)
                && clampLast(date).equals(date)
                && on.includes(date)
                && DayTime.exists(date, zone);
      }
      return answer;
    }
  }
}
