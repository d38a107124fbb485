package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Local times against clocks that are read minute by minute, with no use of the calendar's own zone
 * arithmetic.
 */
final class DayTimeProperties {

  private static final List<String> ZONES =
      ZoneId.getAvailableZoneIds().stream().filter(id -> id.contains("/")).sorted().toList();

  @Property
  void what_is_printed_is_read_back(@ForAll("times") DayTime time) {
    assertThat(DayTime.parseOpens(time.toString())).isEqualTo(time);
  }

  @Property(tries = 2_000)
  void local_time_to_instant_agrees_with_a_clock_read_minute_by_minute(
      @ForAll("moments") Moment moment) {
    assertThat(new DayTime(moment.time(), 0).on(moment.date(), moment.zone()))
        .as("%s", moment)
        .isEqualTo(readClock(moment.date().atTime(moment.time()), moment.zone()));
  }

  @Property(tries = 500)
  void a_date_exists_when_the_clock_shows_it(@ForAll("moments") Moment moment) {
    LocalDate date = moment.date();
    Instant noon = date.atTime(12, 0).toInstant(ZoneOffset.UTC);
    boolean shown =
        IntStream.rangeClosed(-30 * 60, 30 * 60)
            .mapToObj(
                minute -> LocalDateTime.ofInstant(noon.plusSeconds(60L * minute), moment.zone()))
            .anyMatch(clock -> clock.toLocalDate().equals(date));
    assertThat(DayTime.exists(date, moment.zone())).as("%s", moment).isEqualTo(shown);
  }

  record Moment(LocalDate date, LocalTime time, ZoneId zone) {}

  @Provide
  Arbitrary<DayTime> times() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1439), Arbitraries.integers().between(-1, 366))
        .as((minute, days) -> new DayTime(LocalTime.ofSecondOfDay(60L * minute), days));
  }

  /** Half of them within two hours of a change of the zone's clocks, where it has any. */
  @Provide
  Arbitrary<Moment> moments() {
    return Combinators.combine(
            Arbitraries.of(ZONES).map(ZoneId::of),
            Arbitraries.longs().between(epoch("1975-01-01"), epoch("2040-12-31")),
            Arbitraries.integers().between(-120, 120),
            Arbitraries.of(true, false))
        .as(DayTimeProperties::moment);
  }

  private static Moment moment(ZoneId zone, long second, int minutesOff, boolean nearChange) {
    Instant instant = Instant.ofEpochSecond(second);
    ZoneOffsetTransition change = nearChange ? zone.getRules().nextTransition(instant) : null;
    LocalDateTime local =
        change == null
            ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
            : change.getDateTimeBefore().plusMinutes(minutesOff);
    return new Moment(local.toLocalDate(), LocalTime.of(local.getHour(), local.getMinute()), zone);
  }

  private static long epoch(String date) {
    return LocalDate.parse(date).toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC);
  }

  /**
   * The first minute at which the clock shows the time; where the clock jumps over it, the jump and
   * then as long as it would have taken to get there.
   */
  private static Instant readClock(LocalDateTime wall, ZoneId zone) {
    Instant instant = wall.toInstant(ZoneOffset.UTC).minus(Duration.ofHours(40));
    @Nullable LocalDateTime before = null;
    for (int minute = 0; minute < 80 * 60; minute++) {
      LocalDateTime shown = LocalDateTime.ofInstant(instant, zone);
      if (shown.equals(wall)) {
        return instant;
      }
      if (before != null && before.isBefore(wall) && shown.isAfter(wall)) {
        return instant.plus(Duration.between(before.plusMinutes(1), wall));
      }
      before = shown;
      instant = instant.plusSeconds(60);
    }
    throw new AssertionError("The clock of " + zone + " never came to " + wall);
  }
}
