package dev.punctual.ledger;

import dev.punctual.judge.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a person says or does about a deadline. */
public sealed interface Act {

  /** Somebody looks after it. */
  record Acknowledgement(String note) implements Act {}

  /** No reminders and no escalation until then. */
  record Snooze(Instant until) implements Act {}

  /** It does not count. */
  record Excusal(ExcusalCategory category, String reason) implements Act {}

  /** It counts after all. */
  record ExcusalWithdrawal(String reason) implements Act {}

  /** Why it was missed. */
  record Cause(CauseCategory category, String note) implements Act {}

  /** What failed shall run again; written before the source is asked. */
  record RerunAsked() implements Act {}

  /**
   * What came of a re-run.
   *
   * @param outcome in the source's words
   */
  record Rerun(String outcome) implements Act {}

  /**
   * The verdict was wrong.
   *
   * @param arrivalAt when the data arrived, null when it did not or nobody knows
   */
  record Correction(Verdict verdict, @Nullable Instant arrivalAt, String reason) implements Act {}

  /**
   * Who acts.
   *
   * @param name a person's name, or a token's
   * @param origin {@code page}, {@code api}, {@code slack}, {@code rules}
   */
  record Author(String name, String origin) {}
}
