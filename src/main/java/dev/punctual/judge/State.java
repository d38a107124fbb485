package dev.punctual.judge;

import java.util.Locale;

/** Where a deadline stands. Stored and shown by {@link #word()}. */
public enum State {
  WAITING,
  AT_RISK,
  MET,
  /** Due and not there; a verdict may already be settled as missed. */
  OVERDUE,
  /** Missed, arrived after due. */
  LATE,
  /** Missed, never arrived. */
  MISSED,
  UNKNOWN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static State of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
