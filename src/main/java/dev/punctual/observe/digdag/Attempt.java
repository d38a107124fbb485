package dev.punctual.observe.digdag;

import dev.punctual.observe.wire.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a session. Digdag cuts times to whole seconds.
 *
 * @param session id of its session
 * @param finishedAt null while it is under way
 */
record Attempt(
    long id,
    long session,
    Instant sessionTime,
    State state,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  enum State {
    RUNNING,
    CANCELLING,
    SUCCESS,
    ERROR,
    KILLED;

    boolean isDone() {
      return this != RUNNING && this != CANCELLING;
    }
  }

  /** Null where this is no attempt. */
  static @Nullable Attempt of(Json row) {
    Long id = row.whole("id");
    Long session = row.whole("sessionId");
    Instant sessionTime = row.instant("sessionTime");
    Instant createdAt = row.instant("createdAt");
    return id == null || session == null || sessionTime == null || createdAt == null
        ? null
        : new Attempt(id, session, sessionTime, state(row), createdAt, row.instant("finishedAt"));
  }

  private static State state(Json row) {
    if (row.is("success")) {
      return State.SUCCESS;
    }
    boolean cancel = row.is("cancelRequested");
    if (row.is("done")) {
      return cancel ? State.KILLED : State.ERROR;
    }
    return cancel ? State.CANCELLING : State.RUNNING;
  }
}
