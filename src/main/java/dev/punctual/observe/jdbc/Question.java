package dev.punctual.observe.jdbc;

import dev.punctual.observe.Probe;
import org.jspecify.annotations.Nullable;

/**
 * A probe as one SELECT of five columns, which becomes a branch of a statement.
 *
 * @param select {@code counted, last_week, newest, ahead, answer}, without the keyword
 * @param proof how the row is to be read
 */
record Question(Probe probe, Sql select, Proof proof) {

  /**
   * What came back.
   *
   * @param counted rows of the evidence; null where they were not counted
   * @param lastWeek the same a week earlier
   * @param newest value of the column, as the session prints it
   * @param ahead newest value where it lies in the future
   * @param answer of {@code check}, or of the query
   */
  record Row(
      @Nullable Long counted,
      @Nullable Long lastWeek,
      @Nullable String newest,
      @Nullable String ahead,
      @Nullable String answer) {

    /** With {@code true} and {@code false} for the 1 and 0 of a database without truth values. */
    Row withAnswerInWords() {
      String words = "1".equals(answer) ? "true" : "0".equals(answer) ? "false" : answer;
      return new Row(counted, lastWeek, newest, ahead, words);
    }
  }
}
