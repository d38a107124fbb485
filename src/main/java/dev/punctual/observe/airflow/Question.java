package dev.punctual.observe.airflow;

import dev.punctual.observe.Probe;
import dev.punctual.observe.airflow.Api.Axis;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A probe in Airflow's terms.
 *
 * @param task null when the run as a whole is meant
 * @param span where the runs of the business date or slot lie
 */
record Question(
    Probe probe, String dag, @Nullable String task, Target.Run which, Span span, Words words) {

  private static final Duration FRESH_SPAN = Duration.ofDays(2);

  /**
   * Reads a probe.
   *
   * @throws IllegalArgumentException for a target that is neither task nor DAG
   */
  static Question of(Probe probe, Instant now) {
    ZoneId zone = probe.deadline() == null ? probe.rule().timezone() : probe.deadline().timezone();
    Span span = span(probe, zone, now);
    return switch (probe.rule().target()) {
      case Target.Task t -> new Question(probe, t.dag(), t.task(), t.run(), span, new Words(zone));
      case Target.Dag d -> new Question(probe, d.dag(), null, d.run(), span, new Words(zone));
      case Target other ->
          throw new IllegalArgumentException("Airflow has no " + other.kind() + " to ask for");
    };
  }

  private static Span span(Probe probe, ZoneId zone, Instant now) {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      Duration within =
          probe.rule().promise() instanceof Promise.FreshWithin fresh
              ? fresh.freshWithin()
              : Duration.ZERO;
      return new Span(now.minus(within).minus(FRESH_SPAN), now.plusSeconds(60));
    }
    if (deadline.slot() != null) {
      return new Span(deadline.slot(), deadline.opensAt());
    }
    LocalDate date = deadline.businessDate();
    return new Span(
        date.atStartOfDay(zone).toInstant(), date.plusDays(1).atStartOfDay(zone).toInstant());
  }

  Axis axis() {
    return which instanceof Target.Run.LogicalDate && probe.deadline() != null
        ? Axis.LOGICAL_DATE
        : Axis.DUE;
  }

  /** {@code task write_sheet of DAG export_sheets}, {@code DAG export_sheets}. */
  String subject() {
    return task == null ? "DAG " + dag : "task " + task + " of DAG " + dag;
  }

  /** What the run is looked for by: {@code 2026-11-20}, or the slot's start. */
  String date() {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      return "the last days";
    }
    return deadline.slot() == null
        ? deadline.businessDate().toString()
        : "the slot of " + words.time(deadline.slot());
  }
}
