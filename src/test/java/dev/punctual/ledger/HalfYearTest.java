package dev.punctual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Month;
import org.junit.jupiter.api.Test;

class HalfYearTest {

  @Test
  void a_half_year_begins_with_the_year_or_six_months_later() {
    assertThat(HalfYear.containing(LocalDate.of(2026, 11, 20), Month.JANUARY))
        .isEqualTo(new HalfYear(LocalDate.of(2026, 7, 1)));
    assertThat(HalfYear.containing(LocalDate.of(2026, 3, 31), Month.APRIL))
        .isEqualTo(new HalfYear(LocalDate.of(2025, 10, 1)));
    assertThat(HalfYear.containing(LocalDate.of(2026, 4, 1), Month.APRIL).end())
        .isEqualTo(LocalDate.of(2026, 10, 1));
  }
}
