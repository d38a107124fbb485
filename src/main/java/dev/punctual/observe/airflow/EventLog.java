package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who marked what as success, and when. A task marked by hand keeps the end of the attempt that
 * failed; only the event log has the true instant. Not every role may read it.
 */
final class EventLog {

  /** Of the two APIs and of the pages of Airflow 2. */
  static final List<String> EVENTS =
      List.of(
          "patch_task_instance",
          "patch_dag_run",
          "api.patch_task_instance",
          "api.patch_mapped_task_instance",
          "api.update_dag_run_state",
          "ui.patch_task_instance",
          "ui.patch_mapped_task_instance",
          "ui.update_dag_run_state",
          "success",
          "dagrun_success");

  private static final Duration FARTHEST = Duration.ofDays(14);
  private static final Duration GIVEN_UP = Duration.ofHours(1);
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MOST_PAGES = 10;
  private static final Duration FARTHEST_PAST = Duration.ofDays(800);
  private static final int MOST_PAGES_PAST = 200;

  private final Connection connection;
  private final Duration farthest;
  private final int mostPages;
  private @Nullable Instant refusedUntil;
  private List<Mark> marks = List.of();
  private @Nullable Span read;

  EventLog(Connection connection) {
    this(connection, FARTHEST, MOST_PAGES);
  }

  private EventLog(Connection connection, Duration farthest, int mostPages) {
    this.connection = connection;
    this.farthest = farthest;
    this.mostPages = mostPages;
  }

  /** For questions about days long gone. */
  static EventLog ofPast(Connection connection) {
    return new EventLog(connection, FARTHEST_PAST, MOST_PAGES_PAST);
  }

  /**
   * A person's statement that something succeeded.
   *
   * @param task null when it was said of the whole run
   * @param part −1 when it was said of the whole task
   */
  record Mark(String dag, String run, @Nullable String task, int part, Instant when) {

    boolean isOf(Instance.Key key, int wantedPart) {
      return dag.equals(key.dag())
          && run.equals(key.run())
          && key.task().equals(task)
          && (part < 0 || part == wantedPart);
    }

    boolean isOf(Run wanted) {
      return dag.equals(wanted.dag()) && run.equals(wanted.id()) && task == null;
    }
  }

  /**
   * Marks made after an instant, oldest first; empty where the log may not be read.
   *
   * @param ends the ends that are in question; read again when one is new
   */
  List<Mark> marks(Set<Instant> ends, Instant now) throws SourceFailure, InterruptedException {
    Instant refused = refusedUntil;
    if (ends.isEmpty() || (refused != null && now.isBefore(refused))) {
      return List.of();
    }
    Instant oldest = ends.stream().min(Instant::compareTo).orElseThrow();
    Instant bound = now.minus(farthest);
    Instant from = oldest.isBefore(bound) ? bound : oldest;
    Span known = read;
    boolean covered =
        known != null
            && !from.isBefore(known.from())
            && now.isBefore(known.to().plus(KEPT))
            && ends.stream().allMatch(end -> end.isBefore(known.to()));
    if (!covered) {
      marks = fetch(from, now);
      read = new Span(from, now);
    }
    return marks;
  }

  /** Has the next question read the log again. */
  void forget() {
    read = null;
  }

  private List<Mark> fetch(Instant after, Instant now) throws SourceFailure, InterruptedException {
    List<Mark> found = new ArrayList<>();
    int offset = 0;
    for (int page = 0; page < mostPages; page++) {
      Reply reply = connection.get(connection.api().eventsPath(after, offset));
      List<Json> rows = reply.status() == 200 ? reply.json().items("event_logs") : null;
      if (rows == null) {
        refusedUntil = now.plus(GIVEN_UP);
        return found;
      }
      rows.stream().map(EventLog::mark).filter(Objects::nonNull).forEach(found::add);
      offset += rows.size();
      if (rows.isEmpty() || offset >= reply.json().number("total_entries", 0)) {
        return found;
      }
    }
    return found;
  }

  private static @Nullable Mark mark(Json row) {
    String dag = row.text("dag_id");
    String run = row.text("run_id");
    Instant when = row.instant("when");
    Json extra = extra(row);
    if (dag == null || run == null || when == null || !saysSuccess(row.text("event", ""), extra)) {
      return null;
    }
    int part = row.number("map_index", extra.number("map_index", -1));
    return new Mark(dag, run, row.text("task_id"), part, when);
  }

  private static Json extra(Json row) {
    try {
      return Json.parse(row.text("extra", "").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Json(null);
    }
  }

  /** Pages of Airflow 2 have an event of their own for it; the APIs tell the state beside. */
  private static boolean saysSuccess(String event, Json extra) {
    return event.equals("success")
        || event.equals("dagrun_success")
        || (EVENTS.contains(event)
            && "success".equals(extra.text("new_state", extra.text("state", ""))));
  }
}
