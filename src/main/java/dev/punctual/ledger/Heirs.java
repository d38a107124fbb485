package dev.punctual.ledger;

import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which rule carries on the history of an id: {@code was} joins a former id to its heir. */
public final class Heirs {

  private final RuleSet rules;
  private final Map<String, String> heirs = new HashMap<>();
  private final Map<String, String> resolved = new HashMap<>();

  private Heirs(RuleSet rules, Map<String, String> renamed) {
    this.rules = rules;
    heirs.putAll(renamed);
    for (Rule rule : rules.rules().values()) {
      String was = rule.counting().was();
      if (was != null) {
        heirs.put(was, rule.id());
      }
    }
  }

  /**
   * Reads what rules that are no longer in force said of their former ids, where it matters.
   *
   * @param ids all ids that anything is stored of
   */
  public static Heirs read(Rows rows, RuleSet rules, Collection<String> ids) {
    Map<String, String> renamed = new HashMap<>();
    if (!rules.rules().keySet().containsAll(ids)) {
      rows.list(
          "select rule_id, was from rule_version where was is not null order by since",
          row -> renamed.put(Rows.text(row, "was"), Rows.text(row, "rule_id")));
    }
    return new Heirs(rules, renamed);
  }

  /** The id that carries on this one's history; itself where none does. */
  public String of(String rule) {
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
}
