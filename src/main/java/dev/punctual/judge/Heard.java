package dev.punctual.judge;

import dev.punctual.observe.Observation;
import dev.punctual.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a source, with what is needed to weigh it.
 *
 * @param askedAt the instant the poll counts as taken at: the due instant for a poll that was made
 *     for it and started within 5 s
 * @param lastAnswer the previous round of this evidence kind that was answered; it counts as "no"
 *     for everything that was open. Null where there was none
 * @param lag how long after the fact this evidence may still say no
 * @param skipped what a skipped task counts as for this rule
 * @param stableFor how long the measure must stay the same; null when it need not
 */
public record Heard(
    Observation observation,
    Instant askedAt,
    @Nullable Instant lastAnswer,
    Duration lag,
    Rule.SkippedAs skipped,
    @Nullable Duration stableFor) {

  /** An answer without lag, stability or an earlier round. */
  public static Heard plainly(Observation observation, Instant askedAt) {
    return new Heard(observation, askedAt, null, Duration.ZERO, Rule.SkippedAs.MISSED, null);
  }
}
