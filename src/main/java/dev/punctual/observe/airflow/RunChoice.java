package dev.punctual.observe.airflow;

import dev.punctual.rule.Deadline;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which runs answer a question. A run of the schedule comes before any other; one that data
 * triggered counts where the schedule makes none, one started by hand or a backfill of this very
 * date where there is neither. Never a run of another date.
 */
final class RunChoice {

  private static final int MOST_FRESH = 20;
  private static final Comparator<Run> OLDEST_FIRST =
      Comparator.comparing(Run::dueAt).thenComparing(Run::id);

  private final Question question;
  private final List<Run> ofDate;

  RunChoice(Question question, List<Run> runs) {
    this.question = question;
    this.ofDate = runs.stream().filter(this::isOfDate).sorted(OLDEST_FIRST).toList();
  }

  /** What is known of the runs of a date. */
  sealed interface Choice {

    /** Any of these answers, the first success among them. */
    record Runs(List<Run> runs) implements Choice {}

    /** No run yet, or not the one that is meant. */
    record None(String why) implements Choice {}
  }

  private boolean isOfDate(Run run) {
    Instant at = question.probe().deadline() == null ? run.dueAt() : run.at(question.which());
    return at != null && question.span().holds(at);
  }

  boolean isEmpty() {
    return ofDate.isEmpty();
  }

  /** Whether what the schedule will still do matters, so that the DAG itself must be asked. */
  boolean needsCard() {
    if (question.probe().deadline() == null) {
      return ofDate.isEmpty();
    }
    return chosen(scheduled()).isEmpty() || question.which() instanceof Target.Run.Last;
  }

  /**
   * Chooses.
   *
   * @param card of the DAG; any when it is not needed
   */
  Choice choose(DagCard card, Instant now) {
    Deadline deadline = question.probe().deadline();
    if (deadline == null) {
      return freshest();
    }
    List<Run> scheduled = chosen(scheduled());
    if (!scheduled.isEmpty()) {
      return isLastToCome(card, deadline)
          ? none("a later run is to come before it is due" + next(card))
          : new Choice.Runs(scheduled);
    }
    if (!scheduled().isEmpty() || ofDate.isEmpty()) {
      return none(missing(card));
    }
    return unscheduled(card, deadline, now);
  }

  private Choice unscheduled(DagCard card, Deadline deadline, Instant now) {
    if (card.willRunIn(question.span())) {
      return none(
          "only "
              + question.words().run(ofDate.getLast())
              + " exists, which does not count"
              + " while the schedule's own is to come"
              + next(card));
    }
    if (question.which() instanceof Target.Run.Last && now.isBefore(deadline.dueAt())) {
      return none("which run is the last before " + time(deadline.dueAt()) + " is known then");
    }
    List<Run> triggered = chosen(ofDate.stream().filter(Run::isTriggered).toList());
    return triggered.isEmpty() ? new Choice.Runs(ofDate) : new Choice.Runs(triggered);
  }

  private Choice freshest() {
    List<Run> own = ofDate.stream().filter(run -> !run.type().equals("backfill")).toList();
    List<Run> newest = own.subList(Math.max(0, own.size() - MOST_FRESH), own.size());
    return newest.isEmpty() ? none("no run of the last days exists") : new Choice.Runs(newest);
  }

  private List<Run> scheduled() {
    return ofDate.stream().filter(Run::isScheduled).toList();
  }

  /** The one run that {@code run:} means, if it is among these. */
  private List<Run> chosen(List<Run> runs) {
    Deadline deadline = Objects.requireNonNull(question.probe().deadline());
    Predicate<Run> wanted =
        switch (question.which()) {
          case Target.Run.First r -> run -> true;
          case Target.Run.LogicalDate r -> run -> true;
          case Target.Run.Last r -> run -> run.dueAt().isBefore(deadline.dueAt());
          case Target.Run.At at -> run -> isAt(run.dueAt(), at.time(), deadline);
        };
    List<Run> fitting = runs.stream().filter(wanted).toList();
    if (fitting.isEmpty()) {
      return fitting;
    }
    boolean last = question.which() instanceof Target.Run.Last;
    return List.of(last ? fitting.getLast() : fitting.getFirst());
  }

  /** A time that the date skips is the moved one. */
  private static boolean isAt(Instant dueAt, LocalTime time, Deadline deadline) {
    ZoneId zone = deadline.timezone();
    Instant minute = dueAt.truncatedTo(ChronoUnit.MINUTES);
    Instant meant = deadline.businessDate().atTime(time).atZone(zone).toInstant();
    return minute.equals(meant) || minute.atZone(zone).toLocalTime().equals(time);
  }

  private boolean isLastToCome(DagCard card, Deadline deadline) {
    Instant next = card.nextRunAt();
    return question.which() instanceof Target.Run.Last
        && next != null
        && next.isBefore(deadline.dueAt())
        && question.span().holds(next);
  }

  private String missing(DagCard card) {
    String which = question.which() instanceof Target.Run.At at ? " scheduled at " + at.time() : "";
    String none = "no run of " + question.date() + which + " exists";
    if (card.isPaused()) {
      return none + "; the DAG is paused";
    }
    return card.isStale()
        ? none + "; the DAG's file is gone, so that no more are made"
        : none + next(card);
  }

  private String next(DagCard card) {
    return card.nextRunAt() == null
        ? ""
        : "; the next is due at " + question.words().time(card.nextRunAt());
  }

  private String time(Instant instant) {
    return question.words().time(instant);
  }

  private static Choice none(String why) {
    return new Choice.None(why);
  }
}
