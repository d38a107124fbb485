package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import org.jspecify.annotations.Nullable;

/**
 * What a deadline comes to.
 *
 * @param entry as it was read; loses against a newer revision
 * @param excusal an automatic one that goes with it, null for none
 */
public record Change(Entry entry, Progress next, @Nullable Excusal excusal) {

  /** A change without an excusal. */
  public static Change of(Entry entry, Progress next) {
    return new Change(entry, next, null);
  }

  /** Why a deadline does not count though nobody said so. */
  public record Excusal(ExcusalCategory category, String reason, String author) {}
}
