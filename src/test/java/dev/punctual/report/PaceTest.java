package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.Allowance;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Period HALF = Period.parse("2026H2", Month.JANUARY);

  private static Pace pace(int used, String left, String today) {
    return Pace.of(new Allowance(new BigDecimal(left), used), HALF, LocalDate.parse(today));
  }

  @Test
  void misses_that_go_on_as_they_did_use_the_allowance_up_on_a_date() {
    // Two in 31 days, five allowed: after 77.5 days.
    assertThat(pace(2, "5.52", "2026-07-31"))
        .isEqualTo(new Pace(new BigDecimal("0.5"), LocalDate.of(2026, 9, 16)));
  }

  @Test
  void a_pace_that_lasts_to_the_end_has_no_date() {
    assertThat(pace(2, "5.52", "2026-11-20").usedUpOn()).isNull();
    assertThat(pace(0, "5.52", "2026-11-20").usedUpOn()).isNull();
  }

  @Test
  void an_allowance_that_is_used_up_already_has_no_date_to_come() {
    assertThat(pace(5, "5.52", "2026-08-01").usedUpOn()).isNull();
    assertThat(pace(1, "0.92", "2026-08-01").usedUpOn()).isNull();
  }

  @Test
  void a_pace_is_rounded_up() {
    assertThat(pace(1, "5.52", "2026-12-31").perWeek()).isEqualByComparingTo("0.1");
  }
}
