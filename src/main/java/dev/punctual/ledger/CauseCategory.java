package dev.punctual.ledger;

import java.util.Locale;

/** Why a deadline was missed. Stored and shown by {@link #word()}. */
public enum CauseCategory {
  UPSTREAM_LATE,
  TASK_FAILED,
  RAN_LONG,
  STARTED_LATE,
  BAD_DATA,
  SOURCE_DOWN,
  OTHER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a word.
   *
   * @throws IllegalArgumentException when there is no such category
   */
  public static CauseCategory of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
