package dev.punctual.observe.jdbc;

/** A probe this source cannot put into SQL; the message says why, for people. */
final class BadQuestion extends Exception {
  private static final long serialVersionUID = 1L;

  BadQuestion(String message) {
    super(message);
  }
}
