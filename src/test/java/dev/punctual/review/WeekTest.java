package dev.punctual.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeekTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-15, 2026-W46",
    "2026-11-16, 2026-W47",
    "2027-01-03, 2026-W53",
    "2027-01-04, 2027-W01",
    "2024-12-30, 2025-W01",
  })
  void a_week_is_named_as_iso_8601_does(LocalDate date, String name) {
    assertThat(Week.of(date).id()).isEqualTo(name);
    assertThat(Week.parse(name)).isEqualTo(Week.of(date));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-46, Write it as 2026-W46",
    "last week, Write it as 2026-W46",
    "2025-W53, W01 to W52",
    "2026-W00, W01 to W53",
    "1969-W10, before 1970",
  })
  void what_is_no_week_is_refused_with_the_right_form(String name, String said) {
    assertThatThrownBy(() -> Week.parse(name))
        .isInstanceOf(BadWeekException.class)
        .hasMessageContaining(said);
  }

  @Test
  void a_week_begins_on_monday_in_the_zone_of_the_service_and_may_be_an_hour_shorter() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Week spring = Week.parse("2026-W13");
    assertThat(spring.from(berlin)).isEqualTo(Instant.parse("2026-03-22T23:00:00Z"));
    assertThat(spring.to(berlin)).isEqualTo(Instant.parse("2026-03-29T22:00:00Z"));
    assertThat(Week.of(Instant.parse("2026-11-15T15:00:00Z"), ZoneId.of("Asia/Tokyo")).id())
        .isEqualTo("2026-W47");
  }
}
