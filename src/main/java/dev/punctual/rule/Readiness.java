package dev.punctual.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How readiness is proved.
 *
 * @param rows gate on the number of rows (of the evidence's rows where it names some)
 * @param check gate: one SELECT that answers true
 * @param stableFor the count or size stayed the same that long; the arrival is its first instant
 * @param files gate on files: how many and how large; null where one of any size is enough
 */
public record Readiness(
    Evidence evidence,
    @Nullable RowsRule rows,
    @Nullable String check,
    @Nullable Duration stableFor,
    @Nullable FilesRule files) {

  /** Readiness of what is no file. */
  public Readiness(
      Evidence evidence,
      @Nullable RowsRule rows,
      @Nullable String check,
      @Nullable Duration stableFor) {
    this(evidence, rows, check, stableFor, null);
  }

  /** Readiness by the target's own completion, without gates. */
  public static Readiness completion() {
    return new Readiness(new Evidence.Completion(), null, null, null);
  }

  /** What proves readiness before gates. */
  public sealed interface Evidence {

    /** The word under which rounds and heartbeats of this evidence are counted. */
    default String kind() {
      return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** Rows matching one SQL expression with bound parameters. */
    record Where(String expression) implements Evidence {}

    /** That partition exists and is not empty; {@code :data_date} and its kin are bound. */
    record Partition(String value) implements Evidence {}

    /** A value of this column from the data date (date) or from {@code opens} (time) up to now. */
    record Column(String name) implements Evidence {}

    /** The table's own last-modified metadata. Weak. */
    record Modified() implements Evidence {}

    /** Insert and update counters moved. Weak. */
    record Changed() implements Evidence {}

    /** Nothing was written: the best the source has. Weak. */
    record Best() implements Evidence {}

    /** The target says itself that it is done: task, DAG, file, job, query. */
    record Completion() implements Evidence {}
  }
}
