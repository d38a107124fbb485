package dev.punctual.observe.digdag;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Probe;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A probe in Digdag's terms: which session is meant.
 *
 * @param path {@code project/workflow}, as the rule has it
 * @param task full name; null when the session as a whole is meant
 * @param from sessions of the business date or slot have session times from here on
 * @param to and before this
 */
record Question(
    Probe probe, String path, @Nullable String task, Target.Run which, Instant from, Instant to) {

  /** Rules about age look that much further back than the age they allow. */
  private static final Duration FRESH_SPAN = Duration.ofDays(2);

  /**
   * Reads a probe.
   *
   * @throws IllegalArgumentException for a target that is neither task nor DAG
   */
  static Question of(Probe probe, Instant now) {
    Instant from = from(probe, now);
    Instant to = to(probe, now);
    return switch (probe.rule().target()) {
      case Target.Task t -> new Question(probe, t.dag(), t.task(), t.run(), from, to);
      case Target.Dag d -> new Question(probe, d.dag(), null, d.run(), from, to);
      case Target other ->
          throw new IllegalArgumentException("Digdag has no " + other.kind() + " to ask for");
    };
  }

  private static Instant from(Probe probe, Instant now) {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      Duration within =
          probe.rule().promise() instanceof Promise.FreshWithin fresh
              ? fresh.freshWithin()
              : Duration.ZERO;
      return now.minus(within).minus(FRESH_SPAN);
    }
    return deadline.slot() == null
        ? deadline.businessDate().atStartOfDay(deadline.timezone()).toInstant()
        : deadline.slot();
  }

  private static Instant to(Probe probe, Instant now) {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      return now;
    }
    return deadline.slot() == null
        ? deadline.businessDate().plusDays(1).atStartOfDay(deadline.timezone()).toInstant()
        : deadline.opensAt();
  }

  boolean holds(Instant sessionTime) {
    return !sessionTime.isBefore(from) && sessionTime.isBefore(to);
  }

  /** Whether a session that is still to come may be the one that is meant. */
  boolean awaitsLater(Instant now) {
    Deadline deadline = probe.deadline();
    return which instanceof Target.Run.Last && deadline != null && now.isBefore(deadline.dueAt());
  }

  /** The session that {@code run:} means; null where it is not there. */
  @Nullable Session choose(Deadline deadline, List<Session> sessions) {
    Predicate<Session> wanted =
        switch (which) {
          case Target.Run.First r -> session -> true;
          case Target.Run.LogicalDate r -> session -> true;
          case Target.Run.Last r -> session -> session.time().isBefore(deadline.dueAt());
          case Target.Run.At at -> session -> isAt(session.time(), at.time(), deadline);
        };
    List<Session> fitting =
        sessions.stream().filter(session -> holds(session.time())).filter(wanted).toList();
    if (fitting.isEmpty()) {
      return null;
    }
    return which instanceof Target.Run.Last ? fitting.getLast() : fitting.getFirst();
  }

  /** A time that the date skips is the moved one. */
  private static boolean isAt(Instant sessionTime, LocalTime time, Deadline deadline) {
    ZoneId zone = deadline.timezone();
    Instant minute = sessionTime.truncatedTo(ChronoUnit.MINUTES);
    Instant meant = deadline.businessDate().atTime(time).atZone(zone).toInstant();
    return minute.equals(meant) || minute.atZone(zone).toLocalTime().equals(time);
  }

  /** {@code of 2026-11-20}, {@code of 2026-11-20 at 18:00}, or of a slot. */
  String wanted(Deadline deadline) {
    String at = which instanceof Target.Run.At run ? " at " + run.time() : "";
    return deadline.slot() == null
        ? deadline.businessDate() + at
        : "the slot of " + time(deadline.slot());
  }

  String time(Instant instant) {
    Deadline deadline = probe.deadline();
    return LastChange.time(
        instant, deadline == null ? probe.rule().timezone() : deadline.timezone());
  }
}
