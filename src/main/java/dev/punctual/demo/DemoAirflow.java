package dev.punctual.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.punctual.rule.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A small orchestrator for the demo: it speaks as much of Airflow 3's HTTP API as the real source
 * asks of it, and its runs come and go by the clock. Listens on loopback only.
 */
final class DemoAirflow implements AutoCloseable {

  static final String PASSWORD = "demo";

  private static final Duration RUN_BEFORE_DUE = Duration.ofHours(3);
  private static final Duration LONG = Duration.ofMinutes(12);

  /**
   * One planned run with one task.
   *
   * @param endsAt when it succeeds; null when it fails instead
   */
  private record Run(
      String dag, String task, Instant runAfter, Instant startsAt, @Nullable Instant endsAt) {

    String state(Instant now) {
      if (now.isBefore(startsAt)) {
        return "queued";
      }
      Instant end = endsAt == null ? startsAt.plus(LONG) : endsAt;
      return now.isBefore(end) ? "running" : endsAt == null ? "failed" : "success";
    }

    @Nullable Instant ended(Instant now) {
      Instant end = endsAt == null ? startsAt.plus(LONG) : endsAt;
      return now.isBefore(end) ? null : end;
    }

    String id() {
      return "scheduled__" + runAfter;
    }
  }

  private final HttpServer server;
  private final Clock clock = Clock.systemUTC();
  private final List<Run> runs = new CopyOnWriteArrayList<>();

  private DemoAirflow(HttpServer server) {
    this.server = server;
  }

  static DemoAirflow open() throws IOException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    DemoAirflow airflow = new DemoAirflow(HttpServer.create(loopback, 0));
    airflow.server.createContext("/", airflow::answer);
    airflow.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    airflow.server.start();
    return airflow;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Puts the run of a deadline on the calendar; without a landing its task fails. */
  void plan(String dag, String task, Deadline deadline, @Nullable Instant landing) {
    Instant runAfter = deadline.dueAt().minus(RUN_BEFORE_DUE);
    Instant end = landing == null ? deadline.dueAt().minus(LONG) : landing;
    Instant start = end.minus(LONG);
    runs.add(new Run(dag, task, runAfter, start.isBefore(runAfter) ? runAfter : start, landing));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      Answer answer = answer(path, body);
      byte[] bytes = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private record Answer(int status, String json) {}

  private Answer answer(String path, String body) {
    Instant now = clock.instant();
    return switch (path) {
      case "/api/v2/version" ->
          new Answer(200, "{\"version\":\"3.0.0-demo\",\"git_version\":null}");
      case "/auth/token" -> new Answer(201, "{\"access_token\":\"demo\"}");
      case "/api/v2/monitor/health" ->
          new Answer(
              200,
              "{\"metadatabase\":{\"status\":\"healthy\"},\"scheduler\":{\"status\":\"healthy\"}}");
      case "/api/v2/dags/~/dagRuns/list" -> list(body, "dag_runs", now, DemoAirflow::runJson);
      case "/api/v2/dags/~/dagRuns/~/taskInstances/list" ->
          list(body, "task_instances", now, DemoAirflow::taskJson);
      default -> dag(path);
    };
  }

  private Answer dag(String path) {
    String dag = path.startsWith("/api/v2/dags/") ? path.substring("/api/v2/dags/".length()) : "";
    boolean known = runs.stream().anyMatch(run -> run.dag().equals(dag));
    return known
        ? new Answer(
            200,
            "{\"dag_id\":\""
                + dag
                + "\",\"is_paused\":false,\"is_stale\":false,\"is_active\":true}")
        : new Answer(404, "{\"detail\":\"Not found\"}");
  }

  private interface Printer {
    String print(Run run, Instant now);
  }

  private Answer list(String body, String name, Instant now, Printer printer) {
    Map<?, ?> filter =
        new Load(LoadSettings.builder().build()).loadFromString(body) instanceof Map<?, ?> map
            ? map
            : Map.of();
    List<Run> found =
        new ArrayList<>(
            runs.stream()
                .filter(run -> !run.runAfter().isAfter(now))
                .filter(wanted(filter))
                .toList());
    int offset = number(filter.get("page_offset"), 0);
    int limit = number(filter.get("page_limit"), 100);
    String page =
        found.stream()
            .skip(offset)
            .limit(limit)
            .map(run -> printer.print(run, now))
            .collect(Collectors.joining(","));
    return new Answer(
        200, "{\"" + name + "\":[" + page + "],\"total_entries\":" + found.size() + "}");
  }

  private static Predicate<Run> wanted(Map<?, ?> filter) {
    Predicate<Run> wanted = run -> true;
    if (filter.get("dag_ids") instanceof Collection<?> dags && !dags.isEmpty()) {
      wanted = wanted.and(run -> dags.contains(run.dag()));
    }
    if (filter.get("task_ids") instanceof Collection<?> tasks && !tasks.isEmpty()) {
      wanted = wanted.and(run -> tasks.contains(run.task()));
    }
    if (filter.get("dag_run_ids") instanceof Collection<?> ids && !ids.isEmpty()) {
      wanted = wanted.and(run -> ids.contains(run.id()));
    }
    Instant from = instant(filter.get("run_after_gte"));
    Instant to = instant(filter.get("run_after_lte"));
    Instant before = instant(filter.get("run_after_lt"));
    wanted = from == null ? wanted : wanted.and(run -> !run.runAfter().isBefore(from));
    wanted = to == null ? wanted : wanted.and(run -> !run.runAfter().isAfter(to));
    return before == null ? wanted : wanted.and(run -> run.runAfter().isBefore(before));
  }

  private static int number(@Nullable Object value, int otherwise) {
    return value instanceof Number number ? number.intValue() : otherwise;
  }

  private static @Nullable Instant instant(@Nullable Object value) {
    return value == null ? null : OffsetDateTime.parse(value.toString()).toInstant();
  }

  private static String runJson(Run run, Instant now) {
    return """
        {"dag_run_id":"%s","dag_id":"%s","logical_date":"%s","run_after":"%s",\
        "data_interval_start":"%s","data_interval_end":"%s","queued_at":"%s","start_date":%s,\
        "end_date":%s,"duration":null,"run_type":"scheduled","state":"%s","triggered_by":"timetable",\
        "conf":{},"note":null,"dag_versions":[],"bundle_version":null,"last_scheduling_decision":null,\
        "dag_display_name":"%s"}"""
        .formatted(
            run.id(),
            run.dag(),
            run.runAfter(),
            run.runAfter(),
            run.runAfter(),
            run.runAfter(),
            run.runAfter(),
            now.isBefore(run.startsAt()) ? "null" : quoted(run.startsAt()),
            quoted(run.ended(now)),
            run.state(now),
            run.dag());
  }

  private static String taskJson(Run run, Instant now) {
    return """
        {"id":"%s-%s","task_id":"%s","task_display_name":"%s","dag_id":"%s","dag_run_id":"%s",\
        "map_index":-1,"logical_date":"%s","run_after":"%s","start_date":%s,"end_date":%s,\
        "duration":null,"state":"%s","try_number":1,"max_tries":0,"operator":"PythonOperator",\
        "queued_when":null,"scheduled_when":null}"""
        .formatted(
            run.dag(),
            run.runAfter(),
            run.task(),
            run.task(),
            run.dag(),
            run.id(),
            run.runAfter(),
            run.runAfter(),
            now.isBefore(run.startsAt()) ? "null" : quoted(run.startsAt()),
            quoted(run.ended(now)),
            run.state(now));
  }

  private static String quoted(@Nullable Instant instant) {
    return instant == null ? "null" : "\"" + instant + "\"";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
