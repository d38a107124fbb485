package dev.punctual.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys of one kind of mapping, each with an example of its right form.
 *
 * @param owner what has these keys, as messages call it
 */
record Keys(String owner, Map<String, String> examples) {

  static final Keys FILE =
      of(
          "a rule file",
          "version",
          "1",
          "calendars",
          "{ jp-business-days: { country: JP } }",
          "teams",
          "{ data-platform: { slack: \"#data-sla\" } }",
          "defaults",
          "{ timezone: Asia/Tokyo }",
          "rules",
          "[{ id: learner-status, … }]",
          "maintenance",
          "[{ from: …, to: …, rules: [\"*\"], reason: … }]");

  static final Keys CALENDAR =
      of(
          "a calendar",
          "country",
          "JP",
          "weekend",
          "[sat, sun]",
          "also_off",
          "[2026-12-29/2027-01-03]",
          "also_on",
          "[2026-12-29]");

  static final Keys TEAM =
      of(
          "a team",
          "slack",
          "\"#data-sla\"",
          "mention",
          "\"<!subteam^S0123>\"",
          "escalate",
          "[{ after: 30m, slack: \"#data-leads\" }]",
          "timezone",
          "Asia/Tokyo",
          "quiet_hours",
          "\"22:00-07:00\"",
          "digest",
          "\"08:30\"",
          "webhook",
          "pager",
          "language",
          "ja");

  static final Keys ESCALATION =
      of(
          "an escalation",
          "after",
          "30m",
          "slack",
          "\"#data-leads\"",
          "mention",
          "\"<!subteam^S0123>\"");

  static final Keys RULE =
      of(
          "a rule",
          "id",
          "learner-status",
          "title",
          "Learner status is ready for the dashboards",
          "description",
          "What it is for",
          "was",
          "old-id",
          "for_each",
          "{ service: [jalan, beauty] }",
          "table",
          "dwh.mart.learner_status",
          "task",
          "airflow.export_sheets.write_sheet",
          "dag",
          "airflow.export_sheets",
          "file",
          "delivery.aggregates/{data_date:yyyy/MM/dd}/_SUCCESS",
          "job",
          "month-end-close",
          "query",
          "{ source: dwh, sql: \"select …\" }",
          "dataset",
          "dbt.model.shop.orders",
          "topic",
          "kafka.orders",
          "app",
          "kintone.12",
          "object",
          "crm.Opportunity",
          "endpoint",
          "{ source: partner, path: /v1/status, pointer: /finished_at }",
          "metric",
          "prometheus.export_last_success_timestamp_seconds",
          "ready_by",
          "\"10:00\"",
          "every",
          "1h",
          "ready_within",
          "20m",
          "fresh_within",
          "30m",
          "column",
          "ingested_at",
          "during",
          "\"08:00-22:00\"",
          "for",
          "yesterday",
          "on",
          "jp-business-days",
          "calendar",
          "jp-business-days",
          "opens",
          "\"06:00\"",
          "gives_up_after",
          "24h",
          "from",
          "2026-04-01",
          "until",
          "2026-09-30",
          "ready_when",
          "{ where: \"dt = :data_date\" }",
          "run",
          "first",
          "rerun",
          "true",
          "skipped",
          "excused",
          "timezone",
          "Asia/Tokyo",
          "team",
          "data-platform",
          "objective",
          "97%",
          "trial",
          "true",
          "remind",
          "30m",
          "alert_after",
          "10m",
          "announce",
          "\"#analytics\"",
          "severity",
          "page",
          "runbook",
          "https://wiki.example/learner-status",
          "labels",
          "{ service: study, tier: gold }",
          "consumers",
          "[CRM dashboard]",
          "agreed",
          "{ with: Sales, on: 2026-04-01 }");

  /** What a file's defaults may hold: every key of a rule but those that make it this rule. */
  static final Keys DEFAULTS =
      RULE.without(
          "defaults",
          Set.of(
              "id",
              "title",
              "table",
              "task",
              "dag",
              "file",
              "job",
              "query",
              "dataset",
              "topic",
              "app",
              "object",
              "endpoint",
              "metric",
              "for_each",
              "was"));

  static final Keys READY_WHEN =
      of(
          "ready_when",
          "where",
          "\"dt = :data_date\"",
          "partition",
          "\":data_date\"",
          "column",
          "dt",
          "modified",
          "true",
          "changed",
          "true",
          "rows",
          "\">= 1\"",
          "check",
          "\"select count(*) > 0 from mart.learner_status where dt = :data_date\"",
          "files",
          "\">= 3\"",
          "size",
          "\">= 10 MB\"",
          "stable_for",
          "10m");

  static final Keys AGREED =
      of("agreed", "with", "Sales", "on", "2026-04-01", "note", "Agreed in the spring review");

  static final Keys ON = of("on", "monthly", "{ business_day: 3 }", "cron", "\"0 0 1,15 * *\"");

  static final Keys MONTHLY =
      of("monthly", "business_day", "3", "day", "last", "calendar", "jp-business-days");

  static final Keys TASK =
      of("task", "source", "airflow", "dag", "export.sheets", "task", "write_sheet");

  static final Keys DAG = of("dag", "source", "airflow", "dag", "export.sheets");

  static final Keys QUERY = of("query", "source", "dwh", "sql", "\"select …\"");

  static final Keys APP =
      of("app", "source", "kintone", "app", "12", "query", "'状態 in (\"完了\")'", "field", "更新日時");

  static final Keys DATASET =
      of(
          "dataset",
          "source",
          "lineage",
          "namespace",
          "\"postgres://db:5432\"",
          "dataset",
          "dwh.mart.orders");

  static final Keys ENDPOINT =
      of("endpoint", "source", "partner", "path", "/v1/status", "pointer", "/finished_at");

  static final Keys JOB =
      of("job", "source", "lineage", "namespace", "default", "job", "export_sheets.write_sheet");

  static final Keys METRIC =
      of("metric", "source", "prometheus", "expr", "max(export_last_success_timestamp_seconds)");

  static final Keys OBJECT =
      of(
          "object",
          "source",
          "crm",
          "object",
          "Opportunity",
          "where",
          "\"StageName = 'Closed Won'\"",
          "field",
          "SystemModstamp");

  static final Keys TOPIC =
      of("topic", "source", "kafka", "topic", "orders", "group", "warehouse-loader");

  static final Keys MAINTENANCE =
      of(
          "a maintenance window",
          "from",
          "2026-11-22T01:00",
          "to",
          "2026-11-22T05:00",
          "timezone",
          "Asia/Tokyo",
          "rules",
          "[\"learner-*\"]",
          "reason",
          "\"DWH upgrade\"");

  Set<String> names() {
    return examples.keySet();
  }

  private static Keys of(String owner, String... keysAndExamples) {
    Map<String, String> examples = new LinkedHashMap<>();
    for (int i = 0; i < keysAndExamples.length; i += 2) {
      examples.put(keysAndExamples[i], keysAndExamples[i] + ": " + keysAndExamples[i + 1]);
    }
    return new Keys(owner, Collections.unmodifiableMap(examples));
  }

  private Keys without(String name, Set<String> left) {
    Map<String, String> examples = new LinkedHashMap<>(examples());
    examples.keySet().removeAll(left);
    return new Keys(name, Collections.unmodifiableMap(examples));
  }
}
