package dev.punctual.whatif;

import dev.punctual.judge.Verdict;
import dev.punctual.report.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many days would have been met and counted for every due time, minute by minute. A day changes
 * once or twice over all due times, so it adds to two sums of differences; only where its zone's
 * clock is changed is every minute looked at.
 */
public final class Sweep {

  /** Due times further from their date are not looked at. */
  static final int MOST_DAYS = 7;

  private final int first;
  private final int[] met;
  private final int[] counted;

  private Sweep(int first, int minutes) {
    this.first = first;
    this.met = new int[minutes + 1];
    this.counted = new int[minutes + 1];
  }

  /**
   * Over these days.
   *
   * @param first least due time in minutes
   * @param atLeast a due time that is to be inside
   */
  static Sweep of(List<PastDay> days, int first, int atLeast) {
    int last = atLeast;
    for (PastDay day : days) {
      if (!day.excused()) {
        last = Math.max(last, Math.min(settledBy(day), MOST_DAYS * PastDay.MINUTES_A_DAY));
      }
    }
    Sweep sweep = new Sweep(first, last - first + 1);
    for (PastDay day : days) {
      sweep.add(day);
    }
    for (int i = 1; i < sweep.met.length; i++) {
      sweep.met[i] += sweep.met[i - 1];
      sweep.counted[i] += sweep.counted[i - 1];
    }
    return sweep;
  }

  /** A due time from which on the day counts the same. */
  private static int settledBy(PastDay day) {
    Instant ready = day.readyFrom();
    Instant absent = day.absentUntil();
    if (ready != null) {
      return minute(day, ready);
    }
    return day.verdict() == Verdict.UNKNOWN && absent != null ? minute(day, absent) + 1 : 0;
  }

  private int minutes() {
    return met.length - 1;
  }

  /** The least due time, in minutes. */
  public int first() {
    return first;
  }

  /** The greatest due time; greater ones are as this one. */
  public int last() {
    return first + minutes() - 1;
  }

  /** Of a due time; one outside is taken as the nearest inside. */
  public Share at(int minute) {
    int inside = Math.clamp(minute, first, last());
    return new Share(met(inside), counted(inside));
  }

  int met(int minute) {
    return met[minute - first];
  }

  int counted(int minute) {
    return counted[minute - first];
  }

  private void add(PastDay day) {
    if (day.excused()) {
      return;
    }
    if (changesClock(day)) {
      for (int minute = first; minute <= last(); minute++) {
        Outcome outcome = day.dueAt(day.at(minute));
        add(met, minute, minute + 1, outcome == Outcome.MET);
        add(counted, minute, minute + 1, outcome != Outcome.UNKNOWN);
      }
      return;
    }
    Instant ready = day.readyFrom();
    int metFrom = ready == null ? last() + 1 : minute(day, ready);
    add(met, metFrom, last() + 1, true);
    if (day.verdict() != Verdict.UNKNOWN) {
      add(counted, first, last() + 1, true);
      return;
    }
    add(counted, metFrom, last() + 1, true);
    Instant absent = day.absentUntil();
    if (absent != null) {
      // Missed for certain up to the last due time that is not after it.
      int until = day.at(minute(day, absent)).isAfter(absent) ? 0 : 1;
      add(counted, first, Math.min(metFrom, minute(day, absent) + until), true);
    }
  }

  private void add(int[] sums, int from, int to, boolean really) {
    int begin = Math.clamp(from - (long) first, 0, minutes());
    int end = Math.clamp(to - (long) first, begin, minutes());
    if (really && begin < end) {
      sums[begin]++;
      sums[end]--;
    }
  }

  /** The least due time, in minutes, that does not lie before the instant on a plain day. */
  private static int minute(PastDay day, Instant instant) {
    Duration since =
        day.slot() != null
            ? Duration.between(day.opensAt(), instant)
            : Duration.between(
                day.businessDate().atStartOfDay(), LocalDateTime.ofInstant(instant, day.zone()));
    long seconds = since.getSeconds();
    long whole = Math.floorDiv(seconds, 60L);
    boolean exact = Math.floorMod(seconds, 60L) == 0 && since.getNano() == 0;
    return Math.toIntExact(
        Math.clamp(
            exact ? whole : whole + 1,
            -MOST_DAYS * (long) PastDay.MINUTES_A_DAY,
            2L * MOST_DAYS * PastDay.MINUTES_A_DAY));
  }

  private boolean changesClock(PastDay day) {
    if (day.slot() != null || day.zone().getRules().isFixedOffset()) {
      return false;
    }
    ZoneId zone = day.zone();
    Instant from = day.businessDate().minusDays(1).atStartOfDay(zone).toInstant();
    ZoneOffsetTransition next = zone.getRules().nextTransition(from);
    Instant to =
        day.businessDate()
            .plusDays(last() / PastDay.MINUTES_A_DAY + 2L)
            .atStartOfDay(zone)
            .toInstant();
    return next != null && next.getInstant().isBefore(to);
  }

  /**
   * The due time from which on this share would have been held, whatever later time is taken.
   *
   * @return null where no time would, or nothing was counted
   */
  @Nullable Integer heldFrom(BigDecimal share) {
    Integer from = null;
    int all = -1;
    int needed = 0;
    for (int minute = last(); minute >= first; minute--) {
      if (counted(minute) != all) {
        all = counted(minute);
        needed =
            share
                .multiply(BigDecimal.valueOf(all))
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
      }
      if (all == 0 || met(minute) < needed) {
        break;
      }
      from = minute;
    }
    return from;
  }
}
