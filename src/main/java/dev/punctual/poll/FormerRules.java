package dev.punctual.poll;

import dev.punctual.ledger.Entry;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.ledger.RuleVersions.Published;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Rules that were removed but still have an opened deadline to finish. */
@Singleton
class FormerRules {

  private final RuleVersions versions;
  private final RuleReader reader;
  private final Map<String, Rule> known = new ConcurrentHashMap<>();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();

  FormerRules(RuleVersions versions, RuleReader reader) {
    this.versions = versions;
    this.reader = reader;
  }

  /** Keeps the rules that one set has and the next has not. */
  void remember(RuleSet before, RuleSet next) {
    before.rules().values().stream()
        .filter(rule -> !next.rules().containsKey(rule.id()))
        .forEach(rule -> known.put(rule.id(), rule));
  }

  /** The rule that says how this deadline is measured; null when no set ever held it. */
  @Nullable Rule current(RuleSet rules, Entry entry) {
    String id = entry.deadline().rule();
    Rule rule = rules.rules().get(id);
    if (rule != null) {
      return rule;
    }
    Rule former = known.get(id);
    if (former == null && unknown.add(id)) {
      former = search(id);
    }
    return former;
  }

  private @Nullable Rule search(String id) {
    for (Published published : versions.all()) {
      RuleSet rules = reader.reread(published);
      Rule rule = rules == null ? null : rules.rules().get(id);
      if (rule != null) {
        known.put(id, rule);
        return rule;
      }
    }
    return null;
  }
}
