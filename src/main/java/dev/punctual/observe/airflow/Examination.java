package dev.punctual.observe.airflow;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Api.Axis;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import dev.punctual.observe.airflow.Dags.Known;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tries everything a round needs, one finding a thing. */
final class Examination {

  private final AirflowSettings settings;
  private final Connection connection;
  private final List<Finding> findings = new ArrayList<>();

  Examination(AirflowSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
  }

  List<Finding> findings(List<Probe> probes) throws InterruptedException {
    String trying = "reach " + settings.address();
    try {
      Api api = connection.api();
      good(trying, "Airflow " + connection.version());
      trying = "log in as " + settings.login();
      Reply health = connection.get(api.healthPath());
      runsAndTasks(api, probes);
      scheduler(health);
      trying = "read DAGs";
      dags(probes);
      trying = "read the event log";
      eventLog(api);
    } catch (SourceFailure e) {
      bad(trying, String.valueOf(e.getMessage()));
    } catch (ServerChanged e) {
      bad(trying, String.valueOf(connection.notAirflowAnyMore().getMessage()));
    }
    return findings;
  }

  private void runsAndTasks(Api api, List<Probe> probes)
      throws SourceFailure, InterruptedException, ServerChanged {
    Set<String> dags = new TreeSet<>();
    probes.forEach(probe -> dags.add(Question.of(probe, Instant.EPOCH).dag()));
    if (dags.isEmpty()) {
      dags.add("punctual");
    }
    List<String> some = dags.stream().limit(1).toList();
    Span never = new Span(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    Map<String, Object> runs = api.runsBody(some, never, Axis.DUE, LookBack.DAILY);
    connection.understood(connection.post(api.runsPath(), runs), "the list of dag_runs");
    Map<String, Object> tasks = api.instancesBody(some, Set.of("none"), Set.of("none"));
    connection.understood(
        connection.post(api.instancesPath(), tasks), "the list of task_instances");
    good("log in as " + settings.login(), "may read runs and tasks");
  }

  private void scheduler(Reply health) {
    Json scheduler = health.json().get("scheduler");
    String status = scheduler.text("status");
    String tried = "look at the scheduler";
    if (status == null) {
      good(tried, "its state is not told");
    } else if (status.equals("healthy")) {
      good(tried, "healthy");
    } else {
      bad(tried, status + "; no run starts until it is back. Look at its log");
    }
  }

  private void dags(List<Probe> probes) throws SourceFailure, InterruptedException, ServerChanged {
    Dags dags = new Dags(connection);
    Map<String, Question> byTarget = new TreeMap<>();
    for (Probe probe : probes) {
      Question question = Question.of(probe, Instant.EPOCH);
      byTarget.putIfAbsent(question.subject(), question);
    }
    for (Question question : byTarget.values()) {
      dag(dags, question);
    }
  }

  private void dag(Dags dags, Question question)
      throws SourceFailure, InterruptedException, ServerChanged {
    String tried = "find " + question.subject();
    switch (dags.find(question.dag(), Instant.EPOCH)) {
      case Known.Absent a -> bad(tried, RoundTrip.absent(question));
      case Known.Unreadable u -> bad(tried, u.why());
      case Known.Card(DagCard card) -> {
        if (card.isPaused()) {
          bad(tried, "the DAG is paused: no run is made until it is unpaused");
        } else if (card.isStale()) {
          bad(tried, "the DAG's file is gone: no run is made any more");
        } else {
          task(dags, question, tried);
        }
      }
    }
  }

  private void task(Dags dags, Question question, String tried)
      throws SourceFailure, InterruptedException {
    Set<String> known = question.task() == null ? null : dags.tasks(question.dag(), Instant.EPOCH);
    if (question.task() == null || known == null || known.contains(question.task())) {
      good(tried, "found");
      return;
    }
    bad(tried, Dags.noTask(question.dag(), question.task(), known));
  }

  private void eventLog(Api api) throws SourceFailure, InterruptedException {
    Reply reply = connection.get(api.eventsPath(Instant.EPOCH, 0).replace("limit=100", "limit=1"));
    good(
        "read the event log",
        reply.status() == 200
            ? "allowed"
            : "not allowed ("
                + reply.status()
                + "), which is fine: a task marked as success by hand is then dated between two"
                + " polls");
  }

  private void good(String tried, String outcome) {
    findings.add(new Finding(true, tried, outcome));
  }

  private void bad(String tried, String outcome) {
    findings.add(new Finding(false, tried, outcome));
  }
}
