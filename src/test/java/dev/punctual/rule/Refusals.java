package dev.punctual.rule;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What is said about a value that cannot be read, with its place, as {@code offset: message}. */
final class Refusals {

  private Refusals() {}

  static String of(Runnable reading) {
    BadScalarException refusal = catchThrowableOfType(BadScalarException.class, reading::run);
    return refusal == null ? "was read" : refusal.offset() + ": " + refusal.getMessage();
  }
}
