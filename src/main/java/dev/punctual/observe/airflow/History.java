package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Earlier attempts of tasks. A task that is cleared and run again is overwritten; only here stands
 * when it first succeeded. What is over does not change, so each answer is kept.
 */
final class History {

  private static final int MOST_KEPT = 10_000;
  private static final int MOST_A_ROUND = 100;

  private final Connection connection;
  private int asked;

  private final Map<Attempt, List<Instance>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, List<Instance>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  History(Connection connection) {
    this.connection = connection;
  }

  private record Attempt(
      Instance.Key task, int part, int tryNumber, int maxTries, @Nullable Instant clearedAfter) {
    static Attempt of(Instance now) {
      return new Attempt(
          now.task(),
          now.part(),
          now.tryNumber(),
          now.maxTries(),
          now.isCleared() ? now.end() : null);
    }
  }

  void begin() {
    asked = 0;
  }

  /** The attempts of a task or part, this one too; null where they cannot be had in this round. */
  @Nullable List<Instance> of(Instance now) throws SourceFailure, InterruptedException {
    Attempt attempt = Attempt.of(now);
    List<Instance> known = kept.get(attempt);
    if (known != null) {
      return known;
    }
    if (asked >= MOST_A_ROUND) {
      return null;
    }
    asked++;
    Api api = connection.api();
    Reply reply = connection.get(api.triesPath(now.task(), now.part()));
    if (reply.status() >= 500 || reply.status() == 403) {
      return null;
    }
    // Before Airflow 2.10 there is no history: 404. Its description names the list otherwise.
    List<Json> named = reply.json().items("task_instances");
    List<Json> rows = named == null ? reply.json().items("task_instances_history") : named;
    List<Instance> tries =
        rows == null
            ? List.of()
            : rows.stream().map(api::instance).flatMap(Stream::ofNullable).toList();
    kept.put(attempt, tries);
    return tries;
  }
}
