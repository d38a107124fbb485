package dev.punctual.observe.digdag;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.digdag.Api.Answer;
import dev.punctual.observe.digdag.Listing.Found;
import dev.punctual.observe.digdag.Projects.Known;
import dev.punctual.observe.digdag.Projects.Schedule;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is asked of one workflow in a round. */
final class Reading {

  /** Sessions that a rule about age looks through for a success. */
  private static final int MOST_FRESH = 10;

  private final Api api;
  private final Projects projects;
  private final Workflow workflow;
  private final Instant now;
  private final Map<Long, Answer> tasks = new HashMap<>();

  Reading(Api api, Projects projects, Workflow workflow, Instant now) {
    this.api = api;
    this.projects = projects;
    this.workflow = workflow;
    this.now = now;
  }

  /** An observation a question, in their order. */
  List<Observation> of(List<Question> questions) throws SourceFailure, InterruptedException {
    Instant from =
        questions.stream().map(Question::from).min(Comparator.naturalOrder()).orElse(now);
    Found found = new Listing(api).since(workflow, from);
    List<Observation> seen = new ArrayList<>(questions.size());
    for (Question question : questions) {
      seen.add(
          switch (found) {
            case Found.Nothing nothing -> nothing.observation();
            case Found.Sessions some -> observe(question, some);
          });
    }
    return seen;
  }

  private Observation observe(Question question, Found.Sessions found)
      throws SourceFailure, InterruptedException {
    Deadline deadline = question.probe().deadline();
    if (deadline == null) {
      return freshest(question, found.sessions());
    }
    if (question.from().isBefore(found.reachesTo())) {
      return tooFar(question);
    }
    String later = question.awaitsLater(now) ? later(question, deadline) : null;
    if (later != null) {
      return NotYet.because(later);
    }
    Session session = question.choose(deadline, found.sessions());
    return session == null
        ? missing(question, deadline, found.sessions().isEmpty())
        : read(new Wording(workflow, question, session, now));
  }

  private Observation tooFar(Question question) {
    return new Unreachable(
        workflow
            + " was started more than "
            + Listing.MOST_PAGES * Api.PAGE
            + " times since "
            + question.time(question.from())
            + "; further back it is not looked");
  }

  /** Why the last session before the due instant is not known yet; null where it is. */
  private @Nullable String later(Question question, Deadline deadline)
      throws SourceFailure, InterruptedException {
    Schedule schedule =
        projects.find(workflow.project(), now) instanceof Known.Card card
            ? card.schedules().get(workflow.name())
            : null;
    if (schedule == null || schedule.disabled() || schedule.next() == null) {
      return "which session of "
          + workflow
          + " is the last before "
          + question.time(deadline.dueAt())
          + " is known then";
    }
    return question.holds(schedule.next()) && schedule.next().isBefore(deadline.dueAt())
        ? "a later session of "
            + workflow
            + " is to come before it is due, that of "
            + question.time(schedule.next())
        : null;
  }

  private Observation missing(Question question, Deadline deadline, boolean never)
      throws SourceFailure, InterruptedException {
    String none = workflow + " has no session of " + question.wanted(deadline);
    return switch (projects.find(workflow.project(), now)) {
      case Known.Hidden hidden -> never ? noProject() : NotYet.because(none);
      case Known.Card card ->
          card.workflows().contains(workflow.name()) || (card.workflows().isEmpty() && !never)
              ? NotYet.because(none + next(question, card.schedules().get(workflow.name())))
              : noWorkflow();
    };
  }

  private static String next(Question question, @Nullable Schedule schedule) {
    if (schedule == null) {
      return "; it has no schedule";
    }
    if (schedule.disabled()) {
      return "; its schedule is disabled";
    }
    return schedule.next() == null
        ? ""
        : "; the next session is that of " + question.time(schedule.next());
  }

  private Observation freshest(Question question, List<Session> sessions)
      throws SourceFailure, InterruptedException {
    List<Session> past =
        sessions.stream().filter(session -> !session.time().isAfter(now)).toList().reversed();
    for (Session session : past.subList(0, Math.min(MOST_FRESH, past.size()))) {
      Observation seen = read(new Wording(workflow, question, session, now));
      if (seen instanceof Arrived arrived && !arrived.earliest().isAfter(now)) {
        return new Newest(arrived.earliest(), Strength.STRONG, seen.text());
      }
      // An older session may be of a revision that had no such task yet.
      if (seen instanceof Unreachable
          || (seen instanceof Absent && session.equals(past.getFirst()))) {
        return seen;
      }
    }
    return sessions.isEmpty()
        ? never()
        : new Newest(
            null,
            Strength.STRONG,
            question.task() == null
                ? workflow + " has not succeeded lately"
                : workflow + " had no success of task " + question.task() + " lately");
  }

  private Observation never() throws SourceFailure, InterruptedException {
    return switch (projects.find(workflow.project(), now)) {
      case Known.Hidden hidden -> noProject();
      case Known.Card card ->
          card.workflows().contains(workflow.name())
              ? new Newest(null, Strength.STRONG, workflow + " has no session")
              : noWorkflow();
    };
  }

  private Absent noProject() {
    return new Absent(
        "Digdag shows no project "
            + workflow.project()
            + "; correct the rule, or let the source see it");
  }

  private Absent noWorkflow() {
    return new Absent(
        "project "
            + workflow.project()
            + " has no workflow "
            + workflow.name()
            + "; correct the rule, or push the workflow");
  }

  private Observation read(Wording words) throws SourceFailure, InterruptedException {
    return words.question().task() == null ? SessionReading.of(words) : task(words);
  }

  /** The first success of any attempt, else what the last attempt says. */
  private Observation task(Wording words) throws SourceFailure, InterruptedException {
    Observation none = new Unreachable("Digdag tells no tasks of " + words.subject());
    Observation said = none;
    for (Attempt attempt : words.session().attempts()) {
      switch (tasks(attempt)) {
        case Answer.Refused refused ->
            said = refused.observation() instanceof Absent ? none : refused.observation();
        case Answer.Rows some -> {
          TaskReading reading = new TaskReading(words, attempt, Task.of(some.rows()));
          Observation success = reading.success();
          if (success != null) {
            return success;
          }
          said = reading.without();
        }
      }
    }
    return said;
  }

  private Answer tasks(Attempt attempt) throws SourceFailure, InterruptedException {
    Answer known = tasks.get(attempt.id());
    if (known == null) {
      known = api.tasks(attempt);
      tasks.put(attempt.id(), known);
    }
    return known;
  }
}
