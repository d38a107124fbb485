package dev.punctual.judge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of how a deadline goes. Equal values mean that nothing worth a row has changed.
 *
 * @param verdict null until settled
 * @param arrival null while nothing arrived
 * @param evidence what decided, in words; null while nothing did
 * @param reason one sentence why the state is what it is
 * @param contrary later evidence against a settled verdict, in words; changes nothing
 * @param trouble what stands in the way, null when nothing does
 * @param firstNoAt first answer that proved absence, or the newest before a trouble began; null
 *     while never asked with an answer
 * @param stability the count that has to stay the same, for {@code stable_for}
 * @param likelyAt likely arrival while at risk, null where nothing is known
 * @param reminded whether the heads-up was given
 */
public record Progress(
    State state,
    @Nullable Verdict verdict,
    @Nullable Arrival arrival,
    @Nullable String evidence,
    String reason,
    @Nullable String contrary,
    @Nullable Trouble trouble,
    @Nullable Instant firstNoAt,
    @Nullable Stability stability,
    @Nullable Instant likelyAt,
    boolean reminded) {

  /** A deadline nobody has asked about yet. */
  public static Progress unasked() {
    return new Progress(
        State.WAITING, null, null, null, "not asked yet", null, null, null, null, null, false);
  }

  public boolean isSettled() {
    return verdict != null;
  }

  /** What stands in the way. */
  public record Trouble(Kind kind, String text) {
    /** Stored and shown in lower case. */
    public enum Kind {
      FAILED,
      GATE,
      ABSENT,
      UNREACHABLE,
      SKIPPED
    }
  }

  /**
   * A count that has not changed since.
   *
   * @param since first instant it was seen
   * @param after newest instant at which it was still another one; null where none was seen
   */
  public record Stability(String measure, Instant since, @Nullable Instant after) {}
}
