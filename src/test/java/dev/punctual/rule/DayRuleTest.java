package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DayRuleTest {

  private static final BusinessCalendar JAPAN =
      BusinessCalendar.of(
          new BusinessCalendar.Definition(
              "jp", "JP", BusinessCalendar.Definition.DEFAULT_WEEKEND, List.of(), List.of()));

  @Test
  void every_day_has_all_days() {
    assertThat(days(new DayRule.EveryDay(), 2026, 2)).hasSize(28);
  }

  @Test
  void weekdays_select_by_name() {
    assertThat(days(new DayRule.Weekdays(Set.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY)), 2026, 2))
        .containsExactly(2, 4, 9, 11, 16, 18, 23, 25);
  }

  @Test
  void a_calendar_selects_its_business_days() {
    assertThat(days(new DayRule.InCalendar(JAPAN), 2026, 5))
        .containsExactly(1, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29);
  }

  @Test
  void the_third_business_day_is_one_day_a_month() {
    assertThat(days(new DayRule.NthBusinessDay(3, JAPAN), 2026, 5)).containsExactly(8);
  }

  @Test
  void the_last_business_day_is_one_day_a_month() {
    assertThat(days(new DayRule.NthBusinessDay(-1, JAPAN), 2026, 5)).containsExactly(29);
  }

  @Test
  void a_month_with_fewer_business_days_has_none() {
    assertThat(days(new DayRule.NthBusinessDay(23, JAPAN), 2026, 5)).isEmpty();
  }

  @Test
  void a_month_without_the_day_has_none() {
    assertThat(days(new DayRule.DayOfMonth(31), 2026, 6)).isEmpty();
  }

  @Test
  void the_last_day_moves_with_the_month() {
    assertThat(
            List.of(
                days(new DayRule.LastDayOfMonth(), 2028, 2),
                days(new DayRule.LastDayOfMonth(), 2026, 6)))
        .containsExactly(List.of(29), List.of(30));
  }

  @Test
  void rules_on_a_calendar_name_it() {
    assertThat(List.of(new DayRule.InCalendar(JAPAN), new DayRule.NthBusinessDay(1, JAPAN)))
        .allSatisfy(rule -> assertThat(rule.calendar()).isEqualTo(JAPAN));
  }

  @Test
  void other_rules_name_no_calendar() {
    assertThat(new DayRule.LastDayOfMonth().calendar()).isNull();
  }

  @Test
  void an_ordinal_beyond_any_month_is_refused() {
    assertThatThrownBy(() -> new DayRule.NthBusinessDay(24, JAPAN))
        .hasMessage("A month's business day goes from 1 to 23 or from -1 to -5, not 24");
  }

  private static List<Integer> days(DayRule rule, int year, int month) {
    LocalDate first = LocalDate.of(year, month, 1);
    return first
        .datesUntil(first.plusMonths(1))
        .filter(rule::includes)
        .map(LocalDate::getDayOfMonth)
        .collect(Collectors.toList());
  }
}
