package dev.punctual.observe.digdag;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.Strength;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a session.
 *
 * @param now the latest anything may have happened
 */
record Wording(Workflow workflow, Question question, Session session, Instant now) {

  /** Digdag leaves out what comes after the second. */
  private static final Duration CUT_TO = Duration.ofSeconds(1);

  /** {@code session 2026-11-20 00:00:00 Asia/Tokyo of shop/daily}. */
  String subject() {
    return "session " + question.time(session.time()) + " of " + workflow;
  }

  /** {@code task +daily+load in session … of shop/daily}. */
  String taskSubject() {
    return "task " + question.task() + " in " + subject();
  }

  Observation arrived(String subject, Instant told) {
    Instant latest = told.plus(CUT_TO);
    return new Arrived(
        told,
        latest.isAfter(now) && !told.isAfter(now) ? now : latest,
        Strength.STRONG,
        subject + " succeeded at " + question.time(told));
  }

  Failed failed(String subject, String how, @Nullable Instant at) {
    return new Failed(at, subject + how + (at == null ? "" : " at " + question.time(at)));
  }

  /** {@code (attempt 3)} from the second on. */
  String attempt() {
    int count = session.attempts().size();
    return count == 1 ? "" : " (attempt " + count + ")";
  }
}
