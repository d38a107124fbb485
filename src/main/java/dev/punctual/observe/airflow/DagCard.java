package dev.punctual.observe.airflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Airflow says of a DAG itself.
 *
 * @param isStale its file is gone; history stays readable
 * @param nextRunAt when the schedule makes the next run; null without a schedule
 * @param nextInterval data interval of that run, where it is needed (Airflow 2)
 */
record DagCard(
    boolean isPaused, boolean isStale, @Nullable Instant nextRunAt, @Nullable Span nextInterval) {

  /** Stands in where the DAG itself does not matter. */
  static final DagCard NOT_ASKED = new DagCard(false, false, null, null);

  /** Whether the schedule will still make a run in this span. */
  boolean willRunIn(Span span) {
    return !isPaused && !isStale && nextRunAt != null && span.holds(nextRunAt);
  }
}
