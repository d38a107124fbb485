package dev.punctual.observe.aws;

import dev.punctual.observe.Probe;
import org.jspecify.annotations.Nullable;

/**
 * A probe as one SELECT of five columns, which becomes a branch of a statement.
 *
 * @param columns {@code counted, last_week, newest, ahead, answer}, the first two bigint, the
 *     others varchar
 * @param from what they are taken from, with its keyword; empty for nothing
 * @param proof how the row is to be read
 */
record Question(Probe probe, String columns, String from, Proof proof) {

  /** As a branch whose row begins with a number. */
  String branch(int number) {
    return "select " + number + " as n, " + columns + (from.isEmpty() ? "" : " " + from);
  }

  /**
   * What came back.
   *
   * @param counted rows of the evidence; null where they were not counted
   * @param lastWeek the same a week earlier
   * @param newest value of the column, as Athena prints it
   * @param ahead newest value where it lies in the future
   * @param answer of {@code check}, or of the query
   */
  record Row(
      @Nullable Long counted,
      @Nullable Long lastWeek,
      @Nullable String newest,
      @Nullable String ahead,
      @Nullable String answer) {}

  /** How the row is read. */
  sealed interface Proof {

    /**
     * Rows matching a condition.
     *
     * @param shown the condition with its values, for people
     */
    record Matching(String shown) implements Proof {}

    /** Rows of a partition that has objects. */
    record InPartition(String partition, String measure) implements Proof {}

    /** The newest value of a column. */
    record NewestOf(String column, Scale scale) implements Proof {}

    /** One value: true, or a time. */
    record Value(Scale scale) implements Proof {}

    /** Written inside the window, as commits or objects have it. */
    record Written(String text, String measure) implements Proof {}
  }
}
