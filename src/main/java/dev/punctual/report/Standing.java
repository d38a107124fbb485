package dev.punctual.report;

import dev.punctual.ledger.Allowance;
import java.util.Locale;

/** Where a rule stands with its allowance in a period. Shown by {@link #word()}. */
public enum Standing {
  ON_TARGET,
  /** Every miss of the allowance is used; the next one overspends it. */
  AT_THE_LIMIT,
  OVERSPENT;

  public static Standing of(Allowance allowance) {
    if (allowance.used() > allowance.allowed()) {
      return OVERSPENT;
    }
    return allowance.used() > 0 && allowance.used() == allowance.allowed()
        ? AT_THE_LIMIT
        : ON_TARGET;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
