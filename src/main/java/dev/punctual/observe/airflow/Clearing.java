package dev.punctual.observe.airflow;

import dev.punctual.observe.Reruns.Rerun;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import dev.punctual.observe.airflow.Dags.Known;
import dev.punctual.observe.airflow.RunChoice.Choice;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Clears what failed in the run that answers a question: of a task with what failed before and
 * after it, of a DAG everything that failed. What succeeded stays as it is.
 */
final class Clearing {

  private final RoundTrip.Kept kept;
  private final Question question;
  private final Instant now;

  Clearing(RoundTrip.Kept kept, Question question, Instant now) {
    this.kept = kept;
    this.question = question;
    this.now = now;
  }

  Rerun clear() throws SourceFailure, InterruptedException, ServerChanged {
    Connection connection = kept.connection();
    Lists lists = new Lists(connection, kept.suspects());
    List<Run> runs =
        new Runs(connection, lists, kept.dags(), kept.lookBacks())
            .of(List.of(question), now)
            .getOrDefault(question.dag(), List.of());
    String broken = lists.unreadable().get(question.dag());
    if (broken != null) {
      return new Rerun.Refused(broken);
    }
    return switch (choice(new RunChoice(question, runs))) {
      case Choice.None(String why) -> new Rerun.Refused(why);
      case Choice.Runs(List<Run> chosen) -> clear(connection, chosen.getLast());
    };
  }

  private Choice choice(RunChoice choice)
      throws SourceFailure, InterruptedException, ServerChanged {
    if (!choice.needsCard()) {
      return choice.choose(DagCard.NOT_ASKED, now);
    }
    return switch (kept.dags().find(question.dag(), now)) {
      case Known.Absent _ -> new Choice.None(RoundTrip.absent(question));
      case Known.Unreadable(String why) -> new Choice.None(why);
      case Known.Card(DagCard card) -> choice.choose(card, now);
    };
  }

  private Rerun clear(Connection connection, Run run)
      throws SourceFailure, InterruptedException, ServerChanged {
    Api api = connection.api();
    Map<String, Object> body = api.clearBody(run.id(), question.task());
    Reply reply = connection.post(api.clearPath(run.dag()), body);
    String which = question.words().run(run);
    return switch (reply.status()) {
      case 403 ->
          new Rerun.Refused(
              "the login may not clear tasks; it needs a role that may edit task instances (User)");
      case 404 -> new Rerun.Refused(which + " is not there any more");
      case 409 -> new Rerun.Refused(which + " is running just now: " + Failures.detail(reply));
      default -> cleared(connection.understood(reply, "clearTaskInstances"), which);
    };
  }

  private static Rerun cleared(Json answer, String which) {
    List<Json> instances = answer.items("task_instances");
    List<String> tasks =
        (instances == null ? List.<Json>of() : instances)
            .stream().map(task -> task.text("task_id", "?")).distinct().toList();
    return tasks.isEmpty()
        ? new Rerun.Refused("nothing has failed in " + which)
        : new Rerun.Cleared("cleared " + String.join(", ", tasks) + " of " + which);
  }
}
