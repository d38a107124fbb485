package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpansTest {

  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @ParameterizedTest
  @CsvSource({
    "08:00-22:00, 08:00, true",
    "08:00-22:00, 21:59, true",
    "08:00-22:00, 22:00, false",
    "22:00-07:00, 23:30, true",
    "22:00-07:00, 06:59, true",
    "22:00-07:00, 07:00, false",
    "22:00-07:00, 12:00, false",
    "20:00-24:00, 23:59, true",
    "20:00-24:00, 00:00, false",
    "20:00-00:00, 23:59, true",
    "00:00-24:00, 00:00, true"
  })
  void a_part_of_the_day_has_its_first_minute_and_not_its_last(
      String text, LocalTime clock, boolean contained) {
    Instant instant = java.time.LocalDate.of(2026, 11, 20).atTime(clock).atZone(TOKYO).toInstant();
    assertThat(Spans.parse(text).contains(instant, TOKYO)).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "08:00 | 0: \"08:00\" is not a part of the day. Write it as \"08:00-22:00\".",
        "08:00-08:00 | 6: \"08:00-08:00\" ends where it begins. For the whole day write \"00:00-24:00\".",
        "24:00-08:00 | 0: \"24:00\" is not a time of day: hours go from 00 to 23. Write it as \"10:00\", hours and minutes in quotes.",
        "08:00-25:00 | 6: \"25:00\" is not a time of day: hours go from 00 to 23. Write it as \"10:00\", hours and minutes in quotes.",
        "8-22 | 0: \"8\" is not a time of day. Write it as \"10:00\", hours and minutes in quotes.",
      })
  void what_is_no_part_of_the_day_is_refused(String text, String refusal) {
    assertThat(Refusals.of(() -> Spans.parse(text))).isEqualTo(refusal);
  }

  @Test
  void the_end_of_the_day_is_kept_as_midnight_of_the_next() {
    assertThat(Spans.parse("08:00-24:00").to()).isEqualTo(new DayTime(LocalTime.MIDNIGHT, 1));
  }

  @Property
  void what_is_printed_is_read_back(
      @ForAll @IntRange(max = 1439) int from, @ForAll @IntRange(max = 1440) int to) {
    if (from != to) {
      DayTime end =
          to == 1440
              ? new DayTime(LocalTime.MIDNIGHT, 1)
              : new DayTime(LocalTime.ofSecondOfDay(60L * to), 0);
      Promise.Span span =
          new Promise.Span(new DayTime(LocalTime.ofSecondOfDay(60L * from), 0), end);
      assertThat(Spans.parse(Spans.print(span))).isEqualTo(span);
    }
  }
}
