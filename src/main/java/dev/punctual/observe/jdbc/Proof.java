package dev.punctual.observe.jdbc;

import dev.punctual.observe.sql.Scale;

/** How the row that answers a question is read. */
sealed interface Proof {

  /**
   * Rows matching a condition.
   *
   * @param shown the condition with its values, for people
   */
  record Matching(String shown) implements Proof {}

  /**
   * Rows of a partition.
   *
   * @param exactly whether they were counted; else 1 stands for any number
   */
  record InPartition(String partition, boolean exactly) implements Proof {}

  /** The newest value of a column. */
  record NewestOf(String column, Scale scale) implements Proof {}

  /** One value: true, or a time. */
  record Value(Scale scale) implements Proof {}

  /** Written inside the window, as the counters have it; the row only brings what gates need. */
  record Written(Counters.Verdict.Yes evidence) implements Proof {}

  /** The newest commit that wrote a row. */
  record Commit(Window window) implements Proof {}
}
