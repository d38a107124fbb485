package dev.punctual.alert;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to send; classified once, where the answer was read. */
public sealed interface Outcome {

  /** It stands in the channel. */
  record Sent(Posted posted) implements Outcome {}

  /**
   * It does not stand there, and trying again later helps.
   *
   * @param after how long the receiver asked to wait, null where it did not say
   */
  record RetryAfter(@Nullable Duration after, String reason) implements Outcome {}

  /**
   * It does not stand there, and trying again as it is does not help.
   *
   * @param scope what else would be refused for the same reason
   */
  record Refused(String error, String advice, Scope scope) implements Outcome {}

  /** It may or may not stand there: look before sending again. */
  record Uncertain(String reason) implements Outcome {}

  /** Somebody removed the message that was to be edited or replied to. */
  record Gone(String error) implements Outcome {}

  /** How far a refusal reaches. */
  enum Scope {
    MESSAGE,
    CHANNEL,
    /** The credentials: no channel of this kind hears anything. */
    EVERYTHING
  }

  /**
   * Where a message stands.
   *
   * @param ts the channel's own name of the message, text
   */
  record Posted(String channelId, String ts) {}

  /** The answer to the question whether a message stands in a channel already. */
  sealed interface Search {
    record Found(Posted posted) implements Search {}

    record NotThere() implements Search {}

    /** The channel cannot be asked; sending again may make a double. */
    record CannotLook(String reason) implements Search {}

    record Later(@Nullable Duration after, String reason) implements Search {}
  }
}
