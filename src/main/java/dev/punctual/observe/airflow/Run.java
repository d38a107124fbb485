package dev.punctual.observe.airflow;

import dev.punctual.rule.Target;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A DAG run.
 *
 * @param type {@code scheduled}, {@code manual}, …
 * @param dueAt when it was to start: {@code run_after}, in Airflow 2 the end of its data interval
 * @param logicalDate null for runs without one
 * @param end of its last attempt; says nothing unless the state is final
 */
record Run(
    String dag,
    String id,
    String type,
    String state,
    Instant dueAt,
    @Nullable Instant logicalDate,
    @Nullable Instant start,
    @Nullable Instant end) {

  private static final Set<String> BY_DATA = Set.of("asset_triggered", "dataset_triggered");

  /** A backfill that repeats a run keeps its id and changes its type. */
  boolean isScheduled() {
    return type.equals("scheduled") || (type.equals("backfill") && id.startsWith("scheduled__"));
  }

  /** Started by the data or the DAG it waits for. */
  boolean isTriggered() {
    return BY_DATA.contains(type) || type.equals("operator_triggered");
  }

  boolean isOver() {
    return state.equals("success") || state.equals("failed");
  }

  /** The time by which {@code run:} finds it; null where it has none. */
  @Nullable Instant at(Target.Run which) {
    return switch (which) {
      case Target.Run.LogicalDate r -> logicalDate;
      case Target.Run.First r -> dueAt;
      case Target.Run.Last r -> dueAt;
      case Target.Run.At r -> dueAt;
    };
  }
}
