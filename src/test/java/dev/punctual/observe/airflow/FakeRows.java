package dev.punctual.observe.airflow;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of the fake Airflow, with every field that the real one always sends. */
final class FakeRows {

  private FakeRows() {}

  /** Airflow 3 writes Z, Airflow 2 an offset. */
  private static @Nullable String time(Api api, @Nullable Instant instant) {
    if (instant == null) {
      return null;
    }
    return api == Api.THREE ? instant.toString() : instant.toString().replace("Z", "+00:00");
  }

  static Map<String, @Nullable Object> dag(Api api, FakeAirflow.Dag dag) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("dag_id", dag.id);
    row.put("dag_display_name", dag.id);
    row.put("is_paused", dag.paused);
    row.put(api == Api.TWO ? "is_active" : "is_stale", (api == Api.TWO) != dag.stale);
    Instant start = dag.nextIntervalStart == null ? dag.nextRunAt : dag.nextIntervalStart;
    row.put("next_dagrun_data_interval_start", time(api, start));
    row.put("next_dagrun_data_interval_end", time(api, dag.nextRunAt));
    row.put(
        api == Api.TWO ? "next_dagrun_create_after" : "next_dagrun_run_after",
        time(api, dag.nextRunAt));
    row.put(api == Api.TWO ? "next_dagrun" : "next_dagrun_logical_date", time(api, start));
    for (String none :
        List.of("last_parsed_time", "last_expired", "description", "timetable_description")) {
      row.put(none, null);
    }
    row.put("fileloc", "dags/" + dag.id + ".py");
    row.put("file_token", "token");
    row.put("owners", List.of("airflow"));
    row.put("tags", List.of());
    row.put("max_active_tasks", 16);
    row.put("max_active_runs", 16);
    row.put("max_consecutive_failed_dag_runs", 0);
    row.put("has_task_concurrency_limits", false);
    row.put("has_import_errors", false);
    if (api == Api.THREE) {
      row.put("timetable_summary", "0 0 * * *");
      row.put("timetable_partitioned", false);
      row.put("timetable_periodic", true);
      row.put("is_backfillable", true);
      for (String none :
          List.of(
              "last_parse_duration",
              "bundle_name",
              "bundle_version",
              "relative_fileloc",
              "allowed_run_types")) {
        row.put(none, null);
      }
    }
    return row;
  }

  static Map<String, @Nullable Object> task(Api api, String id) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("task_id", id);
    row.put("task_display_name", id);
    row.put("owner", "airflow");
    row.put("depends_on_past", false);
    row.put("wait_for_downstream", false);
    row.put("extra_links", List.of());
    if (api == Api.THREE) {
      row.put("retry_exponential_backoff", 0);
      String[] none =
          ("start_date end_date trigger_rule retries queue pool pool_slots execution_timeout"
                  + " retry_delay priority_weight weight_rule ui_color ui_fgcolor template_fields"
                  + " downstream_task_ids doc_md operator_name params class_ref is_mapped")
              .split(" ", -1);
      for (String name : none) {
        row.put(name, null);
      }
    }
    return row;
  }

  static Map<String, @Nullable Object> run(Api api, FakeAirflow.DagRun run) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("dag_run_id", run.id);
    row.put("dag_id", run.dag.id);
    row.put("logical_date", time(api, run.logical));
    row.put("data_interval_start", time(api, run.logical == null ? null : run.intervalStart));
    row.put("data_interval_end", time(api, run.logical == null ? null : run.runAfter));
    row.put("start_date", time(api, run.start));
    row.put("end_date", time(api, run.end));
    row.put("last_scheduling_decision", null);
    row.put("run_type", run.type);
    row.put("state", run.state);
    row.put("conf", Map.of());
    row.put("note", null);
    if (api == Api.TWO) {
      row.put("execution_date", time(api, run.logical));
      row.put("external_trigger", run.type.equals("manual"));
      return row;
    }
    row.put("run_after", time(api, run.runAfter));
    row.put("queued_at", time(api, run.runAfter));
    row.put("dag_versions", List.of());
    row.put("dag_display_name", run.dag.id);
    for (String none :
        List.of(
            "duration",
            "triggered_by",
            "triggering_user_name",
            "bundle_version",
            "partition_key",
            "partition_date")) {
      row.put(none, null);
    }
    return row;
  }

  /** What the answer to a clear holds: all of an instance in 3, its ids in 2. */
  static Map<String, @Nullable Object> cleared(Api api, FakeAirflow.Task task) {
    if (api == Api.THREE) {
      FakeAirflow.Attempt now =
          new FakeAirflow.Attempt(task.tryNumber, task.state, task.start, task.end);
      return instance(api, task, now, true);
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("task_id", task.id);
    row.put("dag_id", task.run.dag.id);
    row.put("dag_run_id", task.run.id);
    row.put("execution_date", time(api, task.run.logical));
    return row;
  }

  static Map<String, @Nullable Object> instance(
      Api api, FakeAirflow.Task task, FakeAirflow.Attempt attempt, boolean current) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("task_id", task.id);
    row.put("task_display_name", task.id);
    row.put("dag_id", task.run.dag.id);
    row.put("dag_run_id", task.run.id);
    row.put("map_index", task.part);
    row.put("start_date", time(api, attempt.start()));
    row.put("end_date", time(api, attempt.end()));
    row.put("state", attempt.state());
    row.put("try_number", attempt.number());
    row.put("max_tries", task.maxTries);
    row.put("hostname", "worker");
    row.put("unixname", "airflow");
    row.put("pool", "default_pool");
    row.put("pool_slots", 1);
    row.put("queue", "default");
    row.put("executor_config", "{}");
    for (String none :
        List.of("duration", "priority_weight", "operator", "queued_when", "pid", "executor")) {
      row.put(none, null);
    }
    if (api == Api.THREE) {
      row.put("dag_display_name", task.run.dag.id);
      row.put("operator_name", "PythonOperator");
      row.put("scheduled_when", null);
      row.put("dag_version", null);
    } else if (current) {
      row.put("execution_date", time(api, task.run.logical));
    }
    if (current) {
      row.put("note", null);
      row.put("rendered_map_index", null);
      row.put("trigger", null);
      row.put("triggerer_job", null);
      if (api == Api.THREE) {
        row.put(
            "id",
            "00000000-0000-7000-8000-" + "%012d".formatted(task.id.hashCode() & Integer.MAX_VALUE));
        row.put("logical_date", time(api, task.run.logical));
        row.put("run_after", time(api, task.run.runAfter));
      }
    }
    return row;
  }
}
