package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "30m, PT30M",
    "2h15m, PT2H15M",
    "1d, PT24H",
    "90m, PT1H30M",
    "1d2h3m4s, PT26H3M4S",
    "PT30M, PT30M",
    "P1D, PT24H",
    "P1DT2H, PT26H",
    "45s, PT45S"
  })
  void both_forms_are_read(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "30 | 0: \"30\" has no unit. Write 30m for minutes, 30s for seconds.",
        "30M | 2: A capital M could mean months. Write 30m for minutes; months are refused, they differ in length.",
        "1h30M | 4: A capital M could mean months. Write 30m for minutes; months are refused, they differ in length.",
        "1mo | 1: Months are refused, they differ in length. Write days, for example 30d.",
        "2w | 1: Weeks are refused. Write days: 14d.",
        "1y | 1: Years are refused, they differ in length. Write days, for example 365d.",
        "30min | 2: Write 30m for minutes.",
        "2H | 1: Units are small letters: write 2h.",
        "15m2h | 3: The units of \"15m2h\" are out of order. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "1h1h | 2: The units of \"1h1h\" are out of order. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "2h 15m | 1: Write a duration without blanks. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "1.5h | 1: A duration has whole numbers only: 1h30m, not 1.5h.",
        "500ms | 3: A second is the smallest unit. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "1h30 | 4: A number without a unit. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "0m | 0: A duration must be longer than zero. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "PT0S | 0: A duration must be longer than zero. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "-5m | 0: A duration has no sign. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "PT-5M | 2: A duration is not negative. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "P1M | 2: Months are refused, they differ in length. For minutes write PT1M.",
        "P1W | 2: Weeks are refused. Write days, for example P7D.",
        "P1Y | 2: Years are refused, they differ in length. Write days, for example P365D.",
        "P | 0: \"P\" is not a duration. Write it as PT30M, P1DT2H or 30m, whole numbers only.",
        "P1DT | 0: \"P1DT\" is not a duration. Write it as PT30M, P1DT2H or 30m, whole numbers only.",
        "PT1.5S | 0: \"PT1.5S\" is not a duration. Write it as PT30M, P1DT2H or 30m, whole numbers only.",
        "soon | 0: \"soon\" is not a duration. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "99999999d | 0: \"99999999d\" is longer than a hundred years. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
        "99999999999999999999m | 20: 99999999999999999999m is too long. Write it as 30m, 2h15m or 1d (units d, h, m, s in that order).",
      })
  void what_is_no_duration_is_refused_with_the_right_form(String text, String refusal) {
    assertThat(Refusals.of(() -> Durations.parse(text))).isEqualTo(refusal);
  }

  @Test
  void an_empty_duration_is_refused() {
    assertThat(Refusals.of(() -> Durations.parse(""))).startsWith("0: A duration is missing.");
  }

  @Property
  void what_is_printed_is_read_back(
      @ForAll @LongRange(min = 1, max = 36_525L * 86_400) long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
  }

  @Property
  void the_iso_form_of_java_is_read(
      @ForAll @LongRange(min = 1, max = 36_525L * 86_400) long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    assertThat(Durations.parse(duration.toString())).isEqualTo(duration);
  }

  @Property
  void any_other_text_is_refused_within_it(
      @ForAll @StringLength(min = 1, max = 12) @CharRange(from = ' ', to = 'z') String text) {
    String outcome = Refusals.of(() -> Durations.parse(text));
    if (!outcome.equals("was read")) {
      assertThat(Integer.parseInt(outcome.substring(0, outcome.indexOf(':'))))
          .isBetween(0, text.length());
    }
  }
}
