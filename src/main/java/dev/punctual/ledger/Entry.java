package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import dev.punctual.rule.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A deadline as it stands in the ledger.
 *
 * @param ruleVersion version of the rule when the promise froze
 * @param team who was responsible then, null for the default channel
 * @param revision rises with each write; a write against an old one touches nothing
 */
public record Entry(
    long id,
    Deadline deadline,
    Progress progress,
    String ruleVersion,
    String source,
    @Nullable String team,
    boolean trial,
    long revision)
    implements Subject {

  @Override
  public String rule() {
    return deadline.rule();
  }
}
