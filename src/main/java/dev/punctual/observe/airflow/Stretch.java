package dev.punctual.observe.airflow;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a task or a run was under way, at its first attempt.
 *
 * @param end null while it is
 */
record Stretch(Instant start, @Nullable Instant end) {

  /** Null where the run has not started, or ended without success. */
  static @Nullable Stretch of(Run run) {
    Instant start = run.start();
    if (start == null || !(run.state().equals("running") || run.state().equals("success"))) {
      return null;
    }
    return new Stretch(start, run.state().equals("success") ? run.end() : null);
  }

  /** Null where a part was tried again, does not run and has not succeeded. */
  static @Nullable Stretch of(List<Instance> parts) {
    boolean straight =
        parts.stream()
            .allMatch(
                part ->
                    !part.hasPast()
                        && part.start() != null
                        && (part.isState("running") || part.isState("success")));
    if (!straight || parts.isEmpty()) {
      return null;
    }
    Instant start =
        parts.stream()
            .map(Instance::start)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    boolean running = parts.stream().anyMatch(part -> part.isState("running"));
    Instant end =
        parts.stream()
            .map(Instance::end)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    return new Stretch(start, running ? null : end);
  }
}
