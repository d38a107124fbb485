package dev.punctual.ledger;

import dev.punctual.rule.Problem;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules in force in this process, and how the last reading of the files went. */
@Singleton
public class RuleBook {
  private volatile Edition edition =
      new Edition(RuleSet.empty(), null, null, List.of(), List.of(), List.of());

  public RuleSet rules() {
    return edition.rules();
  }

  public Edition edition() {
    return edition;
  }

  /** Takes what a reading of the files led to; readers see all of it or nothing. */
  public void turnTo(Edition next) {
    edition = next;
  }

  /**
   * The rules in force and the state of their files.
   *
   * @param inForceSince null before the first set is in force
   * @param readAt when the files were last read, null before the first time
   * @param problems why the newest edit is not in force; empty when it is
   * @param warnings of the set in force
   * @param heldRemovals rule ids a held edit would drop; empty when none is held
   */
  public record Edition(
      RuleSet rules,
      @Nullable Instant inForceSince,
      @Nullable Instant readAt,
      List<Problem> problems,
      List<Problem> warnings,
      List<String> heldRemovals) {
    public Edition {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
      heldRemovals = List.copyOf(heldRemovals);
    }

    /** Whether the files on disk are what is in force. */
    public boolean lastReloadSuccessful() {
      return problems.isEmpty() && heldRemovals.isEmpty();
    }
  }
}
