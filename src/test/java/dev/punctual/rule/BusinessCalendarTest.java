package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BusinessCalendarTest {

  private static final Set<DayOfWeek> WEEKEND = BusinessCalendar.Definition.DEFAULT_WEEKEND;
  private static final BusinessCalendar JAPAN =
      calendar("JP", WEEKEND, List.of("2026-12-29/2027-01-03"), List.of());

  @Test
  void weekends_holidays_and_own_days_are_off() {
    assertThat(List.of("2026-11-21", "2026-11-23", "2026-12-29", "2026-11-20"))
        .extracting(day -> JAPAN.isBusinessDay(LocalDate.parse(day)))
        .containsExactly(false, false, false, true);
  }

  @Test
  void also_on_is_stronger_than_weekend_and_holiday() {
    BusinessCalendar calendar =
        calendar("JP", WEEKEND, List.of(), List.of("2026-11-21/2026-11-23"));
    assertThat(LocalDate.of(2026, 11, 21).datesUntil(LocalDate.of(2026, 11, 24)))
        .allMatch(calendar::isBusinessDay);
  }

  @Test
  void a_calendar_without_country_knows_weekends_only() {
    assertThat(
            calendar(null, WEEKEND, List.of(), List.of()).isBusinessDay(LocalDate.of(2026, 1, 1)))
        .isTrue();
  }

  @Test
  void a_calendar_without_weekend_works_every_day() {
    assertThat(
            calendar(null, Set.of(), List.of(), List.of())
                .isBusinessDay(LocalDate.of(2026, 11, 22)))
        .isTrue();
  }

  @Test
  void the_previous_business_day_lies_before_the_date() {
    assertThat(JAPAN.previousBusinessDay(LocalDate.of(2027, 1, 4)))
        .isEqualTo(LocalDate.of(2026, 12, 28));
  }

  @Test
  void a_day_both_off_and_on_is_refused() {
    assertThatThrownBy(
            () -> calendar("JP", WEEKEND, List.of("2026-12-29/2027-01-03"), List.of("2026-12-31")))
        .hasMessage("Calendar test has 2026-12-31 both in also_off and in also_on.");
  }

  @Test
  void a_week_without_a_business_day_is_refused() {
    assertThatThrownBy(() -> calendar(null, EnumSet.allOf(DayOfWeek.class), List.of(), List.of()))
        .hasMessage("Calendar test has no business day: its weekend is the whole week.");
  }

  @Test
  void a_flood_of_own_days_is_refused() {
    List<String> years =
        java.util.stream.IntStream.range(2000, 2100)
            .mapToObj(year -> year + "-01-01/" + year + "-12-31")
            .toList();
    assertThatThrownBy(() -> calendar(null, WEEKEND, years, List.of()))
        .hasMessage("Calendar test lists more than 10000 days of its own.");
  }

  @Test
  void years_of_days_off_are_searched_through() {
    List<String> years =
        java.util.stream.IntStream.range(2010, 2020)
            .mapToObj(year -> year + "-01-01/" + year + "-12-31")
            .toList();
    assertThat(
            calendar(null, WEEKEND, years, List.of()).previousBusinessDay(LocalDate.of(2020, 1, 1)))
        .isEqualTo(LocalDate.of(2009, 12, 31));
  }

  @Test
  void a_calendar_says_a_year_ahead_that_its_known_years_end() {
    assertThat(JAPAN.end(LocalDate.of(2029, 12, 31))).isNull();
    assertThat(end(JAPAN, LocalDate.of(2030, 1, 1)))
        .isEqualTo(
            "test:1:1: warning: Calendar test knows the public holidays of JP until 2030; from then"
                + " on it takes them for business days. List the days of 2031 under also_off, or"
                + " update Punctual.");
  }

  @Test
  void a_calendar_says_that_it_has_run_out() {
    assertThat(end(JAPAN, LocalDate.of(2031, 1, 1)))
        .isEqualTo(
            "test:1:1: warning: The public holidays of JP are known until 2030 only: calendar test"
                + " has run out and takes them for business days. List the days of 2031 under"
                + " also_off, or update Punctual.");
  }

  @Test
  void own_days_off_carry_a_calendar_on() {
    BusinessCalendar calendar =
        calendar("JP", WEEKEND, List.of("2031-01-01", "2033-01-01"), List.of());
    assertThat(calendar.knownUntil()).isEqualTo(2031);
  }

  private static String end(BusinessCalendar calendar, LocalDate today) {
    return Objects.requireNonNull(calendar.end(today)).problem().toString();
  }

  @Test
  void a_calendar_without_country_never_runs_out() {
    BusinessCalendar calendar = calendar(null, WEEKEND, List.of(), List.of());
    assertThat(calendar.knows(LocalDate.of(2999, 1, 1))).isTrue();
    assertThat(calendar.end(LocalDate.of(2999, 1, 1))).isNull();
  }

  @Test
  void holidays_have_names_in_english_and_japanese() {
    LocalDate day = LocalDate.of(2026, 9, 22);
    assertThat(List.of("" + JAPAN.holidayName(day), "" + JAPAN.holidayName(day, Locale.JAPANESE)))
        .containsExactly("Citizens' Holiday", "国民の休日");
  }

  @Test
  void a_roughly_known_country_is_told() {
    assertThat(calendar("VN", WEEKEND, List.of(), List.of()).caution())
        .startsWith(
            "Calendar test knows the public holidays of VN only roughly: some are missing, some too many.");
  }

  @Test
  void own_days_answer_the_caution() {
    assertThat(calendar("VN", WEEKEND, List.of("2026-02-16/2026-02-20"), List.of()).caution())
        .isNull();
  }

  @Test
  void well_known_countries_need_no_caution() {
    assertThat(List.of("JP", "US", "DE", "GB", "FR"))
        .allSatisfy(
            country ->
                assertThat(calendar(country, WEEKEND, List.of(), List.of()).caution()).isNull());
  }

  @Test
  void outside_the_known_years_weekends_and_own_days_decide() {
    assertThat(List.of("JP", "US"))
        .allSatisfy(
            country ->
                assertThat(calendar(country, WEEKEND, List.of("2031-12-25"), List.of()))
                    .satisfies(
                        calendar ->
                            assertThat(calendar.isBusinessDay(LocalDate.of(2031, 1, 1))).isTrue(),
                        calendar ->
                            assertThat(calendar.isBusinessDay(LocalDate.of(2031, 1, 4))).isFalse(),
                        calendar ->
                            assertThat(calendar.isBusinessDay(LocalDate.of(2031, 12, 25)))
                                .isFalse()));
  }

  @Test
  void calendars_of_the_same_definition_are_equal() {
    assertThat(calendar("JP", WEEKEND, List.of("2026-12-29/2027-01-03"), List.of()))
        .isEqualTo(JAPAN);
  }

  @Property
  void the_nth_business_day_is_the_nth_of_the_list(
      @ForAll @IntRange(min = 1955, max = 2035) int year,
      @ForAll @IntRange(min = 1, max = 12) int month,
      @ForAll @IntRange(min = -5, max = 23) int n) {
    if (n == 0) {
      return;
    }
    LocalDate first = LocalDate.of(year, month, 1);
    List<LocalDate> business =
        first.datesUntil(first.plusMonths(1)).filter(JAPAN::isBusinessDay).toList();
    int index = n > 0 ? n - 1 : business.size() + n;
    assertThat(JAPAN.nthBusinessDay(YearMonth.of(year, month), n))
        .isEqualTo(index >= 0 && index < business.size() ? business.get(index) : null);
  }

  @Property
  void between_a_date_and_its_previous_business_day_nobody_works(
      @ForAll @LongRange(min = 0, max = 25_000) long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    LocalDate previous = JAPAN.previousBusinessDay(date);
    assertThat(previous.datesUntil(date).filter(JAPAN::isBusinessDay))
        .isEqualTo(Collections.singletonList(previous));
  }

  private static BusinessCalendar calendar(
      @Nullable String country, Set<DayOfWeek> weekend, List<String> off, List<String> on) {
    return BusinessCalendar.of(
        new BusinessCalendar.Definition(
            "test",
            country,
            weekend,
            off.stream().map(DateRange::parse).toList(),
            on.stream().map(DateRange::parse).toList()));
  }
}
