package dev.punctual.ledger;

import java.util.Locale;

/** Why a deadline does not count. Stored and shown by {@link #word()}. */
public enum ExcusalCategory {
  MAINTENANCE,
  PLANNED_CHANGE,
  NOTHING_TO_DELIVER,
  CONSUMER_AGREED,
  FALSE_ALARM,
  OTHER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a word.
   *
   * @throws IllegalArgumentException when there is no such category
   */
  public static ExcusalCategory of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
