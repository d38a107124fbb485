package dev.punctual.observe.aws;

/** A probe that cannot be asked as its rule has it; the message says why, without a full stop. */
final class BadQuestion extends Exception {
  private static final long serialVersionUID = 1L;

  BadQuestion(String message) {
    super(message);
  }
}
