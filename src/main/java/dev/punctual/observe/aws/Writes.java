package dev.punctual.observe.aws;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.aws.Iceberg.Commit;
import dev.punctual.observe.aws.Iceberg.History;
import dev.punctual.observe.aws.Question.Proof;
import dev.punctual.observe.aws.Questions.Step;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the commits of an Iceberg table say: each has its own time, and compactions are left out.
 */
final class Writes {

  private final Card card;
  private final History history;
  private final boolean added;
  private final Probe probe;
  private final Instant now;

  private Writes(Card card, History history, Probe probe, Instant now) {
    this.card = card;
    this.history = history;
    this.probe = probe;
    this.now = now;
    this.added = !(probe.rule().readiness().evidence() instanceof Evidence.Modified);
  }

  /** The answer to {@code modified}, {@code changed} or no evidence; gates are left to be asked. */
  static Step of(Card card, History history, Probe probe, Instant now, Questions questions) {
    Observation seen = observation(card, history, probe, now);
    return gated(probe, card, seen, String.valueOf(history.newest(now, false)), questions);
  }

  /** The same without gates. */
  static Observation observation(Card card, History history, Probe probe, Instant now) {
    Writes writes = new Writes(card, history, probe, now);
    Deadline deadline = probe.deadline();
    return deadline == null ? writes.age() : writes.arrival(deadline);
  }

  /** What is known only by its definition. */
  static Step definitionOnly(Card card) {
    return new Step.Said(
        new Absent(
            card.name()
                + " is a "
                + card.kind().words()
                + ", of which Glue knows only when its definition changed; write where or column"
                + " under ready_when"));
  }

  /** Puts gates to what came; without any it stays as it is. */
  static Step gated(Probe probe, Card card, Observation seen, String measure, Questions questions) {
    Readiness readiness = probe.rule().readiness();
    if (!(seen instanceof Arrived arrived)) {
      return new Step.Said(seen);
    }
    if (readiness.rows() != null || readiness.check() != null) {
      return questions.written(probe, card, new Proof.Written(arrived.text(), measure));
    }
    return new Step.Said(
        readiness.stableFor() == null
            ? arrived
            : new Present(Strength.WEAK, measure, arrived.text()));
  }

  private Observation age() {
    Commit newest = history.newest(now, added);
    return newest == null
        ? new Newest(null, Strength.WEAK, "no commit has written to " + card.name() + " yet")
        : new Newest(newest.at(), Strength.WEAK, written(newest, probe.rule().timezone()));
  }

  private Observation arrival(Deadline deadline) {
    Instant end = probe.nextOpensAt();
    Instant until = end != null && !end.isAfter(now) ? end.minusNanos(1000) : now;
    Commit first = history.first(deadline.opensAt(), until, added);
    boolean expired = history.since().isAfter(deadline.opensAt());
    if (first != null) {
      return new Arrived(
          expired ? deadline.opensAt() : first.at(),
          first.at(),
          Strength.WEAK,
          written(first, deadline.timezone()));
    }
    return expired ? hidden(deadline) : none(deadline);
  }

  private Observation hidden(Deadline deadline) {
    return new Unreachable(
        "the snapshots of "
            + card.name()
            + " from before "
            + LastChange.time(history.since(), deadline.timezone())
            + " have expired; what was committed then cannot be told");
  }

  private Observation none(Deadline deadline) {
    Commit before = history.newest(deadline.opensAt(), added);
    return NotYet.because(
        before == null
            ? "no commit has written to " + card.name() + " yet"
            : written(before, deadline.timezone()) + ", before the window opened");
  }

  private String written(Commit commit, ZoneId zone) {
    return "a commit wrote to " + card.name() + " at " + LastChange.time(commit.at(), zone);
  }

  /** The type of a column as questions take it; null where it is neither date nor time. */
  static @Nullable String time(Card card, String column, @Nullable History history) {
    String type = card.columns().getOrDefault(column, "");
    String own = history == null ? type : history.types().getOrDefault(column, type);
    return own.equals("date")
        ? "date"
        : own.startsWith("timestamptz") || own.matches("timestamp.*zone")
            ? "timestamptz"
            : own.startsWith("timestamp") ? "timestamp" : null;
  }
}
