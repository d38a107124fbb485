package dev.punctual.whatif;

import dev.punctual.judge.Verdict;
import java.util.Locale;

/** How a day counts. Shown by {@link #word()}. */
public enum Outcome {
  MET,
  MISSED,
  UNKNOWN,
  /** Left out, whatever the verdict underneath. */
  EXCUSED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Outcome of(Verdict verdict) {
    return switch (verdict) {
      case MET -> MET;
      case MISSED -> MISSED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
