package dev.punctual.whatif;

import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.whatif.Count.Judged;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule's past under another promise. Pure.
 *
 * @param from first business date
 * @param to last business date
 * @param before as it was
 * @param after as it would have been
 * @param days those that would have been promised, oldest first
 * @param turns days that count otherwise, oldest first
 * @param left days that would not have been promised, oldest first
 * @param held from which due time on a share would have been held
 * @param proposal for a rule whose objective leaves no miss
 * @param backfilled days among {@code before} that were judged after the fact
 * @param curve days met and counted for every due time
 */
public record Simulation(
    Rule rule,
    Variation variation,
    LocalDate from,
    LocalDate to,
    Count before,
    Count after,
    List<PastDay> days,
    List<Turn> turns,
    List<PastDay> left,
    List<Held> held,
    @Nullable Proposal proposal,
    int backfilled,
    Sweep curve) {

  /** The shares everybody asks about. */
  static final List<BigDecimal> SHARES = List.of(new BigDecimal("0.97"), new BigDecimal("0.99"));

  public Simulation {
    days = List.copyOf(days);
    turns = List.copyOf(turns);
    left = List.copyOf(left);
    held = List.copyOf(held);
  }

  /** A day that counts otherwise than it did. */
  public record Turn(PastDay day, Outcome before, Outcome after) {}

  /**
   * From which due time on a share would have been held.
   *
   * @param minutes null where no due time would have
   */
  public record Held(BigDecimal share, @Nullable Integer minutes) {}

  /**
   * Judges the days again.
   *
   * @param days settled ones of the rule, oldest first
   * @param now days that would not be due yet are left out
   */
  static Simulation of(
      Rule rule,
      Variation variation,
      List<PastDay> days,
      LocalDate from,
      LocalDate to,
      Instant now) {
    DayRule on = variation.on();
    List<PastDay> kept =
        on == null ? days : days.stream().filter(d -> on.includes(d.businessDate())).toList();
    List<Turn> turns = new ArrayList<>();
    List<Judged> after = new ArrayList<>();
    for (PastDay day : kept) {
      Instant due = variation.minutes() == null ? day.dueAt() : day.at(variation.minutes());
      if (due.isAfter(now)) {
        continue;
      }
      Outcome outcome = day.dueAt(due);
      after.add(new Judged(outcome, day.isUnprovedAt(due), objective(variation, day)));
      if (outcome != day.stored()) {
        turns.add(new Turn(day, day.stored(), outcome));
      }
    }
    List<Judged> before =
        days.stream().map(d -> new Judged(d.stored(), false, d.objective())).toList();
    Sweep sweep = sweep(rule, variation, kept);
    Count counted = Count.of(before, 0);
    return new Simulation(
        rule,
        variation,
        from,
        to,
        counted,
        Count.of(after, on == null ? 0 : unrecorded(rule, on, days)),
        kept,
        turns,
        on == null ? List.of() : days.stream().filter(d -> !on.includes(d.businessDate())).toList(),
        held(sweep, variation),
        hasObjective(rule) ? null : Proposal.of(counted),
        (int) days.stream().filter(PastDay::backfilled).count(),
        sweep);
  }

  private static BigDecimal objective(Variation variation, PastDay day) {
    return variation.objective() == null ? day.objective() : variation.objective();
  }

  /** A rule without an objective promises every day; one of 100 % is the same promise. */
  private static boolean hasObjective(Rule rule) {
    return rule.counting().objective().compareTo(BigDecimal.ONE) < 0;
  }

  private static Sweep sweep(Rule rule, Variation variation, List<PastDay> days) {
    int now = Variation.minutes(rule.promise());
    int first =
        rule.promise() instanceof Promise.ReadyBy by
            ? Math.max(0, Variation.minutes(by.opens()) + 1)
            : 0;
    int asked = variation.minutes() == null ? now : variation.minutes();
    return Sweep.of(days, Math.min(first, Math.min(now, asked)), Math.max(now, asked));
  }

  private static List<Held> held(Sweep sweep, Variation variation) {
    List<BigDecimal> shares = new ArrayList<>(SHARES);
    BigDecimal own = variation.objective();
    if (own != null && shares.stream().noneMatch(share -> share.compareTo(own) == 0)) {
      shares.add(own);
    }
    return shares.stream().sorted().map(s -> new Held(s, sweep.heldFrom(s))).toList();
  }

  /** Days that only the other calendar promises; nobody looked at them. */
  private static int unrecorded(Rule rule, DayRule on, List<PastDay> days) {
    if (days.isEmpty()) {
      return 0;
    }
    Set<LocalDate> known = days.stream().map(PastDay::businessDate).collect(Collectors.toSet());
    ZoneId zone = rule.timezone();
    return (int)
        days.getFirst()
            .businessDate()
            .datesUntil(days.getLast().businessDate().plusDays(1))
            .filter(date -> on.includes(date) && !rule.promise().on().includes(date))
            .filter(date -> !known.contains(date) && DayTime.exists(date, zone))
            .count();
  }

  /** Due time of the rule as it stands, in minutes. */
  public int dueNow() {
    return Variation.minutes(rule.promise());
  }

  /** How many days would turn to this with a due time. */
  public int turnsTo(Outcome outcome, int minutes) {
    return (int)
        days.stream()
            .filter(day -> day.stored() != outcome && day.dueAt(day.at(minutes)) == outcome)
            .count();
  }

  /** {@code 09:30}, {@code 01:30 +1d}; of slots {@code 20m}. */
  public String shown(int minutes) {
    return shown(rule, minutes);
  }

  static String shown(Rule rule, int minutes) {
    if (rule.promise() instanceof Promise.ReadyWithin) {
      int hours = minutes / 60;
      return (hours == 0 ? "" : hours + "h")
          + (minutes % 60 == 0 && hours > 0 ? "" : minutes % 60 + "m");
    }
    return new DayTime(
            LocalTime.of(minutes % PastDay.MINUTES_A_DAY / 60, minutes % 60),
            minutes / PastDay.MINUTES_A_DAY)
        .toString();
  }
}
