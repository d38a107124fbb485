package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.sql.Scale;
import org.jspecify.annotations.Nullable;

/**
 * A probe as one SELECT, which becomes a branch of a statement.
 *
 * @param location of what it asks; null where BigQuery may find it
 * @param select {@code counted, last_week, newest, answer} and what follows, without the keyword
 * @param proof how the row is read
 * @param checked whether {@code answer} is that of {@code check}
 */
record Question(Probe probe, @Nullable String location, Sql select, Proof proof, boolean checked) {

  /**
   * What came back.
   *
   * @param counted rows of the evidence; null where they were not counted
   * @param lastWeek the same a week earlier
   * @param newest value of the column
   * @param answer of {@code check}, or of the query
   */
  record Row(
      @Nullable Long counted,
      @Nullable Long lastWeek,
      @Nullable String newest,
      @Nullable String answer) {}

  /** How the row that answers is read. */
  sealed interface Proof {

    /**
     * Rows matching a condition.
     *
     * @param shown the condition with its values, for people
     */
    record Matching(String shown) implements Proof {}

    /**
     * Values of a column where the evidence wants them.
     *
     * @param since where that begins, for people
     */
    record NewestOf(String column, Scale scale, String since) implements Proof {}

    /** One value: true, or a time. */
    record Value(Scale scale) implements Proof {}

    /** Metadata has said yes; the row only brings what {@code check} answers. */
    record Seen(Observation yes) implements Proof {}
  }
}
