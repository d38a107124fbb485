package dev.punctual.report;

import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules of a place in Tokyo, for tests that are about what became of them. */
final class SampleRules {
  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private SampleRules() {}

  static Rule daily(String id, String team, String objective) {
    return rule(id, team, objective, false, null, readyBy("10:00"));
  }

  static Rule trial(String id) {
    return rule(id, "Data platform", "0.97", true, null, readyBy("10:00"));
  }

  static Rule renamed(String id, String was) {
    return rule(id, "Data platform", "0.97", false, was, readyBy("10:00"));
  }

  static Rule hourly(String id, String team, String objective) {
    return rule(
        id,
        team,
        objective,
        false,
        null,
        new Promise.ReadyWithin(
            Duration.ofHours(1),
            Duration.ofMinutes(20),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            Duration.ofHours(24)));
  }

  static Rule fresh(String id, Promise.@Nullable Span during) {
    return rule(
        id,
        "Data platform",
        "0.99",
        false,
        null,
        new Promise.FreshWithin(Duration.ofMinutes(30), new DayRule.EveryDay(), during));
  }

  static Promise readyBy(String time) {
    return new Promise.ReadyBy(
        DayTime.parse(time),
        new DayRule.EveryDay(),
        new Promise.DataDate.SameDay(),
        DayTime.MIDNIGHT,
        Duration.ofHours(24));
  }

  static Rule rule(
      String id,
      @Nullable String team,
      String objective,
      boolean trial,
      @Nullable String was,
      Promise promise) {
    TreeMap<String, String> labels = new TreeMap<>(Map.of("tier", "gold"));
    return new Rule(
        id,
        new Rule.About("Title of " + id, null, team, labels, List.of(), null, null),
        new Target.Job(id),
        promise,
        Readiness.completion(),
        new Rule.Counting(
            TOKYO, new BigDecimal(objective), trial, null, null, Rule.SkippedAs.MISSED, was),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("rules.yaml", 1, 1, "v1"));
  }

  static RuleSet set(Rule... rules) {
    return set(List.of(), rules);
  }

  static RuleSet set(List<RuleSet.Maintenance> maintenance, Rule... rules) {
    TreeMap<String, Rule> byId = new TreeMap<>();
    for (Rule rule : rules) {
      byId.put(rule.id(), rule);
    }
    return new RuleSet("c03f6a1", byId, Map.of(), Map.of(), maintenance, List.of());
  }
}
