package dev.punctual.ledger;

import java.time.Instant;

/** Reads the rule files when a person asks for it; beside the reading by the clock. */
public interface RuleReload {

  /** Reads the files now; what they led to stands in the {@link RuleBook} afterwards. */
  void readNow(Instant now);

  /**
   * Takes the edit that is held because it drops many rules.
   *
   * @param author who says so
   */
  void confirmHeld(String author, Instant now);
}
