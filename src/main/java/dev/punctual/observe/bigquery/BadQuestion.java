package dev.punctual.observe.bigquery;

/** A probe that cannot be put to BigQuery; the message says why, for people. */
final class BadQuestion extends Exception {
  private static final long serialVersionUID = 1L;

  BadQuestion(String message) {
    super(message);
  }
}
