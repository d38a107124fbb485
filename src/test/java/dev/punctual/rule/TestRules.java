package dev.punctual.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The least a rule can be, for tests that are about its promise. */
final class TestRules {

  static final DayRule EVERY_DAY = new DayRule.EveryDay();
  static final Promise.DataDate SAME_DAY = new Promise.DataDate.SameDay();

  private TestRules() {}

  static Rule readyBy(String time, ZoneId zone) {
    return readyBy(time, "00:00", zone, EVERY_DAY);
  }

  static Rule readyBy(String time, String opens, ZoneId zone, DayRule on) {
    return rule(
        zone,
        new Promise.ReadyBy(
            DayTime.parse(time), on, SAME_DAY, DayTime.parseOpens(opens), Duration.ofHours(24)));
  }

  static Rule slots(Duration every, Duration readyWithin, ZoneId zone) {
    return slots(every, readyWithin, zone, EVERY_DAY, SAME_DAY);
  }

  static Rule slots(
      Duration every, Duration readyWithin, ZoneId zone, DayRule on, Promise.DataDate dataDate) {
    return rule(
        zone, new Promise.ReadyWithin(every, readyWithin, on, dataDate, Duration.ofHours(24)));
  }

  static Rule rule(ZoneId zone, Promise promise) {
    return rule(zone, promise, null, null);
  }

  static Rule rule(
      ZoneId zone, Promise promise, @Nullable LocalDate from, @Nullable LocalDate until) {
    return new Rule(
        "r",
        new Rule.About("r", null, null, new TreeMap<>(), List.of(), null, null),
        new Target.Job("j"),
        promise,
        Readiness.completion(),
        new Rule.Counting(zone, BigDecimal.ONE, false, from, until, Rule.SkippedAs.MISSED, null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("r.yaml", 1, 1, "0"));
  }
}
