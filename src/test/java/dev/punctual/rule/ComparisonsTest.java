package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.rule.RowsRule.Operator;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonsTest {

  @ParameterizedTest
  @CsvSource({
    ">= 1, AT_LEAST, 1, false",
    ">=1, AT_LEAST, 1, false",
    "> 0, MORE_THAN, 0, false",
    "= 5, EXACTLY, 5, false",
    "< 10, FEWER_THAN, 10, false",
    "<= 10, AT_MOST, 10, false",
    ">= 80% of last_week, AT_LEAST, 0.8, true",
    "<= 250% of last_week, AT_MOST, 2.5, true"
  })
  void every_comparison_is_read(String text, Operator op, BigDecimal number, boolean relative) {
    assertThat(Comparisons.parse(text)).isEqualTo(new RowsRule(op, number, relative));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "100 | 0: \"100\" has no comparison. Write \">= 100\" or \"= 100\".",
        "== 5 | 0: Write a single equals sign: \"= 5\".",
        "=> 5 | 0: Write it as \">= 5\".",
        "≥ 5 | 0: Write it as \">= 5\".",
        "!= 5 | 0: \"!=\" is not one of >=, >, =, <, <=. Write it as \">= 1\" or \">= 80% of last_week\".",
        "some | 0: A comparison begins with >=, >, =, < or <=. Write it as \">= 1\" or \">= 80% of last_week\".",
        ">= 80% | 3: A percentage of what? Write \">= 80% of last_week\".",
        ">= 80% of last_month | 10: Rows can be compared with last_week only. Write it as \">= 1\" or \">= 80% of last_week\".",
        ">= 80 of last_week | 3: \"80\" has no percent sign. Write it as 80%.",
        ">= 0% of last_week | 3: 0% of last_week is no rows at all. Write it as \">= 1\" or \">= 80% of last_week\".",
        ">= 1,000 | 3: Write the number without separators: \">= 1000\".",
        ">= 1.5 | 3: \"1.5\" is not a whole number of rows. Write it as \">= 1\" or \">= 80% of last_week\".",
        ">= -1 | 3: \"-1\" is not a whole number of rows. Write it as \">= 1\" or \">= 80% of last_week\".",
        ">= | 2: The number of rows is missing. Write it as \">= 1\" or \">= 80% of last_week\".",
        "< 0 | 0: No table has fewer than 0 rows. Write it as \">= 1\" or \">= 80% of last_week\".",
      })
  void what_is_no_comparison_is_refused_with_the_right_form(String text, String refusal) {
    assertThat(Refusals.of(() -> Comparisons.parse(text))).isEqualTo(refusal);
  }

  @Test
  void last_week_is_compared_exactly() {
    RowsRule rule = Comparisons.parse(">= 80% of last_week");
    assertThat(new boolean[] {rule.holds(79, 99), rule.holds(80, 99), rule.holds(80, 100)})
        .containsExactly(false, true, true);
  }

  @Property
  void what_is_printed_is_read_back(
      @ForAll Operator op,
      @ForAll @LongRange(min = 1, max = 999_999_999_999L) long number,
      @ForAll boolean relative) {
    RowsRule rule =
        new RowsRule(
            op, relative ? BigDecimal.valueOf(number, 5) : BigDecimal.valueOf(number), relative);
    assertThat(Comparisons.parse(rule.toString())).isEqualTo(rule);
  }
}
