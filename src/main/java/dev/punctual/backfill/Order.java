package dev.punctual.backfill;

import dev.punctual.rule.Rule;
import dev.punctual.rule.RulePattern;
import dev.punctual.rule.RuleSet;
import java.time.LocalDate;
import java.util.List;

/**
 * What is to be filled in.
 *
 * @param pattern of rule ids, with {@code *}
 * @param from first business date
 * @param to last business date
 * @param dry ask, but write nothing
 */
public record Order(RuleSet rules, String pattern, LocalDate from, LocalDate to, boolean dry) {

  public Order {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(to + " lies before " + from);
    }
  }

  /** The rules that are meant, by id. */
  public List<Rule> wanted() {
    return rules.rules().values().stream()
        .filter(rule -> RulePattern.matches(pattern, rule.id()))
        .toList();
  }
}
