package dev.punctual.report;

import dev.punctual.ledger.Heirs;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
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
  private final Heirs heirs;

  /**
   * @param former the last known description of rules that are not in force
   */
  Histories(RuleSet rules, Map<String, Named> former, Heirs heirs) {
    this.rules = rules;
    this.former = former;
    this.heirs = heirs;
  }

  /** The id that carries on this one's history; itself where none does. */
  String heir(String rule) {
    return heirs.of(rule);
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
