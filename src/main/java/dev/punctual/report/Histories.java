package dev.punctual.report;

import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which rule a stored id belongs to now, and how rules are called: {@code was} joins the history of
 * a former id to the rule that names it; what is no longer in force keeps its last known title.
 */
final class Histories {

  /** What a report says of a rule beside its figures. */
  record Named(
      String rule,
      String title,
      @Nullable String team,
      SortedMap<String, String> labels,
      BigDecimal objective,
      Rule.@Nullable Agreement agreed,
      boolean inForce) {}

  private final RuleSet rules;
  private final Map<String, Named> former;
  private final Map<String, String> heirs = new HashMap<>();
  private final Map<String, String> resolved = new HashMap<>();

  /**
   * @param former the last known description of rules that are not in force
   * @param renamed heir by former id, as declared by rules that are not in force
   */
  Histories(RuleSet rules, Map<String, Named> former, Map<String, String> renamed) {
    this.rules = rules;
    this.former = former;
    heirs.putAll(renamed);
    for (Rule rule : rules.rules().values()) {
      String was = rule.counting().was();
      if (was != null) {
        heirs.put(was, rule.id());
      }
    }
  }

  /** The id that carries on this one's history; itself where none does. */
  String heir(String rule) {
    return resolved.computeIfAbsent(rule, this::follow);
  }

  private String follow(String rule) {
    Set<String> seen = new HashSet<>();
    String at = rule;
    while (seen.add(at) && !rules.rules().containsKey(at)) {
      String next = heirs.get(at);
      if (next == null || seen.contains(next)) {
        return at;
      }
      at = next;
    }
    return at;
  }

  Named named(String rule) {
    Rule inForce = rules.rules().get(rule);
    if (inForce != null) {
      return of(inForce);
    }
    Named known = former.get(rule);
    return known != null
        ? known
        : new Named(rule, rule, null, Collections.emptySortedMap(), BigDecimal.ONE, null, false);
  }

  private static Named of(Rule rule) {
    return new Named(
        rule.id(),
        rule.title(),
        rule.team(),
        rule.about().labels(),
        rule.counting().objective(),
        rule.about().agreed(),
        true);
  }

  static Named gone(String rule, String title, @Nullable String team, BigDecimal objective) {
    return new Named(rule, title, team, new TreeMap<>(), objective, null, false);
  }
}
