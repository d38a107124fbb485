package dev.punctual.observe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The whole source did not answer. The message is for people: what is wrong and what to do. */
public class SourceFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Duration retryAfter;

  public SourceFailure(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  public SourceFailure(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** How long the source asked us to wait; null where it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
