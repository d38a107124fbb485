package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import dev.punctual.rule.DidYouMean;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * DAGs themselves, asked one by one and only where a run or a task is missing; kept for some
 * minutes.
 */
final class Dags {

  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration ABSENCE_KEPT = Duration.ofMinutes(1);

  private final Connection connection;
  private final Map<String, Kept<Known>> cards = new HashMap<>();
  private final Map<String, Kept<Set<String>>> tasks = new HashMap<>();

  Dags(Connection connection) {
    this.connection = connection;
  }

  private record Kept<T>(T value, Instant until) {}

  /** What is known of a DAG. */
  sealed interface Known {
    record Card(DagCard card) implements Known {}

    /** Never seen, or deleted. */
    record Absent() implements Known {}

    record Unreadable(String why) implements Known {}
  }

  Known find(String dag, Instant now) throws SourceFailure, InterruptedException, ServerChanged {
    Kept<Known> kept = cards.get(dag);
    if (kept != null && now.isBefore(kept.until()) && !isOvertaken(kept.value(), now)) {
      return kept.value();
    }
    Known known = ask(dag);
    boolean card = known instanceof Known.Card;
    cards.put(dag, new Kept<>(known, now.plus(card ? KEPT : ABSENCE_KEPT)));
    return known;
  }

  /** Its next run is due by now, so the card no longer says which comes next. */
  private static boolean isOvertaken(Known known, Instant now) {
    return known instanceof Known.Card(DagCard card)
        && !card.isPaused()
        && card.nextRunAt() != null
        && !now.isBefore(card.nextRunAt());
  }

  private Known ask(String dag) throws SourceFailure, InterruptedException, ServerChanged {
    Reply reply = connection.get(connection.api().dagPath(dag));
    if (reply.status() == 404 && reply.isJson()) {
      return new Known.Absent();
    }
    if (reply.status() == 403 || reply.status() >= 500) {
      return new Known.Unreadable(
          "DAG " + dag + " cannot be read (" + reply.status() + Failures.detail(reply) + ")");
    }
    Json json = connection.understood(reply, "the question for DAG " + dag);
    return new Known.Card(connection.api().card(json));
  }

  /** The tasks of a DAG as it is now; null where Airflow does not tell. */
  @Nullable Set<String> tasks(String dag, Instant now) throws SourceFailure, InterruptedException {
    Kept<Set<String>> kept = tasks.get(dag);
    if (kept != null && now.isBefore(kept.until())) {
      return kept.value();
    }
    Reply reply = connection.get(connection.api().tasksPath(dag));
    List<Json> rows = reply.status() == 200 ? reply.json().items("tasks") : null;
    if (rows == null) {
      return null;
    }
    Set<String> ids =
        rows.stream()
            .map(row -> row.text("task_id"))
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
    tasks.put(dag, new Kept<>(ids, now.plus(ABSENCE_KEPT)));
    return ids;
  }

  static String noTask(String dag, String task, Set<String> known) {
    String meant = DidYouMean.suggest(task, known);
    return "DAG "
        + dag
        + " has no task "
        + task
        + (meant == null ? "" : "; did you mean " + meant + "?");
  }

  void clear() {
    cards.clear();
    tasks.clear();
  }
}
