package dev.punctual.observe.sql;

/** A probe this source cannot put into SQL; the message says why, for people. */
public final class BadQuestion extends Exception {
  private static final long serialVersionUID = 1L;

  public BadQuestion(String message) {
    super(message);
  }
}
