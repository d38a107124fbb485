package dev.punctual.ledger;

import java.util.Locale;

/** What a transition row tells. Stored and shown by {@link #word()}. */
public enum TransitionKind {
  /** Still waiting, {@code remind} before due. */
  REMINDER,
  AT_RISK,
  /** The likely arrival is before due again. */
  OFF_RISK,
  /** The task or job failed before or after due. */
  FAILED,
  /** Data is there but a gate ({@code rows}, {@code check}) says no. */
  CHECK_FAILING,
  /** Due and not there, but nothing is settled yet: nobody is told. */
  DUE,
  /** Due, not there, and settled as missed. */
  OVERDUE,
  /** Could not be told. */
  UNKNOWN,
  /** Table or DAG not found: the rule is broken. */
  ABSENT,
  ESCALATED,
  MET,
  LATE,
  /** Closed without an arrival. */
  MISSED,
  /** A provisional state became a verdict without a change people see. */
  SETTLED,
  ACKNOWLEDGED,
  SNOOZED,
  EXCUSED,
  EXCUSAL_WITHDRAWN,
  CAUSE,
  CORRECTED,
  /** Somebody had what failed run again. */
  RERUN,
  ALLOWANCE_USED,
  SOURCE_DOWN,
  SOURCE_UP,
  RULES_REJECTED,
  RULES_ACCEPTED,
  BREACH_BEGAN,
  BREACH_ENDED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TransitionKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
