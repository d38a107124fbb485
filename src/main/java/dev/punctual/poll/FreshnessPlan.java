package dev.punctual.poll;

import dev.punctual.rule.DayRule;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When the promise of a freshness rule holds, and when its age is worth asking for.
 *
 * @param leastPause the shortest pause the source allows
 */
record FreshnessPlan(Promise.FreshWithin promise, ZoneId zone, Duration leastPause) {

  private static final Duration SHORTEST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** A tenth of the promise, so that a breach is seen at most that late. */
  private static final int PARTS = 10;

  /**
   * Days looked back for the part of the day that holds an instant, one that passes midnight
   * included.
   */
  private static final int BACK = 1;

  private static final int AHEAD = 400;

  static FreshnessPlan of(Rule rule, Promise.FreshWithin promise, Duration leastPause) {
    return new FreshnessPlan(promise, rule.timezone(), leastPause);
  }

  Duration freshWithin() {
    return promise.freshWithin();
  }

  Instant next(Instant asked) {
    Window window = window(asked);
    Instant wanted = asked.plus(pause());
    if (window == null) {
      return opensAfter(asked);
    }
    return window.to().isAfter(asked) && window.to().isBefore(wanted) ? window.to() : wanted;
  }

  private Duration pause() {
    Duration pause = freshWithin().dividedBy(PARTS);
    pause = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    return pause.compareTo(leastPause) < 0 ? leastPause : pause;
  }

  /** The promised stretch that holds this instant; null outside of any. */
  @Nullable Window window(Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    for (int back = BACK; back >= 0; back--) {
      LocalDate date = today.minusDays(back);
      Window window = window(date);
      if (promise.on().includes(date) && window.holds(at)) {
        return window;
      }
    }
    return null;
  }

  /** The end of the last promised stretch that is over; the instant itself without any. */
  Instant lastEnd(Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    for (int back = 0; back <= AHEAD; back++) {
      LocalDate date = today.minusDays(back);
      Instant to = window(date).to();
      if (promise.on().includes(date) && !to.isAfter(at)) {
        return to;
      }
    }
    return at;
  }

  private Instant opensAfter(Instant asked) {
    LocalDate today = asked.atZone(zone).toLocalDate();
    DayRule on = promise.on();
    for (int ahead = 0; ahead <= AHEAD; ahead++) {
      LocalDate date = today.plusDays(ahead);
      Instant from = window(date).from();
      if (on.includes(date) && from.isAfter(asked)) {
        return from;
      }
    }
    return asked.plus(Duration.ofDays(AHEAD));
  }

  private Window window(LocalDate date) {
    Promise.Span during = promise.during();
    if (during == null) {
      return new Window(
          date.atStartOfDay(zone).toInstant(), date.plusDays(1).atStartOfDay(zone).toInstant());
    }
    boolean past = during.to().plusDays() == 0 && !during.to().time().isAfter(during.from().time());
    return new Window(
        during.from().on(date, zone), during.to().on(past ? date.plusDays(1) : date, zone));
  }

  /** Half-open. */
  record Window(Instant from, Instant to) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && at.isBefore(to);
    }
  }
}
