package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DayTimeTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void local_time_to_instant_in_a_gap_moves_forward() {
    assertThat(DayTime.parse("02:30").on(LocalDate.of(2026, 3, 8), NEW_YORK))
        .isEqualTo(Instant.parse("2026-03-08T07:30:00Z"));
  }

  @Test
  void local_time_to_instant_in_an_overlap_takes_the_first() {
    assertThat(DayTime.parse("01:30").on(LocalDate.of(2026, 11, 1), NEW_YORK))
        .isEqualTo(Instant.parse("2026-11-01T05:30:00Z"));
  }

  @Test
  void local_time_to_instant_is_worked_out_afresh_for_each_date() {
    assertThat(DayTime.parse("02:30").on(LocalDate.of(2026, 3, 9), NEW_YORK))
        .isEqualTo(Instant.parse("2026-03-09T06:30:00Z"));
  }

  @Test
  void a_time_after_midnight_belongs_to_the_business_date_before() {
    assertThat(DayTime.parse("01:30 +1d").on(LocalDate.of(2026, 12, 31), ZoneId.of("Asia/Tokyo")))
        .isEqualTo(Instant.parse("2026-12-31T16:30:00Z"));
  }

  @Test
  void a_short_hour_is_read() {
    assertThat(DayTime.parse("9:05")).isEqualTo(new DayTime(LocalTime.of(9, 5), 0));
  }

  @Test
  void opens_may_lie_on_the_day_before() {
    assertThat(DayTime.parseOpens("18:00 -1d")).isEqualTo(new DayTime(LocalTime.of(18, 0), -1));
  }

  @Test
  void a_date_the_zone_skipped_does_not_exist() {
    assertThat(DayTime.exists(LocalDate.of(2011, 12, 30), ZoneId.of("Pacific/Apia"))).isFalse();
  }

  @Test
  void a_date_without_midnight_exists() {
    assertThat(DayTime.exists(LocalDate.of(2026, 4, 24), ZoneId.of("Africa/Cairo"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "10am | 0: \"10am\" is not a time of day. Write it as \"10:00\", hours and minutes in quotes.",
        "600 | 0: \"600\" is not a time of day. Write it as \"10:00\", hours and minutes in quotes.",
        "10:00:00 | 5: A time here has no seconds. Write it as \"10:00\", hours and minutes in quotes.",
        "7:5 | 2: Minutes have two digits. Write it as \"10:00\", hours and minutes in quotes.",
        "10:60 | 3: \"10:60\" is not a time of day: minutes go from 00 to 59. Write it as \"10:00\", hours and minutes in quotes.",
        "25:30 | 0: \"25:30\" is not a time of day. For the day after the business date write \"01:30 +1d\".",
        "24:00 | 0: \"24:00\" is not a time of day. For the day after the business date write \"00:00 +1d\".",
        "99:00 | 0: \"99:00\" is not a time of day: hours go from 00 to 23. Write it as \"10:00\", hours and minutes in quotes.",
        "10:00+1d | 5: A blank is missing. Write it as \"10:00 +1d\".",
        "10:00 1d | 6: \"1d\" does not belong to a time. Write it as \"10:00\" or \"10:00 +1d\".",
        "10:00 JST | 6: \"JST\" does not belong to a time. Write it as \"10:00\" or \"10:00 +1d\".",
        "10:00 +0d | 6: \"+0d\" moves nothing. Write it as \"10:00\".",
        "10:00 -1d | 6: Only opens may lie before its date. Write it as \"10:00\" or \"10:00 +1d\".",
        "10:00 +367d | 6: \"+367d\" is more than 366 days away.",
        "'' | 0: \"''\" is not a time of day. Write it as \"10:00\", hours and minutes in quotes.",
        "１０:００ | 0: \"１０:００\" is not a time of day. Write it as \"10:00\", hours and minutes in quotes.",
      })
  void what_is_no_time_is_refused_with_the_right_form(String text, String refusal) {
    assertThat(Refusals.of(() -> DayTime.parse(text))).isEqualTo(refusal);
  }

  @Test
  void an_empty_time_is_refused() {
    assertThat(Refusals.of(() -> DayTime.parse(""))).startsWith("0: A time is missing.");
  }

  @Test
  void opens_reaches_back_one_day_at_most() {
    assertThat(Refusals.of(() -> DayTime.parseOpens("18:00 -2d")))
        .isEqualTo(
            "6: A deadline opens at most one day before its date. Write it as \"18:00 -1d\".");
  }
}
