package dev.punctual.report;

/** The name of a period cannot be read. The message says what is wrong and shows the right form. */
public final class BadPeriodException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadPeriodException(String message) {
    super(message);
  }
}
