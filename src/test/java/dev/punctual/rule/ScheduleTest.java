package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId APIA = ZoneId.of("Pacific/Apia");
  private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");
  private static final ZoneId CAIRO = ZoneId.of("Africa/Cairo");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_local_time_becomes_an_instant_date_by_date() {
    Rule rule = TestRules.readyBy("10:00", BERLIN);
    assertThat(due(rule, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
        .containsExactly("2026-03-28T09:00:00Z", "2026-03-29T08:00:00Z", "2026-03-30T08:00:00Z");
  }

  @Test
  void the_range_holds_its_begin_and_not_its_end() {
    Rule rule = TestRules.readyBy("10:00", TOKYO);
    assertThat(due(rule, "2026-11-20T01:00:00Z", "2026-11-22T01:00:00Z"))
        .containsExactly("2026-11-20T01:00:00Z", "2026-11-21T01:00:00Z");
    assertThat(due(rule, "2026-11-20T01:00:00.000001Z", "2026-11-21T01:00:00.000001Z"))
        .containsExactly("2026-11-21T01:00:00Z");
  }

  @Test
  void a_due_time_in_a_gap_moves_forward() {
    Rule rule = TestRules.readyBy("02:30", NEW_YORK);
    assertThat(due(rule, "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z"))
        .containsExactly("2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z");
  }

  @Test
  void a_due_time_that_comes_twice_is_the_first() {
    Rule rule = TestRules.readyBy("01:30", NEW_YORK);
    assertThat(due(rule, "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"))
        .containsExactly("2026-11-01T05:30:00Z");
  }

  @Test
  void opens_never_lies_behind_due() {
    Rule rule = TestRules.readyBy("03:15", "02:45", NEW_YORK, TestRules.EVERY_DAY);
    Deadline inGap =
        Schedule.between(rule, at("2026-03-08T00:00:00Z"), at("2026-03-09T00:00:00Z")).getFirst();
    assertThat(inGap.opensAt()).isEqualTo(inGap.dueAt()).isEqualTo(at("2026-03-08T07:15:00Z"));
  }

  @Test
  void a_time_after_midnight_still_belongs_to_its_business_date() {
    Rule rule = TestRules.readyBy("01:30 +1d", TOKYO);
    Deadline deadline =
        Schedule.between(rule, at("2026-12-31T00:00:00Z"), at("2027-01-01T00:00:00Z")).getFirst();
    assertThat(deadline.businessDate()).isEqualTo(LocalDate.of(2026, 12, 31));
    assertThat(deadline.dueAt()).isEqualTo(at("2026-12-31T16:30:00Z"));
    assertThat(deadline.opensAt()).isEqualTo(at("2026-12-30T15:00:00Z"));
    assertThat(deadline.closesAt()).isEqualTo(at("2027-01-01T16:30:00Z"));
  }

  @Test
  void a_date_the_zone_skipped_has_no_deadline() {
    Rule rule = TestRules.readyBy("10:00", APIA);
    assertThat(dates(rule, "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z"))
        .containsExactly("2011-12-29", "2011-12-31", "2012-01-01");
  }

  @Test
  void from_and_until_are_both_included() {
    Rule bounded =
        TestRules.rule(
            TOKYO,
            TestRules.readyBy("10:00", TOKYO).promise(),
            LocalDate.of(2026, 4, 1),
            LocalDate.of(2026, 4, 3));
    assertThat(dates(bounded, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"))
        .containsExactly("2026-04-01", "2026-04-02", "2026-04-03");
  }

  @Test
  void only_dates_the_rule_is_for_have_deadlines() {
    DayRule monday = new DayRule.Weekdays(EnumSet.of(DayOfWeek.MONDAY));
    Rule rule = TestRules.readyBy("10:00", "00:00", TOKYO, monday);
    assertThat(dates(rule, "2026-11-20T00:00:00Z", "2026-12-01T00:00:00Z"))
        .containsExactly("2026-11-23", "2026-11-30");
  }

  @Test
  void a_slot_opens_at_its_end_and_is_due_within_after_it() {
    Rule rule = TestRules.slots(HOUR, Duration.ofMinutes(20), TOKYO);
    List<Deadline> deadlines =
        Schedule.between(rule, at("2026-11-20T00:20:00Z"), at("2026-11-20T01:20:00Z"));
    assertThat(deadlines).hasSize(1);
    assertThat(deadlines.getFirst().slot()).isEqualTo(at("2026-11-19T23:00:00Z"));
    assertThat(deadlines.getFirst().opensAt()).isEqualTo(at("2026-11-20T00:00:00Z"));
    assertThat(deadlines.getFirst().dueAt()).isEqualTo(at("2026-11-20T00:20:00Z"));
  }

  @Test
  void a_slot_belongs_to_the_local_date_of_its_start() {
    Rule rule = TestRules.slots(HOUR, Duration.ofMinutes(20), TOKYO);
    Deadline lastOfDay =
        Schedule.between(rule, at("2026-11-20T15:20:00Z"), at("2026-11-20T15:21:00Z")).getFirst();
    assertThat(lastOfDay.businessDate()).isEqualTo(LocalDate.of(2026, 11, 20));
  }

  @Test
  void a_repeated_hour_has_two_slots_and_a_skipped_one_none() {
    Rule rule = TestRules.slots(HOUR, Duration.ofMinutes(20), BERLIN);
    assertThat(count(rule, LocalDate.of(2026, 3, 29))).isEqualTo(23);
    assertThat(count(rule, LocalDate.of(2026, 10, 25))).isEqualTo(25);
    assertThat(count(rule, LocalDate.of(2026, 10, 26))).isEqualTo(24);
  }

  @Test
  void a_slot_ends_where_the_next_begins_also_over_a_change_of_clocks() {
    Rule twoHours = TestRules.slots(Duration.ofHours(2), Duration.ofMinutes(20), BERLIN);
    assertThat(ends(twoHours, "2026-03-29T00:00:00Z", "2026-03-29T05:00:00Z"))
        .containsExactly(
            "2026-03-28T23:00:00Z/2026-03-29T02:00:00Z",
            "2026-03-29T02:00:00Z/2026-03-29T04:00:00Z");
    Rule hourly = TestRules.slots(HOUR, Duration.ofMinutes(20), LORD_HOWE);
    // Clocks go back by half an hour at 02:00: 01:00, then 02:00 an hour and a half later.
    assertThat(ends(hourly, "2026-04-04T14:30:00Z", "2026-04-04T17:00:00Z"))
        .containsExactly(
            "2026-04-04T14:00:00Z/2026-04-04T15:30:00Z",
            "2026-04-04T15:30:00Z/2026-04-04T16:30:00Z");
  }

  @Test
  void a_day_slot_whose_midnight_is_skipped_is_part_of_the_day_before() {
    Rule daily = TestRules.slots(Duration.ofDays(1), Duration.ofMinutes(20), CAIRO);
    // Clocks went from 00:00 to 01:00 on 24 April 2026.
    assertThat(dates(daily, "2026-04-22T22:30:00Z", "2026-04-26T00:00:00Z"))
        .containsExactly("2026-04-23", "2026-04-25");
  }

  @Test
  void for_yesterday_on_slots_is_the_day_before_the_slots_date() {
    Rule rule =
        TestRules.slots(
            HOUR,
            Duration.ofMinutes(20),
            TOKYO,
            TestRules.EVERY_DAY,
            new Promise.DataDate.Yesterday());
    Deadline lastOfDay =
        Schedule.between(rule, at("2026-11-20T15:20:00Z"), at("2026-11-20T15:21:00Z")).getFirst();
    assertThat(lastOfDay.dataDate()).isEqualTo(LocalDate.of(2026, 11, 19));
  }

  @Test
  void ready_within_may_be_longer_than_a_slot() {
    Rule rule = TestRules.slots(HOUR, Duration.ofHours(30), TOKYO);
    List<Deadline> deadlines =
        Schedule.between(rule, at("2026-11-20T00:00:00Z"), at("2026-11-20T02:00:00Z"));
    assertThat(deadlines)
        .extracting(d -> d.dueAt().toString(), d -> String.valueOf(d.slot()))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("2026-11-20T00:00:00Z", "2026-11-18T17:00:00Z"),
            org.assertj.core.groups.Tuple.tuple("2026-11-20T01:00:00Z", "2026-11-18T18:00:00Z"));
  }

  @Test
  void a_freshness_rule_has_no_deadlines() {
    Rule rule = TestRules.rule(TOKYO, new Promise.FreshWithin(HOUR, TestRules.EVERY_DAY, null));
    assertThat(Schedule.between(rule, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void the_next_deadline_opens_on_the_next_date_the_rule_is_for() {
    DayRule monday = new DayRule.Weekdays(EnumSet.of(DayOfWeek.MONDAY));
    Rule rule = TestRules.readyBy("10:00", "18:00 -1d", TOKYO, monday);
    Deadline first =
        Schedule.between(rule, at("2026-11-20T00:00:00Z"), at("2026-12-01T00:00:00Z")).getFirst();
    assertThat(Schedule.nextOpens(rule, first)).isEqualTo(at("2026-11-29T09:00:00Z"));
  }

  @Test
  void the_slot_after_a_slot_opens_where_it_ends() {
    Rule rule = TestRules.slots(HOUR, Duration.ofMinutes(20), BERLIN);
    List<Deadline> deadlines =
        Schedule.between(rule, at("2026-10-24T00:00:00Z"), at("2026-10-26T00:00:00Z"));
    for (int i = 1; i < deadlines.size(); i++) {
      assertThat(Schedule.nextOpens(rule, deadlines.get(i - 1)))
          .isEqualTo(deadlines.get(i).opensAt());
    }
  }

  @Test
  void after_a_rule_was_given_slots_the_next_one_follows_the_old_due_instant() {
    Deadline old =
        Schedule.between(
                TestRules.readyBy("10:30", TOKYO),
                at("2026-11-20T00:00:00Z"),
                at("2026-11-21T00:00:00Z"))
            .getFirst();
    Rule slots = TestRules.slots(HOUR, Duration.ofMinutes(20), TOKYO);
    assertThat(Schedule.nextOpens(slots, old)).isEqualTo(at("2026-11-20T03:00:00Z"));
  }

  @Test
  void nothing_opens_after_the_last_date_of_a_rule() {
    Rule ended =
        TestRules.rule(
            TOKYO, TestRules.readyBy("10:00", TOKYO).promise(), null, LocalDate.of(2026, 11, 20));
    Deadline last =
        Schedule.between(ended, at("2026-11-20T00:00:00Z"), at("2026-12-01T00:00:00Z")).getLast();
    assertThat(Schedule.nextOpens(ended, last)).isNull();
  }

  @Test
  void deadlines_a_day_are_counted_by_slot() {
    TreeMap<String, Rule> rules = new TreeMap<>();
    rules.put("a", TestRules.readyBy("10:00", TOKYO));
    rules.put("b", TestRules.slots(Duration.ofMinutes(5), HOUR, TOKYO));
    RuleSet set =
        new RuleSet("0", rules, java.util.Map.of(), java.util.Map.of(), List.of(), List.of());
    assertThat(Schedule.perDay(set)).isEqualTo(289);
  }

  @Test
  void a_half_year_of_a_thousand_rules_takes_less_than_a_second() {
    Instant from = at("2026-06-30T15:00:00Z");
    Instant to = at("2026-12-31T15:00:00Z");
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rules.add(TestRules.readyBy((i % 24) + ":00", i % 2 == 0 ? TOKYO : BERLIN));
    }
    long began = cpu();
    long count = rules.stream().mapToLong(rule -> Schedule.between(rule, from, to).size()).sum();
    Duration took = Duration.ofNanos(cpu() - began);
    System.out.println(count + " deadlines of 1,000 rules in " + took.toMillis() + " ms");
    assertThat(count).isBetween(183_000L, 184_500L);
    assertThat(took).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void two_days_of_ten_thousand_rules_with_a_calendar_take_less_than_a_second() {
    BusinessCalendar japan =
        BusinessCalendar.of(
            new BusinessCalendar.Definition(
                "jp", "JP", BusinessCalendar.Definition.DEFAULT_WEEKEND, List.of(), List.of()));
    Promise promise =
        new Promise.ReadyBy(
            DayTime.parse("10:00"),
            new DayRule.InCalendar(japan),
            new Promise.DataDate.PreviousBusinessDay(japan),
            DayTime.MIDNIGHT,
            Duration.ofHours(24));
    List<Rule> rules = Collections.nCopies(10_000, TestRules.rule(TOKYO, promise));
    Instant from = at("2026-11-18T15:00:00Z");
    long began = cpu();
    long count =
        rules.stream()
            .mapToLong(rule -> Schedule.between(rule, from, from.plus(Duration.ofDays(2))).size())
            .sum();
    Duration took = Duration.ofNanos(cpu() - began);
    System.out.println(count + " deadlines of 10,000 rules in " + took.toMillis() + " ms");
    assertThat(count).isEqualTo(20_000);
    assertThat(took).isLessThan(Duration.ofSeconds(1));
  }

  private static List<String> due(Rule rule, String from, String to) {
    return Schedule.between(rule, at(from), at(to)).stream()
        .map(deadline -> deadline.dueAt().toString())
        .toList();
  }

  private static List<String> dates(Rule rule, String from, String to) {
    return Schedule.between(rule, at(from), at(to)).stream()
        .map(deadline -> deadline.businessDate().toString())
        .toList();
  }

  private static List<String> ends(Rule rule, String from, String to) {
    return Schedule.between(rule, at(from), at(to)).stream()
        .map(deadline -> deadline.slot() + "/" + deadline.opensAt())
        .toList();
  }

  private static long count(Rule rule, LocalDate date) {
    Instant noon = date.atTime(12, 0).atZone(rule.timezone()).toInstant();
    return Schedule.between(rule, noon.minus(Duration.ofDays(2)), noon.plus(Duration.ofDays(2)))
        .stream()
        .filter(deadline -> deadline.businessDate().equals(date))
        .count();
  }

  /** Of this thread, so that a busy machine does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }
}
