package dev.punctual.report;

import dev.punctual.report.Stretches.Stretch;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise.FreshWithin;
import dev.punctual.rule.Promise.Span;
import dev.punctual.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a freshness rule promises anything at all. */
final class ServiceHours {
  private ServiceHours() {}

  /**
   * The promised hours of a period's dates, whole where {@code during} is not written. A span that
   * passes midnight belongs to the date it begins on.
   */
  static Stretches of(Rule rule, FreshWithin promise, Period period) {
    List<Stretch> hours = new ArrayList<>();
    for (LocalDate date = period.start(); date.isBefore(period.end()); date = date.plusDays(1)) {
      if (isPromised(rule, promise, date)) {
        hours.add(on(date, promise.during(), rule.timezone()));
      }
    }
    return Stretches.of(hours);
  }

  private static boolean isPromised(Rule rule, FreshWithin promise, LocalDate date) {
    LocalDate from = rule.counting().from();
    LocalDate until = rule.counting().until();
    return (from == null || !date.isBefore(from))
        && (until == null || !date.isAfter(until))
        && promise.on().includes(date)
        && DayTime.exists(date, rule.timezone());
  }

  private static Stretch on(LocalDate date, @Nullable Span during, ZoneId zone) {
    if (during == null) {
      return Stretch.of(
          date.atStartOfDay(zone).toInstant(), date.plusDays(1).atStartOfDay(zone).toInstant());
    }
    Instant from = during.from().on(date, zone);
    Instant to = during.to().on(date, zone);
    return Stretch.of(from, to.isAfter(from) ? to : during.to().on(date.plusDays(1), zone));
  }

  /** Whole minutes, never fewer than there were. */
  static long minutesUp(Stretches stretches) {
    return Math.ceilDiv(stretches.seconds(), Duration.ofMinutes(1).toSeconds());
  }

  /** Whole minutes, never more than there were. */
  static long minutesDown(Stretches stretches) {
    return stretches.seconds() / Duration.ofMinutes(1).toSeconds();
  }
}
