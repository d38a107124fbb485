package dev.punctual.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source is doing, for people. Times and counts are of this process, since it started, at
 * most 24 h.
 *
 * @param description type and address in words, without secrets
 * @param lastGoodAt start of the newest round that was answered, null for none
 * @param lastRoundAt start of the newest round, null for none
 * @param samples rounds, oldest first
 * @param median of the answered rounds, null without any
 * @param p95 of the answered rounds, null without any
 * @param queriesInLastHour statements or requests sent
 * @param rules rules in force that ask it
 * @param note how the newest round was asked; empty before the first
 * @param trouble null while it answers
 * @param clockOffset its clock minus ours where it is worth showing (above 2 s), else null
 * @param happenings what went on, newest first
 */
public record SourceHealth(
    String name,
    String type,
    String description,
    State state,
    @Nullable Instant lastGoodAt,
    @Nullable Instant lastRoundAt,
    List<Sample> samples,
    @Nullable Duration median,
    @Nullable Duration p95,
    long queriesInLastHour,
    int rules,
    String note,
    @Nullable Trouble trouble,
    @Nullable Duration clockOffset,
    List<Happening> happenings) {

  /** How it is. */
  public enum State {
    ANSWERS,
    /** Answers, but takes much longer than it used to. */
    SLOW,
    DOWN,
    /** Is told and need not be asked. */
    LISTENS,
    /** Not asked yet. */
    IDLE
  }

  /** One round. */
  public record Sample(Instant at, Duration took, int queries, boolean answered) {}

  /**
   * Why it does not answer.
   *
   * @param text what is wrong and what to do
   * @param retryAt when it is asked again, null when not known
   */
  public record Trouble(String text, Instant since, int failures, @Nullable Instant retryAt) {}

  /** Something worth telling. */
  public record Happening(Instant at, String text) {}
}
