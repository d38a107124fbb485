package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DateRangeTest {

  @Test
  void both_ends_belong_to_the_range() {
    assertThat(DateRange.parse("2026-12-31/2027-01-02").days())
        .containsExactly(
            LocalDate.of(2026, 12, 31), LocalDate.of(2027, 1, 1), LocalDate.of(2027, 1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2026-02-29 | 0: There is no day \"2026-02-29\" in the calendar.",
        "2026-1-5 | 0: \"2026-1-5\" is not a date. Write it as 2026-12-29.",
        "2026-12-29/2027-13-01 | 11: There is no day \"2027-13-01\" in the calendar.",
        "2026-12-29/2026-12-28 | 11: A range of days ends after it begins: 2026-12-29/2026-12-28. Write it as 2026-12-29 or 2026-12-29/2027-01-03.",
        "2020-01-01/2029-12-31 | 11: A range of days is at most 366 days long: 2020-01-01/2029-12-31. Write it as 2026-12-29 or 2026-12-29/2027-01-03.",
        "0026-12-29 | 0: \"0026-12-29\" is too long ago: years go from 1900 to 9999.",
        "new year | 0: \"new year\" is not a date. Write it as 2026-12-29.",
      })
  void what_is_no_range_is_refused(String text, String refusal) {
    assertThat(Refusals.of(() -> DateRange.parse(text))).isEqualTo(refusal);
  }

  @Property
  void what_is_printed_is_read_back(
      @ForAll @LongRange(min = -25_000, max = 100_000) long day,
      @ForAll @IntRange(max = 365) int length) {
    LocalDate from = LocalDate.ofEpochDay(day);
    DateRange range = new DateRange(from, from.plusDays(length));
    assertThat(DateRange.parse(range.toString())).isEqualTo(range);
  }
}
