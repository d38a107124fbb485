package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CronDatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 1,15 * *     | 1 15",
        "0 0 * * *        | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31",
        "0 0 */10 * *     | 1 11 21 31",
        "0 0 1-10/3 * *   | 1 4 7 10",
        "0 0 * * MON      | 5 12 19 26",
        "0 0 * * 0        | 4 11 18 25",
        "0 0 * * 7        | 4 11 18 25",
        "0 0 * * 5-7      | 2 3 4 9 10 11 16 17 18 23 24 25 30 31",
        "0 0 * * fri-sun  | 2 3 4 9 10 11 16 17 18 23 24 25 30 31",
        "0 0 * OCT tue,thu| 1 6 8 13 15 20 22 27 29",
        "0 0 13 * 5       | 2 9 13 16 23 30",
        "0 0 */2 * 5      | 9 23",
        "0 0 31 10 *      | 31",
      })
  void an_expression_selects_its_days_of_october_2026(String expression, String days) {
    CronDates dates = CronDates.parse(expression);
    LocalDate first = LocalDate.of(2026, 10, 1);
    String selected =
        first
            .datesUntil(first.plusMonths(1))
            .filter(dates::includes)
            .map(date -> "" + date.getDayOfMonth())
            .collect(Collectors.joining(" "));
    assertThat(selected).isEqualTo(days);
  }

  @Test
  void a_day_a_month_does_not_have_is_not_selected_in_it() {
    CronDates dates = CronDates.parse("0 0 31 * *");
    LocalDate first = LocalDate.of(2026, 1, 1);
    assertThat(
            first
                .datesUntil(first.plusYears(1))
                .filter(dates::includes)
                .map(LocalDate::getMonthValue))
        .containsExactly(1, 3, 5, 7, 8, 10, 12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 9 * * * | 2: The hour must be 0: cron selects dates only here, the time of day is ready_by. Write it as \"0 0 1,15 * *\".",
        "* 0 * * * | 0: The minute must be 0: cron selects dates only here, the time of day is ready_by. Write it as \"0 0 1,15 * *\".",
        "0 0 * * | 0: A cron expression has five fields (minute, hour, day of month, month, day of week), not 4. Write it as \"0 0 1,15 * *\".",
        "0 0 0 1 * * | 10: A cron expression has five fields (minute, hour, day of month, month, day of week), not 6. Write it as \"0 0 1,15 * *\".",
        "@daily | 0: Names such as \"@daily\" are not read. Write it as \"0 0 1,15 * *\".",
        "0 0 ? * MON | 4: In the day of month of the cron expression \"?\" is an extension of other schedulers (? L W #), which is not read.",
        "0 0 L * * | 4: In the day of month of the cron expression \"L\" is an extension of other schedulers (? L W #), which is not read.",
        "0 0 15W * * | 5: In the day of month of the cron expression \"15W\" is an extension of other schedulers (? L W #), which is not read.",
        "0 0 * * MON#2 | 11: In the day of week of the cron expression \"MON#2\" is an extension of other schedulers (? L W #), which is not read.",
        "0 0 32 * * | 4: In the day of month of the cron expression 32 is out of range, it goes from 1 to 31.",
        "0 0 1,0 * * | 6: In the day of month of the cron expression 0 is out of range, it goes from 1 to 31.",
        "0 0 1-40 * * | 6: In the day of month of the cron expression 40 is out of range, it goes from 1 to 31.",
        "0 0 1 13 * | 6: In the month of the cron expression 13 is out of range, it goes from 1 to 12.",
        "0 0 * * 8 | 8: In the day of week of the cron expression 8 is out of range, it goes from 0 to 7.",
        "0 0 * * MOM | 8: In the day of week of the cron expression \"MOM\" is not a number or a name such as MON; did you mean MON?",
        "0 0 * ABC * | 6: In the month of the cron expression \"ABC\" is not a number or a name such as FEB.",
        "0 0 5/10 * * | 4: In the day of month of the cron expression a step needs a range: 5-31/10.",
        "0 0 */0 * * | 6: In the day of month of the cron expression \"0\" is not a step, write a number from 1.",
        "0 0 10-1 * * | 4: In the day of month of the cron expression the range \"10-1\" runs backwards; write two ranges with a comma.",
        "0 0 1,,2 * * | 6: In the day of month of the cron expression an entry of the list is empty.",
        "0 0 1-2-3 * * | 4: In the day of month of the cron expression \"1-2-3\" is not a value, range or step.",
        "0 0 30 2 * | 4: No date ever fits \"0 0 30 2 *\": none of its months has such a day.",
      })
  void a_wrong_field_is_named_with_its_place(String text, String refusal) {
    assertThat(Refusals.of(() -> CronDates.parse(text))).isEqualTo(refusal);
  }

  @Test
  void what_is_printed_is_read_back() {
    CronDates dates = CronDates.parse("  0 0  1,15 *   mon ");
    assertThat(CronDates.parse(dates.toString())).isEqualTo(dates);
  }

  /** Either field of two restricted ones, against sets of numbers. */
  @Property
  void two_restricted_day_fields_select_what_fits_either(
      @ForAll("days") Set<Integer> days,
      @ForAll("weekdays") Set<DayOfWeek> weekdays,
      @ForAll("dates") LocalDate date) {
    CronDates dates =
        CronDates.parse(
            "0 0 "
                + list(days)
                + " * "
                + list(
                    weekdays.stream().map(day -> day.getValue() % 7).collect(Collectors.toSet())));
    assertThat(dates.includes(date))
        .isEqualTo(days.contains(date.getDayOfMonth()) || weekdays.contains(date.getDayOfWeek()));
  }

  @Property
  void months_restrict_all_else(
      @ForAll("months") Set<Integer> months, @ForAll("dates") LocalDate date) {
    assertThat(CronDates.parse("0 0 * " + list(months) + " *").includes(date))
        .isEqualTo(months.contains(date.getMonthValue()));
  }

  @Provide
  Arbitrary<Set<Integer>> days() {
    return Arbitraries.integers().between(1, 31).set().ofMinSize(1);
  }

  @Provide
  Arbitrary<Set<Integer>> months() {
    return Arbitraries.integers().between(1, 12).set().ofMinSize(1);
  }

  @Provide
  Arbitrary<Set<DayOfWeek>> weekdays() {
    return Arbitraries.of(DayOfWeek.class).set().ofMinSize(1);
  }

  @Provide
  Arbitrary<LocalDate> dates() {
    return Arbitraries.longs().between(0, 40_000).map(LocalDate::ofEpochDay);
  }

  private static String list(Set<Integer> values) {
    return new TreeSet<>(values).stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
