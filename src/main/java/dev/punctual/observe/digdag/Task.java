package dev.punctual.observe.digdag;

import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task of an attempt. There is no end of it: the time of its last change is that of the success,
 * as nothing changes a task that is done.
 *
 * @param state in Digdag's words
 */
record Task(long id, String fullName, String state, @Nullable Instant updatedAt) {

  static List<Task> of(List<Json> rows) {
    return rows.stream().map(Task::of).filter(Objects::nonNull).toList();
  }

  private static @Nullable Task of(Json row) {
    Long id = row.whole("id");
    String fullName = row.text("fullName");
    String state = row.text("state");
    return id == null || fullName == null || state == null
        ? null
        : new Task(id, fullName, state, row.instant("updatedAt"));
  }

  boolean isSuccess() {
    return state.equals("success");
  }

  boolean isDone() {
    return switch (state) {
      case "success", "error", "group_error", "canceled" -> true;
      default -> false;
    };
  }
}
