package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.report.Period.Length;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.threeten.extra.YearHalf;

class PeriodProperties {

  @Property
  void a_date_lies_in_exactly_one_half_year(@ForAll("dates") LocalDate date, @ForAll Month starts) {
    Period period = Period.containing(Length.HALF_YEAR, starts != Month.JANUARY, starts, date);
    assertThat(List.of(period.previous(), period, period.next()))
        .filteredOn(each -> each.contains(date))
        .containsExactly(period);
  }

  @Property
  void periods_follow_each_other_without_gap_or_overlap(@ForAll("periods") Period period) {
    assertThat(period.next().start()).isEqualTo(period.end());
    assertThat(period.next().previous()).isEqualTo(period);
  }

  @Property
  void a_name_is_read_back(@ForAll("periods") Period period) {
    assertThat(Period.parse(period.id(), period.yearStarts())).isEqualTo(period);
  }

  @Property
  void a_calendar_half_year_is_the_one_of_an_independent_library(@ForAll("dates") LocalDate date) {
    Period period = Period.containing(Length.HALF_YEAR, false, Month.JANUARY, date);
    YearHalf half = YearHalf.from(date);
    assertThat(period.start()).isEqualTo(half.atDay(1));
    assertThat(period.end()).isEqualTo(half.plusHalves(1).atDay(1));
  }

  @Property
  void a_fiscal_half_from_april_is_a_calendar_half_three_months_on(
      @ForAll("dates") LocalDate date) {
    Period period = Period.containing(Length.HALF_YEAR, true, Month.APRIL, date);
    YearHalf half = YearHalf.from(date.minusMonths(3));
    assertThat(period.start()).isEqualTo(half.atDay(1).plusMonths(3));
    assertThat(period.id()).isEqualTo("FY" + half.getYear() + "H" + half.getHalf().getValue());
  }

  @Property
  void the_last_and_the_first_date_are_at_the_edges_of_a_half_year(
      @ForAll("periods") Period period) {
    assertThat(period.contains(period.start())).isTrue();
    assertThat(period.contains(period.start().minusDays(1))).isFalse();
    assertThat(period.contains(period.end().minusDays(1))).isTrue();
    assertThat(period.contains(period.end())).isFalse();
  }

  @Property
  void its_instants_are_midnights_of_the_zone(
      @ForAll("periods") Period period, @ForAll("zones") ZoneId zone) {
    assertThat(period.from(zone)).isEqualTo(period.start().atStartOfDay(zone).toInstant());
    assertThat(period.to(zone)).isEqualTo(period.next().from(zone));
  }

  @Property
  void a_month_lies_in_the_half_year_that_its_allowance_is_taken_from(
      @ForAll("dates") LocalDate date, @ForAll Month starts) {
    ReportConfig config = new ReportConfig(starts, java.time.Duration.ofDays(7));
    Period month = Period.containing(Length.MONTH, false, starts, date);
    assertThat(month.halfYear(config)).isEqualTo(config.halfYear(date));
    assertThat(month.halfYear(config).months()).contains(java.time.YearMonth.from(date));
  }

  @Example
  void a_leap_day_lies_in_the_first_half() {
    Period half = Period.parse("2028H1", Month.JANUARY);
    assertThat(half.contains(LocalDate.of(2028, 2, 29))).isTrue();
    assertThat(ChronoUnit.DAYS.between(half.start(), half.end())).isEqualTo(182);
    assertThat(days("2026H1")).isEqualTo(181);
    assertThat(days("2026H2")).isEqualTo(184);
    assertThat(days("FY2027H2")).isEqualTo(183);
  }

  private static long days(String name) {
    Period period = Period.parse(name, Month.APRIL);
    return ChronoUnit.DAYS.between(period.start(), period.end());
  }

  @Example
  void a_half_year_in_tokyo_begins_at_three_in_the_afternoon_utc() {
    Period half = Period.parse("2026H2", Month.JANUARY);
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    assertThat(half.from(tokyo)).isEqualTo(Instant.parse("2026-06-30T15:00:00Z"));
    assertThat(half.isRunning(Instant.parse("2026-12-31T14:59:59.999999Z"), tokyo)).isTrue();
    assertThat(half.isRunning(Instant.parse("2026-12-31T15:00:00Z"), tokyo)).isFalse();
  }

  @Example
  void a_fiscal_year_is_named_after_the_year_it_begins_in() {
    Period half = Period.parse("FY2026H2", Month.APRIL);
    assertThat(half.start()).isEqualTo(LocalDate.of(2026, 10, 1));
    assertThat(half.end()).isEqualTo(LocalDate.of(2027, 4, 1));
    assertThat(half.title(Locale.ENGLISH)).isEqualTo("FY2026 H2");
  }

  @Example
  void a_period_is_called_as_each_language_writes_it() {
    assertThat(called("2026H2")).containsExactly("2026 H2", "2026年下期");
    assertThat(called("FY2026H1")).containsExactly("FY2026 H1", "2026年度上期");
    assertThat(called("2026Q3")).containsExactly("2026 Q3", "2026年第3四半期");
    assertThat(called("2026-05")).containsExactly("May 2026", "2026年5月");
  }

  private static List<String> called(String name) {
    Period period = Period.parse(name, Month.APRIL);
    return List.of(period.title(Locale.ENGLISH), period.title(Locale.JAPANESE));
  }

  @Example
  void what_is_no_period_is_told_the_right_form() {
    refuse("2026h1", "Write it as 2026H1");
    refuse("2026-H1", "Write it as 2026H1");
    refuse("fy2026 h2", "Write it as FY2026H2");
    refuse("2026H3", "A year has the halves H1 and H2");
    refuse("2026Q0", "A year has the quarters Q1 to Q4");
    refuse("2026-13", "A year has the months 01 to 12");
    refuse("2026", "Write a half-year as 2026H1");
    refuse("", "Write a half-year as 2026H1");
    refuse("FY2026-05", "Months are calendar months. Write \"FY2026-05\" as 2026-05");
    refuse("0000H1", "lies before 1970");
    refuse("2026H99999999999", "A year has the halves H1 and H2");
  }

  private static void refuse(String name, String because) {
    assertThatThrownBy(() -> Period.parse(name, Month.APRIL))
        .isInstanceOf(BadPeriodException.class)
        .hasMessageContaining(because);
  }

  @Provide
  Arbitrary<Period> periods() {
    return Combinators.combine(
            Arbitraries.of(Length.class),
            Arbitraries.of(Month.class),
            dates(),
            Arbitraries.of(true, false))
        .as(
            (length, starts, date, fiscal) ->
                Period.containing(
                    length,
                    fiscal && length != Length.MONTH,
                    fiscal ? starts : Month.JANUARY,
                    date));
  }

  @Provide
  Arbitrary<LocalDate> dates() {
    return Arbitraries.longs()
        .between(LocalDate.of(1972, 1, 1).toEpochDay(), LocalDate.of(2200, 12, 31).toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of("Asia/Tokyo", "UTC", "America/New_York", "Africa/Cairo", "Pacific/Apia")
        .map(ZoneId::of);
  }
}
