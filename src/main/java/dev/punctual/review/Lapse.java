package dev.punctual.review;

import dev.punctual.judge.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Something to look at in a review: a missed or unknown deadline, or a breach of a freshness rule.
 */
sealed interface Lapse {

  /** The number of its row. */
  long id();

  String rule();

  /** When it began to be one: the due instant, or the beginning of the breach. */
  Instant at();

  ZoneId zone();

  String source();

  /** One sentence why it is what it is. */
  String reason();

  /** Who took it on, null while nobody did. */
  @Nullable Taken acknowledged();

  @Nullable Said excusal();

  @Nullable Said cause();

  /** As in addresses of parts of the page: {@code d12}, {@code b3}. */
  String key();

  /** Why it happened or why it does not count. */
  record Said(String category, String text, String author, @Nullable Instant at) {}

  /** Taken on by somebody. */
  record Taken(String author, Instant at) {}

  /** Whether it still needs a word: neither a cause nor an excusal, and not corrected to met. */
  default boolean isOpen() {
    return cause() == null && excusal() == null;
  }

  /**
   * A deadline.
   *
   * @param slot null without {@code every}
   * @param verdict word of the verdict, null until judged
   * @param arrivalEarliest start of the interval in which it arrived, null while it did not
   * @param trouble what stood in the way, in one word, null when nothing did
   * @param contrary evidence against the settled verdict, null without any
   */
  record Late(
      long id,
      String rule,
      @Nullable String team,
      LocalDate businessDate,
      @Nullable Instant slot,
      Instant opensAt,
      Instant dueAt,
      ZoneId zone,
      String source,
      State state,
      @Nullable String verdict,
      @Nullable Instant arrivalEarliest,
      @Nullable Instant arrivedAt,
      @Nullable String evidence,
      String reason,
      @Nullable String contrary,
      @Nullable String trouble,
      @Nullable Taken acknowledged,
      @Nullable Said excusal,
      @Nullable Said cause,
      boolean corrected)
      implements Lapse {

    @Override
    public Instant at() {
      return dueAt;
    }

    @Override
    public String key() {
      return "d" + id;
    }

    @Override
    public boolean isOpen() {
      return Lapse.super.isOpen() && state != State.MET;
    }

    boolean isUnknown() {
      return state == State.UNKNOWN;
    }
  }

  /**
   * A stretch in which data was older than promised.
   *
   * @param to null while it goes on
   */
  record Stale(
      long id,
      String rule,
      @Nullable String team,
      Instant from,
      @Nullable Instant to,
      long worstAgeSeconds,
      ZoneId zone,
      String source,
      String reason,
      @Nullable Taken acknowledged,
      @Nullable Said excusal,
      @Nullable Said cause)
      implements Lapse {

    @Override
    public Instant at() {
      return from;
    }

    @Override
    public String key() {
      return "b" + id;
    }
  }
}
