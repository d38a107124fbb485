package dev.punctual.observe.airflow;

import dev.punctual.observe.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two HTTP APIs of Airflow: where things are and what they are called. */
enum Api {
  /** API v1 of Airflow 2. */
  TWO("/api/v1", "/health"),
  /** API v2 of Airflow 3. */
  THREE("/api/v2", "/monitor/health");

  /** Neither version caps the pages of its POST lists; a managed service may. */
  static final int PAGE = 1000;

  private final String base;
  private final String health;

  Api(String base, String health) {
    this.base = base;
    this.health = health;
  }

  String versionPath() {
    return base + "/version";
  }

  String healthPath() {
    return base + health;
  }

  String runsPath() {
    return base + "/dags/~/dagRuns/list";
  }

  String instancesPath() {
    return base + "/dags/~/dagRuns/~/taskInstances/list";
  }

  String dagPath(String dag) {
    return base + "/dags/" + encoded(dag);
  }

  String tasksPath(String dag) {
    return dagPath(dag) + "/tasks";
  }

  String clearPath(String dag) {
    return dagPath(dag) + "/clearTaskInstances";
  }

  /**
   * The body that clears what failed of a task, before it and after it; without a task, of all of
   * the run. The run is set going again, which Airflow 2 does not do by itself.
   */
  Map<String, Object> clearBody(String run, @Nullable String task) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("dry_run", false);
    body.put("dag_run_id", run);
    body.put("only_failed", true);
    body.put("reset_dag_runs", true);
    if (task != null) {
      body.put("task_ids", List.of(task));
      body.put("include_upstream", true);
      body.put("include_downstream", true);
    }
    return body;
  }

  String triesPath(Instance.Key task, int part) {
    String path =
        dagPath(task.dag())
            + "/dagRuns/"
            + encoded(task.run())
            + "/taskInstances/"
            + encoded(task.task());
    return path + (part < 0 ? "/tries" : "/" + part + "/tries");
  }

  /** What people did to tasks and runs after an instant, oldest first. */
  String eventsPath(Instant after, int offset) {
    String events =
        switch (this) {
          case TWO -> "included_events=" + encoded(String.join(",", EventLog.EVENTS));
          case THREE ->
              String.join("&", EventLog.EVENTS.stream().map(e -> "included_events=" + e).toList());
        };
    return base
        + "/eventLogs?"
        + events
        + "&after="
        + encoded(after.toString())
        + "&order_by="
        + (this == TWO ? "event_log_id" : "id")
        + "&limit=100&offset="
        + offset;
  }

  /**
   * The body that lists runs.
   *
   * @param lookBack Airflow 2 cannot filter by the end of a data interval: so much earlier may a
   *     run's logical date be
   */
  Map<String, Object> runsBody(Collection<String> dags, Span span, Axis axis, LookBack lookBack) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("dag_ids", List.copyOf(dags));
    switch (this) {
      case TWO -> {
        boolean exact = axis == Axis.LOGICAL_DATE;
        Instant from = exact ? span.from() : span.from().minus(lookBack.duration());
        body.put("execution_date_gte", from.toString());
        body.put("execution_date_lte", span.to().toString());
      }
      case THREE -> {
        String field = axis == Axis.LOGICAL_DATE ? "logical_date" : "run_after";
        body.put(field + "_gte", span.from().toString());
        body.put(field + "_lt", span.to().toString());
      }
    }
    body.put("order_by", "id");
    return body;
  }

  /** The body that lists task instances. Airflow 2 refuses an order here. */
  Map<String, Object> instancesBody(
      Collection<String> dags, Collection<String> runs, Collection<String> tasks) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("dag_ids", List.copyOf(dags));
    body.put("dag_run_ids", List.copyOf(runs));
    body.put("task_ids", List.copyOf(tasks));
    if (this == THREE) {
      body.put("order_by", "id");
    }
    return body;
  }

  /** A run; null when the row lacks what every run has. */
  @Nullable Run run(Json row) {
    String dag = row.text("dag_id");
    String id = row.text("dag_run_id");
    Instant logical = row.instant("logical_date");
    Instant dueAt =
        switch (this) {
          case TWO -> {
            Instant end = row.instant("data_interval_end");
            yield end == null ? logical : end;
          }
          case THREE -> row.instant("run_after");
        };
    if (dag == null || id == null || dueAt == null) {
      return null;
    }
    return new Run(
        dag,
        id,
        row.text("run_type", "manual"),
        row.text("state", ""),
        dueAt,
        logical,
        row.instant("start_date"),
        row.instant("end_date"));
  }

  /** A task instance, or one of its tries; null when the row lacks what every one has. */
  @Nullable Instance instance(Json row) {
    String dag = row.text("dag_id");
    String run = row.text("dag_run_id");
    String task = row.text("task_id");
    if (dag == null || run == null || task == null) {
      return null;
    }
    return new Instance(
        new Instance.Key(dag, run, task),
        row.number("map_index", -1),
        row.text("state"),
        row.instant("start_date"),
        row.instant("end_date"),
        row.number("try_number", 0),
        row.number("max_tries", 0));
  }

  DagCard card(Json row) {
    return switch (this) {
      case TWO ->
          new DagCard(
              row.is("is_paused"),
              Boolean.FALSE.equals(row.get("is_active").value()),
              row.instant("next_dagrun_create_after"),
              Span.of(
                  row.instant("next_dagrun_data_interval_start"),
                  row.instant("next_dagrun_data_interval_end")));
      case THREE ->
          new DagCard(
              row.is("is_paused"), row.is("is_stale"), row.instant("next_dagrun_run_after"), null);
    };
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** By which of a run's times it is looked for. */
  enum Axis {
    DUE,
    LOGICAL_DATE
  }
}
