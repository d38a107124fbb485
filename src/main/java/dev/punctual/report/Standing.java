package dev.punctual.report;

import java.util.Locale;

/** Where a rule stands with its allowance in a period. Shown by {@link #word()}. */
public enum Standing {
  ON_TARGET,
  /** Every miss of the allowance is used; the next one overspends it. */
  AT_THE_LIMIT,
  OVERSPENT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
