package dev.punctual.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What is promised about time. */
public sealed interface Promise {

  /** The dates the promise is for. */
  DayRule on();

  /** Ready by a local time of each business date. */
  record ReadyBy(
      DayTime readyBy, DayRule on, DataDate dataDate, DayTime opens, Duration givesUpAfter)
      implements Promise {}

  /**
   * Slots: each {@code every} of the local clock, due {@code readyWithin} after the slot ends.
   *
   * @param every at least five minutes, divides 24 h
   */
  record ReadyWithin(
      Duration every, Duration readyWithin, DayRule on, DataDate dataDate, Duration givesUpAfter)
      implements Promise {}

  /**
   * Never older than {@code freshWithin}; no deadlines but breaches.
   *
   * @param during the part of the day that is promised, null for all of it
   */
  record FreshWithin(Duration freshWithin, DayRule on, @Nullable Span during) implements Promise {}

  /**
   * A part of the local day; passes midnight where {@code to} is not after {@code from}.
   *
   * @param to may be 24:00, written as 00:00 of the next day ({@code plusDays} 1)
   */
  record Span(DayTime from, DayTime to) {

    /**
     * Whether the zone's clock stands in this part of the day at the instant; the end is not in it.
     */
    public boolean contains(Instant instant, ZoneId zone) {
      LocalTime clock = instant.atZone(zone).toLocalTime();
      boolean begun = !clock.isBefore(from.time());
      if (to.plusDays() > 0) {
        return begun;
      }
      boolean notOver = clock.isBefore(to.time());
      return to.time().isAfter(from.time()) ? begun && notOver : begun || notOver;
    }
  }

  /** The date of the data that is promised for a business date. */
  sealed interface DataDate {
    LocalDate of(LocalDate businessDate);

    record SameDay() implements DataDate {
      @Override
      public LocalDate of(LocalDate businessDate) {
        return businessDate;
      }
    }

    record Yesterday() implements DataDate {
      @Override
      public LocalDate of(LocalDate businessDate) {
        return businessDate.minusDays(1);
      }
    }

    record PreviousBusinessDay(BusinessCalendar calendar) implements DataDate {
      @Override
      public LocalDate of(LocalDate businessDate) {
        return calendar.previousBusinessDay(businessDate);
      }
    }
  }
}
