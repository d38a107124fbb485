package dev.punctual.observe.digdag;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the states of a task prove. A group that is tried again holds its tasks twice under one
 * name; a task that a resumed attempt took over keeps the time of its success.
 *
 * @param all the tasks of an attempt
 */
record TaskReading(Wording words, Attempt attempt, List<Task> all) {

  /** Null where the task has no success in this attempt. */
  @Nullable Observation success() {
    List<Task> done = named().stream().filter(Task::isSuccess).toList();
    if (done.isEmpty()) {
      return null;
    }
    String what = words.taskSubject();
    return done.stream()
        .map(Task::updatedAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(at -> words.arrived(what, at))
        .orElseGet(() -> new Present(Strength.STRONG, null, what + " is a success"));
  }

  /** What it says that there is none. */
  Observation without() {
    Task last = named().stream().max(Comparator.comparingLong(Task::id)).orElse(null);
    if (last == null) {
      return unknown();
    }
    return attempt.state().isDone() && !last.isDone()
        ? words.failed(
            words.taskSubject(), " did not run, as the session ended", attempt.finishedAt())
        : unfinished(last);
  }

  private List<Task> named() {
    String name = words.question().task();
    return all.stream().filter(task -> task.fullName().equals(name)).toList();
  }

  /** Tasks of the file are there from the start; those with a {@code ^} are made on the way. */
  private Observation unknown() {
    String what = words.taskSubject();
    if (all.isEmpty()) {
      return new Unreachable("Digdag tells no tasks of " + words.subject());
    }
    if (!String.valueOf(words.question().task()).contains("^")) {
      return new Absent(
          words.subject()
              + " has no task "
              + words.question().task()
              + "; write its full name, as "
              + example());
    }
    return switch (attempt.state()) {
      case RUNNING, CANCELLING -> NotYet.because(what + " is not made yet");
      case SUCCESS -> NotYet.because(what + " was not made, and the session is over");
      case ERROR, KILLED ->
          words.failed(what, " was not made before the session ended", attempt.finishedAt());
    };
  }

  private String example() {
    return all.stream()
        .map(Task::fullName)
        .filter(name -> name.indexOf('+', 1) > 0)
        .findFirst()
        .orElse(all.getFirst().fullName());
  }

  private Observation unfinished(Task task) {
    String what = words.taskSubject();
    Instant at = task.updatedAt();
    return switch (task.state()) {
      case "error" -> words.failed(what, " failed" + words.attempt(), at);
      case "group_error" ->
          words.failed(what, " was stopped by the failure of a task in it" + words.attempt(), at);
      case "canceled" -> words.failed(what, " was cancelled" + words.attempt(), at);
      case "running" -> NotYet.because(what + " is running" + words.attempt());
      case "ready" -> NotYet.because(what + " waits to be started" + words.attempt());
      case "blocked" -> NotYet.because(what + " waits for tasks before it" + words.attempt());
      case "planned" -> NotYet.because(what + " waits for tasks in it" + words.attempt());
      case "retry_waiting", "group_retry_waiting" ->
          NotYet.because(what + " failed and will be tried again" + words.attempt());
      default -> NotYet.because(what + " is in state " + task.state());
    };
  }
}
