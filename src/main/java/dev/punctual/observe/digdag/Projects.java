package dev.punctual.observe.digdag;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.digdag.Api.Answer;
import dev.punctual.observe.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows and schedules projects have: what a lack of sessions means. Three requests a
 * project, kept for ten minutes.
 */
final class Projects {

  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MOST_PAGES = 20;

  private final Api api;
  private final Map<String, Read> known = new HashMap<>();
  private final ReentrantLock one = new ReentrantLock();

  Projects(Api api) {
    this.api = api;
  }

  /** What is known of a project. */
  sealed interface Known {

    /** Its latest revision. */
    record Card(Set<String> workflows, Map<String, Schedule> schedules) implements Known {}

    /** There is none, or who asks may not see it. */
    record Hidden() implements Known {}
  }

  /**
   * When a workflow runs by itself.
   *
   * @param next session time of the next session; null where none is told
   */
  record Schedule(boolean disabled, @Nullable Instant next) {}

  private record Read(Instant at, Known known) {}

  /** What is known, perhaps for minutes. */
  Known find(String project, Instant now) throws SourceFailure, InterruptedException {
    one.lockInterruptibly();
    try {
      Read read = known.get(project);
      boolean fresh = read != null && read.at().plus(KEPT).isAfter(now) && !read.at().isAfter(now);
      return fresh && read != null ? read.known() : renewed(project, now);
    } finally {
      one.unlock();
    }
  }

  /** Asks anew. */
  void renew(String project, Instant now) throws SourceFailure, InterruptedException {
    one.lockInterruptibly();
    try {
      renewed(project, now);
    } finally {
      one.unlock();
    }
  }

  void forget() {
    one.lock();
    try {
      known.clear();
    } finally {
      one.unlock();
    }
  }

  private Known renewed(String project, Instant now) throws SourceFailure, InterruptedException {
    Known read = read(project);
    known.put(project, new Read(now, read));
    return read;
  }

  private Known read(String project) throws SourceFailure, InterruptedException {
    List<Json> found = rows(api.projects(project));
    Long id = found.isEmpty() ? null : found.getFirst().whole("id");
    if (id == null) {
      return new Known.Hidden();
    }
    Set<String> workflows = new HashSet<>();
    rows(api.workflows(project, id)).forEach(row -> workflows.add(row.text("name", "")));
    return new Known.Card(workflows, schedules(project, id));
  }

  private Map<String, Schedule> schedules(String project, long id)
      throws SourceFailure, InterruptedException {
    Map<String, Schedule> schedules = new HashMap<>();
    Long after = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      List<Json> rows = rows(api.schedules(project, id, after));
      for (Json row : rows) {
        schedules.put(
            row.get("workflow").text("name", ""),
            new Schedule(row.text("disabledAt") != null, row.instant("nextScheduleTime")));
      }
      after = rows.isEmpty() ? null : rows.getLast().whole("id");
      if (rows.size() < Api.PAGE || after == null) {
        break;
      }
    }
    return schedules;
  }

  /** Who may not see it is told nothing of it. */
  private static List<Json> rows(Answer answer) {
    return switch (answer) {
      case Answer.Rows some -> some.rows();
      case Answer.Refused refused -> List.of();
    };
  }
}
