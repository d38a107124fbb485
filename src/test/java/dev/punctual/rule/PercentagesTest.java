package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PercentagesTest {

  @ParameterizedTest
  @CsvSource({"97%, 0.97", "99.5%, 0.995", "100%, 1", "100.00%, 1", "0.1%, 0.001", "90%, 0.9"})
  void a_percentage_is_an_exact_fraction(String text, BigDecimal fraction) {
    assertThat(Percentages.parse(text)).isEqualTo(fraction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "97 | 0: \"97\" has no percent sign. Write it as 97%.",
        "0.97 | 0: \"0.97\" has no percent sign. Write it as 97%.",
        "97 % | 0: \"97 %\" is not a percentage. Write it as 97%.",
        "99,5% | 0: \"99,5%\" is not a percentage. Write it as 99.5%.",
        "0% | 0: 0 % promises nothing. A percentage here is above 0% and at most 100%.",
        "100.1% | 0: \"100.1%\" is more than everything. A percentage here is above 0% and at most 100%.",
        "-5% | 0: \"-5%\" is not a percentage. Write it with its sign, for example 97% or 99.5%.",
        "most | 0: \"most\" is not a percentage. Write it with its sign, for example 97% or 99.5%.",
      })
  void what_is_no_percentage_is_refused_with_the_right_form(String text, String refusal) {
    assertThat(Refusals.of(() -> Percentages.parse(text))).isEqualTo(refusal);
  }

  @Test
  void a_percentage_is_printed_without_an_exponent() {
    assertThat(Percentages.print(new BigDecimal("1"))).isEqualTo("100%");
  }

  @Property
  void what_is_printed_is_read_back(@ForAll @LongRange(min = 1, max = 100_000_000) long parts) {
    BigDecimal fraction = Percentages.plain(BigDecimal.valueOf(parts, 8));
    assertThat(Percentages.parse(Percentages.print(fraction))).isEqualTo(fraction);
  }
}
