package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Deadlines against an oracle that knows no transitions: it looks at the clock of the zone minute
 * by minute.
 */
class ScheduleProperties {

  /** Zones with odd clocks, and dates near what makes dates hard. */
  private static final List<String> ZONES =
      List.of(
          "Asia/Tokyo",
          "UTC",
          "Europe/London",
          "Europe/Berlin",
          "America/New_York",
          "America/Sao_Paulo",
          "America/Santiago",
          "America/St_Johns",
          "Australia/Lord_Howe",
          "Australia/Adelaide",
          "Africa/Cairo",
          "Africa/Casablanca",
          "Asia/Beirut",
          "Asia/Kathmandu",
          "Asia/Tehran",
          "Asia/Pyongyang",
          "Pacific/Apia",
          "Pacific/Chatham",
          "Pacific/Kwajalein",
          "Antarctica/Troll");

  @Property(tries = 400)
  void slots_are_the_minutes_at_which_the_clock_shows_a_multiple(
      @ForAll("zones") ZoneId zone,
      @ForAll("dates") LocalDate date,
      @ForAll("lengths") Duration every,
      @ForAll @IntRange(min = 1, max = 3_000) int within) {
    Rule rule = TestRules.slots(every, Duration.ofMinutes(within), zone);
    Instant from = date.atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant to = from.plus(Duration.ofHours(30));

    List<String> expected = new ArrayList<>();
    List<Instant> starts = startsByTheClock(zone, every, from.minus(Duration.ofDays(5)), to);
    for (int i = 1; i < starts.size(); i++) {
      Instant due = starts.get(i).plus(Duration.ofMinutes(within));
      if (!due.isBefore(from) && due.isBefore(to)) {
        LocalDate local = starts.get(i - 1).atZone(zone).toLocalDate();
        expected.add(starts.get(i - 1) + " " + local + " " + starts.get(i) + " " + due);
      }
    }

    assertThat(Schedule.between(rule, from, to))
        .extracting(d -> d.slot() + " " + d.businessDate() + " " + d.opensAt() + " " + d.dueAt())
        .isEqualTo(expected);
  }

  @Property(tries = 400)
  void a_due_instant_is_the_first_minute_at_which_the_clock_shows_its_time(
      @ForAll("zones") ZoneId zone,
      @ForAll("dates") LocalDate date,
      @ForAll @IntRange(min = 0, max = 1439) int minute,
      @ForAll @IntRange(min = 0, max = 3) int plusDays) {
    LocalTime time = LocalTime.ofSecondOfDay(minute * 60L);
    Rule rule = TestRules.readyBy(time + (plusDays == 0 ? "" : " +" + plusDays + "d"), zone);
    Instant around = date.atStartOfDay().toInstant(ZoneOffset.UTC);
    List<Deadline> found =
        Schedule.between(
                rule, around.minus(Duration.ofDays(2)), around.plus(Duration.ofDays(4 + plusDays)))
            .stream()
            .filter(deadline -> deadline.businessDate().equals(date))
            .toList();

    if (!shown(zone, date)) {
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().dueAt())
        .isEqualTo(byTheClock(zone, date.plusDays(plusDays).atTime(time)));
    assertThat(found.getFirst().opensAt()).isEqualTo(byTheClock(zone, date.atStartOfDay()));
  }

  @Property(tries = 200)
  void a_long_range_is_the_sum_of_its_parts(
      @ForAll("zones") ZoneId zone,
      @ForAll("dates") LocalDate date,
      @ForAll("lengths") Duration every,
      @ForAll @IntRange(min = 1, max = 10_000) int minutes) {
    Instant from = date.atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant cut = from.plus(Duration.ofMinutes(minutes));
    Instant to = from.plus(Duration.ofMinutes(10_000));
    for (Rule rule :
        List.of(
            TestRules.slots(every, Duration.ofMinutes(7), zone),
            TestRules.readyBy("02:30 +1d", zone))) {
      List<Deadline> parts = new ArrayList<>(Schedule.between(rule, from, cut));
      parts.addAll(Schedule.between(rule, cut, to));
      assertThat(parts).isEqualTo(Schedule.between(rule, from, to));
    }
  }

  @Property(tries = 200)
  void what_opens_next_is_the_opening_of_the_next_deadline(
      @ForAll("zones") ZoneId zone,
      @ForAll("dates") LocalDate date,
      @ForAll("lengths") Duration every) {
    Instant from = date.atStartOfDay().toInstant(ZoneOffset.UTC);
    for (Rule rule :
        List.of(
            TestRules.slots(every, Duration.ofMinutes(7), zone),
            TestRules.readyBy("10:00", zone))) {
      List<Deadline> deadlines = Schedule.between(rule, from, from.plus(Duration.ofDays(4)));
      for (int i = 1; i < deadlines.size(); i++) {
        assertThat(Schedule.nextOpens(rule, deadlines.get(i - 1)))
            .isEqualTo(deadlines.get(i).opensAt());
      }
    }
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZONES).map(ZoneId::of);
  }

  /** Days around changes of clocks, leap days, ends of years and half-years, and any others. */
  @Provide
  Arbitrary<LocalDate> dates() {
    Arbitrary<LocalDate> hard =
        Arbitraries.of(
                "2011-12-30",
                "1993-08-21",
                "2018-11-04",
                "2024-02-29",
                "2026-02-28",
                "2026-12-31",
                "2026-06-30",
                "2026-03-31",
                "2026-09-30",
                "2026-03-08",
                "2026-03-29",
                "2026-04-05",
                "2026-04-24",
                "2026-10-04",
                "2026-10-25",
                "2026-11-01",
                "2023-03-23",
                "2015-08-15",
                "2018-05-05")
            .map(LocalDate::parse)
            .flatMap(date -> Arbitraries.integers().between(-1, 1).map(date::plusDays));
    Arbitrary<LocalDate> any =
        Arbitraries.integers().between(0, 366 * 45).map(LocalDate.of(1990, 1, 1)::plusDays);
    return Arbitraries.oneOf(hard, any);
  }

  @Provide
  Arbitrary<Duration> lengths() {
    return Arbitraries.of(5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440)
        .map(Duration::ofMinutes);
  }

  private static List<Instant> startsByTheClock(
      ZoneId zone, Duration every, Instant from, Instant to) {
    List<Instant> starts = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
      if (at.atZone(zone).toLocalTime().toSecondOfDay() % every.toSeconds() == 0) {
        starts.add(at);
      }
    }
    return starts;
  }

  private static boolean shown(ZoneId zone, LocalDate date) {
    Instant first = date.atStartOfDay().toInstant(ZoneOffset.UTC).minus(Duration.ofHours(30));
    for (int minutes = 0; minutes < 60 * 80; minutes += 10) {
      if (first.plus(Duration.ofMinutes(minutes)).atZone(zone).toLocalDate().equals(date)) {
        return true;
      }
    }
    return false;
  }

  /** The first minute showing it; where none does, as far behind the jump as it lies in the gap. */
  private static Instant byTheClock(ZoneId zone, LocalDateTime wanted) {
    Instant at = wanted.toInstant(ZoneOffset.UTC).minus(Duration.ofHours(44));
    LocalDateTime before = at.atZone(zone).toLocalDateTime();
    while (true) {
      LocalDateTime shown = at.atZone(zone).toLocalDateTime();
      if (shown.equals(wanted)) {
        return at;
      }
      if (shown.isAfter(wanted)) {
        return at.plus(Duration.between(before.plusMinutes(1), wanted));
      }
      before = shown;
      at = at.plusSeconds(60);
    }
  }
}
