package dev.punctual.poll;

import dev.punctual.ledger.Entry;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Rules that were removed but still have an opened deadline to finish. */
@Singleton
class FormerRules {

  private final Map<String, Rule> known = new ConcurrentHashMap<>();

  /** The rule that says how this deadline is measured; null when nobody remembers it. */
  @Nullable Rule current(RuleSet rules, Entry entry) {
    Rule rule = rules.rules().get(entry.deadline().rule());
    return rule == null ? known.get(entry.deadline().rule()) : rule;
  }
}
