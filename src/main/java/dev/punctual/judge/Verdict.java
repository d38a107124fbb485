package dev.punctual.judge;

import java.util.Locale;

/** How a deadline ended; stored once, changed only by a named person's correction. */
public enum Verdict {
  MET,
  MISSED,
  UNKNOWN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Verdict of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
