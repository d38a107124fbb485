package dev.punctual.backfill;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of one rule.
 *
 * @param days deadlines of the rule in the asked dates that fell due
 * @param there were in the ledger already and stay as they are
 * @param open not closed yet; the running service judges them
 * @param excused of the met and missed ones, by the rule itself
 * @param untold how many could not be told, by reason
 */
public record Filled(
    String rule,
    int days,
    int there,
    int open,
    int met,
    int missed,
    int excused,
    Map<String, Integer> untold) {

  public Filled {
    untold = Collections.unmodifiableMap(new TreeMap<>(untold));
  }

  /** Days that could not be told, whatever the reason. */
  public int untoldDays() {
    return untold.values().stream().mapToInt(Integer::intValue).sum();
  }
}
