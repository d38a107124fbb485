package dev.punctual.observe.dbt;

import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.RealInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

/** A day in Tokyo, and what dbt leaves of its runs. */
final class Artifacts {

  static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20)).in("Asia/Tokyo");

  private Artifacts() {}

  /** An instant of the day, by Tokyo's clock. */
  static Instant at(String time) {
    return OffsetDateTime.parse("2026-11-20T" + time + ":00+09:00").toInstant();
  }

  static Target.Item target(String node) {
    return new Target.Item("dataset", "dbt", node, new TreeMap<>());
  }

  static Probe node(String node) {
    return DAY.of(target(node));
  }

  static Source source(RealInbox inbox, Map<String, String> settings) {
    return new DbtType(inbox.lineage()).open(new Settings("dbt", settings));
  }

  /**
   * A {@code run_results.json}.
   *
   * @param args and {@code results}: JSON without the outermost brackets
   */
  static String runResults(String invocation, Instant generatedAt, String args, String results) {
    return """
    {"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/run-results/v6.json",
      "dbt_version":"1.10.3","generated_at":"%s","invocation_id":"%s","env":{}},
     "elapsed_time":3.5,"args":{%s},"results":[%s]}\
    """
        .formatted(generatedAt, invocation, args, results);
  }

  static String result(String node, String status, Instant ended, String message) {
    return """
    {"status":"%s","unique_id":"%s","message":"%s","thread_id":"Thread-1","execution_time":1.5,
     "adapter_response":{},"failures":null,"compiled":true,"compiled_code":"select 1",
     "relation_name":null,"batch_results":null,
     "timing":[{"name":"compile","started_at":"%s","completed_at":"%s"},
      {"name":"execute","started_at":"%s","completed_at":"%s"}]}\
    """
        .formatted(
            status,
            node,
            message,
            ended.minusSeconds(3),
            ended.minusSeconds(2),
            ended.minusSeconds(2),
            ended);
  }

  static String untimed(String node, String status, String message) {
    return """
    {"status":"%s","unique_id":"%s","message":"%s","timing":[]}\
    """
        .formatted(status, node, message);
  }

  /** A {@code sources.json} of one source. */
  static String sources(String invocation, Instant looked, String result) {
    return """
    {"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/sources/v3.json",
      "dbt_version":"1.10.3","generated_at":"%s","invocation_id":"%s","env":{}},
     "elapsed_time":0.5,"results":[%s]}\
    """
        .formatted(looked, invocation, result);
  }

  static String look(String node, Instant looked, Instant newest) {
    return """
    {"unique_id":"%s","max_loaded_at":"%s","snapshotted_at":"%s","status":"pass",
     "max_loaded_at_time_ago_in_s":1.0,"criteria":{},"adapter_response":{},"timing":[],
     "thread_id":"Thread-1","execution_time":0.1}\
    """
        .formatted(
            node,
            newest.toString().replace("Z", "+00:00"),
            looked.toString().replace("Z", "+00:00"));
  }

  static void tellRun(RealInbox inbox, String artifact) {
    inbox.tell(new ArtifactReader(), Form.RUN_RESULTS, artifact, at("23:59"), null);
  }

  static void tellSources(RealInbox inbox, String artifact) {
    inbox.tell(new ArtifactReader(), Form.SOURCES, artifact, at("23:59"), null);
  }
}
