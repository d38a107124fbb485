package dev.punctual.report;

/** A report cannot be frozen yet; the message says why and from when on it can. */
public class NotClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotClosedException(String message) {
    super(message);
  }
}
