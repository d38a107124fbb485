package dev.punctual.observe.airflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An Airflow 2 or 3 as far as the source asks it, with the traps of the real ones: unknown keys are
 * refused (or silently ignored), times need a zone, no list is capped unless told so, an empty list
 * of DAGs means all, a stale token is a 403, the other major's paths are a 404 page.
 */
final class FakeAirflow implements AutoCloseable {

  static final String USER = "punctual";
  static final String PASSWORD = "pa55-of-the-watcher";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> PAGING = Set.of("page_limit", "page_offset", "order_by");
  private static final Set<String> THREE_RUN_KEYS =
      keys("dag_ids states conf_contains run_after logical_date start_date end_date duration");
  private static final Set<String> THREE_TASK_KEYS =
      keys(
          "dag_ids dag_run_ids task_ids state run_after logical_date start_date end_date duration"
              + " pool queue executor");
  private static final Set<String> TWO_TASK_KEYS =
      keys(
          "dag_ids dag_run_ids task_ids state execution_date start_date end_date duration pool"
              + " queue executor");

  private final HttpServer server;
  private final Map<String, Dag> dags = new LinkedHashMap<>();
  private final List<Map<String, @Nullable Object>> events = new ArrayList<>();
  final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private volatile Api api;
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile int oldestToken;
  private volatile boolean secretChanged;
  volatile boolean eventLogForbidden;
  volatile boolean forbidden;
  volatile boolean mayNotClear;
  volatile boolean hasHistory = true;
  volatile @Nullable Answer always;
  volatile @Nullable String poisonedDag;
  volatile int pageCap = Integer.MAX_VALUE;
  volatile int tokenSeconds = 86_400;

  /** What went over the wire; the path is without its query. */
  record Exchange(
      String method,
      String path,
      @Nullable String query,
      @Nullable Object request,
      int status,
      @Nullable Object response) {}

  /** An answer, JSON unless the body is text. */
  record Answer(int status, @Nullable Object body, Map<String, String> headers) {
    static Answer json(int status, @Nullable Object body) {
      return new Answer(status, body, Map.of());
    }

    static Answer detail(int status, String detail) {
      return json(status, Map.of("detail", detail));
    }

    static Answer page(int status, String html) {
      return new Answer(status, html, Map.of("Content-Type", "text/html; charset=utf-8"));
    }
  }

  static final class Dag {
    final String id;
    final List<String> tasks;
    boolean paused;
    boolean stale;
    @Nullable Instant nextRunAt;
    @Nullable Instant nextIntervalStart;
    final List<DagRun> runs = new ArrayList<>();

    Dag(String id, List<String> tasks) {
      this.id = id;
      this.tasks = tasks;
    }

    DagRun run(String type, Instant runAfter) {
      DagRun run = new DagRun(this, type, type + "__" + runAfter, runAfter);
      runs.add(run);
      for (String task : tasks) {
        run.tasks.add(new Task(run, task, -1));
      }
      return run;
    }

    DagRun scheduled(String runAfter) {
      return run("scheduled", Instant.parse(runAfter));
    }

    Dag next(String instant) {
      nextRunAt = Instant.parse(instant);
      return this;
    }
  }

  static final class DagRun {
    final Dag dag;
    final String type;
    String id;
    final Instant runAfter;
    @Nullable Instant logical;
    Instant intervalStart;
    String state = "running";
    @Nullable Instant start;
    @Nullable Instant end;
    final List<Task> tasks = new ArrayList<>();

    DagRun(Dag dag, String type, String id, Instant runAfter) {
      this.dag = dag;
      this.type = type;
      this.id = id;
      this.runAfter = runAfter;
      this.logical = runAfter;
      this.intervalStart = runAfter;
      this.start = runAfter.plusSeconds(1);
    }

    /** A run of a data interval that began so much earlier, which is its logical date. */
    DagRun since(String start) {
      intervalStart = Instant.parse(start);
      logical = intervalStart;
      return this;
    }

    Task task(String task) {
      return part(task, -1);
    }

    Task part(String task, int part) {
      return tasks.stream()
          .filter(t -> t.id.equals(task) && t.part == part)
          .findFirst()
          .orElseThrow();
    }

    /** Replaces a task by so many mapped parts. */
    DagRun expand(String task, int parts) {
      tasks.removeIf(t -> t.id.equals(task));
      for (int part = 0; part < parts; part++) {
        tasks.add(new Task(this, task, part));
      }
      return this;
    }

    DagRun ended(String newState, String at) {
      state = newState;
      end = Instant.parse(at);
      return this;
    }
  }

  /** One attempt that is over or going on. */
  record Attempt(
      int number, @Nullable String state, @Nullable Instant start, @Nullable Instant end) {}

  static final class Task {
    final DagRun run;
    final String id;
    final int part;
    @Nullable String state;
    @Nullable Instant start;
    @Nullable Instant end;
    int tryNumber;
    int maxTries;
    final List<Attempt> earlier = new ArrayList<>();

    Task(DagRun run, String id, int part) {
      this.run = run;
      this.id = id;
      this.part = part;
    }

    Task start(String at) {
      keep();
      tryNumber++;
      state = "running";
      start = Instant.parse(at);
      end = null;
      return this;
    }

    /** What is overwritten lives on in the tries. */
    private void keep() {
      boolean over = end != null && state != null;
      if (over) {
        earlier.add(new Attempt(tryNumber, state, start, end));
      }
    }

    Task end(String newState, String at) {
      state = newState;
      end = Instant.parse(at);
      return this;
    }

    Task succeeded(String at) {
      if (!"running".equals(state)) {
        start(at);
      }
      return end("success", at);
    }

    Task failed(String at) {
      if (!"running".equals(state)) {
        start(at);
      }
      return end("failed", at);
    }

    /** Never ran: start and end are one instant, no try. */
    Task settled(String newState, String at) {
      start = Instant.parse(at);
      return end(newState, at);
    }

    /** Null state; old times and try number stay, and the old attempt is listed in the tries. */
    Task cleared() {
      keep();
      state = null;
      maxTries++;
      return this;
    }

    /** The old end stays, unless it was running. */
    Task markedSuccess(FakeAirflow airflow, String at) {
      if ("running".equals(state)) {
        end = Instant.parse(at);
      }
      state = "success";
      airflow.event("patch_task_instance", run, id, Instant.parse(at));
      return this;
    }

    Stream<Attempt> tries() {
      return Stream.concat(earlier.stream(), Stream.of(new Attempt(tryNumber, state, start, end)));
    }
  }

  FakeAirflow(Api api) throws IOException {
    this.api = api;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Dag dag(String id, String... tasks) {
    Dag dag = new Dag(id, List.of(tasks));
    dags.put(id, dag);
    return dag;
  }

  void upgrade(Api to) {
    api = to;
  }

  void expireTokens() {
    oldestToken = tokens.get() + 1;
  }

  void changeSecret() {
    oldestToken = tokens.get() + 1;
    secretChanged = true;
  }

  int logins() {
    return tokens.get();
  }

  void event(String event, DagRun run, @Nullable String task, Instant when) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("event_log_id", events.size() + 1);
    row.put("when", when.toString());
    row.put("dag_id", run.dag.id);
    row.put("task_id", task);
    row.put("run_id", run.id);
    row.put("map_index", null);
    row.put("try_number", null);
    row.put("event", (api == Api.TWO ? "api." : "") + event);
    row.put(api == Api.TWO ? "execution_date" : "logical_date", null);
    row.put("owner", "ann");
    row.put("extra", "{\"new_state\": \"success\"}");
    events.add(row);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      URI uri = exchange.getRequestURI();
      Object body = text.isEmpty() ? null : JSON.readValue(text, Object.class);
      Answer fixed = always;
      Answer answer = fixed == null ? route(exchange, uri, body) : fixed;
      exchanges.add(
          new Exchange(
              exchange.getRequestMethod(),
              uri.getPath(),
              uri.getRawQuery(),
              body,
              answer.status(),
              answer.body()));
      send(exchange, answer);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes =
        answer.body() instanceof String html
            ? html.getBytes(StandardCharsets.UTF_8)
            : write(answer.body()).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    String accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
    if (accepted.contains("gzip") && bytes.length > 500) {
      exchange.getResponseHeaders().add("Content-Encoding", "gzip");
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      }
      bytes = packed.toByteArray();
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String write(@Nullable Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer route(HttpExchange exchange, URI uri, @Nullable Object body) {
    String path = uri.getPath();
    String base = api == Api.TWO ? "/api/v1" : "/api/v2";
    if (path.equals("/auth/token") && api == Api.THREE) {
      return login(body);
    }
    if (!path.startsWith(base + "/")) {
      return elsewhere(path);
    }
    String rest = path.substring(base.length());
    if (rest.equals("/version")) {
      String version = api == Api.TWO ? "2.11.2" : "3.3.2";
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("version", version);
      told.put("git_version", null);
      return Answer.json(200, told);
    }
    if (rest.equals("/health") || rest.equals("/monitor/health")) {
      return health();
    }
    Answer refused = refusal(exchange.getRequestHeaders().getFirst("Authorization"));
    return refused == null ? inside(exchange.getRequestMethod(), uri, rest, body) : refused;
  }

  private static Answer health() {
    Map<String, Object> part = Map.of("status", "healthy");
    Map<String, @Nullable Object> scheduler = new LinkedHashMap<>(part);
    scheduler.put("latest_scheduler_heartbeat", null);
    Map<String, @Nullable Object> triggerer = new LinkedHashMap<>();
    triggerer.put("status", null);
    triggerer.put("latest_triggerer_heartbeat", null);
    return Answer.json(
        200, Map.of("metadatabase", part, "scheduler", scheduler, "triggerer", triggerer));
  }

  private Answer elsewhere(String path) {
    return api == Api.THREE && path.startsWith("/api/v1")
        ? Answer.detail(
            404, "/api/v1 has been removed in Airflow 3, please use its upgraded version")
        : Answer.page(404, "<!DOCTYPE html><html><title>Airflow 404</title></html>");
  }

  private Answer login(@Nullable Object body) {
    Map<?, ?> login = body instanceof Map<?, ?> map ? map : Map.of();
    if (!login.containsKey("username") || !login.containsKey("password")) {
      return Answer.json(422, Map.of("detail", List.of(Map.of("msg", "Field required"))));
    }
    if (!USER.equals(login.get("username")) || !PASSWORD.equals(login.get("password"))) {
      return Answer.detail(401, "Invalid credentials");
    }
    int number = tokens.incrementAndGet();
    String claims = "{\"iat\": 1000, \"exp\": " + (1000 + tokenSeconds) + "}";
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return Answer.json(201, Map.of("access_token", "head." + payload + "." + number));
  }

  private @Nullable Answer refusal(@Nullable String header) {
    if (api == Api.TWO) {
      String pair = USER + ":" + PASSWORD;
      String good =
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      Map<String, Object> problem =
          Map.of("title", "Forbidden", "status", 403, "type", "about:blank", "detail", "");
      return good.equals(header) && !forbidden ? null : Answer.json(403, problem);
    }
    if (header == null || !header.startsWith("Bearer ")) {
      return Answer.detail(401, "Not authenticated");
    }
    String number = header.substring(header.lastIndexOf('.') + 1);
    if (!number.matches("[0-9]+")) {
      return Answer.detail(403, "Invalid JWT token");
    }
    if (Integer.parseInt(number) < oldestToken) {
      return secretChanged
          ? Answer.detail(403, "Invalid JWT token")
          : Answer.detail(401, "Token Expired");
    }
    return forbidden ? Answer.detail(403, "Forbidden") : null;
  }

  private Answer inside(String method, URI uri, String rest, @Nullable Object body) {
    if (method.equals("POST") && rest.equals("/dags/~/dagRuns/list")) {
      return runs(map(body));
    }
    if (method.equals("POST") && rest.equals("/dags/~/dagRuns/~/taskInstances/list")) {
      return instances(map(body));
    }
    if (method.equals("GET") && rest.equals("/eventLogs")) {
      return eventLogs(String.valueOf(uri.getRawQuery()));
    }
    String[] parts = rest.split("/", -1);
    Dag dag = parts.length > 2 && parts[1].equals("dags") ? dags.get(parts[2]) : null;
    if (dag == null) {
      return notFound("The DAG was not found");
    }
    if (parts.length == 3) {
      return Answer.json(200, card(dag));
    }
    if (parts.length == 4 && parts[3].equals("tasks")) {
      return Answer.json(200, tasks(dag));
    }
    if (method.equals("POST") && parts.length == 4 && parts[3].equals("clearTaskInstances")) {
      return clear(dag, map(body));
    }
    return parts.length >= 8 && parts[parts.length - 1].equals("tries") && hasHistory
        ? tries(dag, parts)
        : notFound("Not Found");
  }

  /** As the real ones do: unknown keys, a run that is not there, tasks nobody knows. */
  private Answer clear(Dag dag, Map<?, ?> body) {
    if (mayNotClear) {
      return Answer.detail(403, "Forbidden");
    }
    Set<String> known =
        keys(
            "dry_run dag_run_id task_ids only_failed reset_dag_runs include_upstream"
                + " include_downstream");
    if (!known.containsAll(body.keySet())) {
      return Answer.detail(api == Api.TWO ? 400 : 422, "unknown key");
    }
    DagRun run =
        dag.runs.stream().filter(r -> r.id.equals(body.get("dag_run_id"))).findFirst().orElse(null);
    if (run == null) {
      return notFound("Dag Run id " + body.get("dag_run_id") + " not found");
    }
    List<?> ids = body.get("task_ids") instanceof List<?> list ? list : dag.tasks;
    boolean around = Boolean.TRUE.equals(body.get("include_upstream"));
    List<Task> cleared =
        run.tasks.stream()
            .filter(t -> (around && dag.tasks.containsAll(ids)) || ids.contains(t.id))
            .filter(t -> List.of("failed", "upstream_failed").contains(String.valueOf(t.state)))
            .toList();
    if (Boolean.FALSE.equals(body.get("dry_run"))) {
      cleared.forEach(Task::cleared);
      run.state = Boolean.TRUE.equals(body.get("reset_dag_runs")) ? "queued" : run.state;
    }
    List<Map<String, @Nullable Object>> listed =
        cleared.stream().map(task -> FakeRows.cleared(api, task)).toList();
    return Answer.json(
        200,
        api == Api.TWO
            ? Map.of("task_instances", listed)
            : Map.of("task_instances", listed, "total_entries", listed.size()));
  }

  private Answer notFound(String detail) {
    return api == Api.TWO
        ? Answer.json(404, Map.of("title", detail, "status", 404, "type", "about:blank"))
        : Answer.detail(404, detail);
  }

  private static Map<?, ?> map(@Nullable Object body) {
    return body instanceof Map<?, ?> map ? map : Map.of();
  }

  private Answer runs(Map<?, ?> filter) {
    Answer bad = api == Api.THREE ? badKeys(filter, THREE_RUN_KEYS, 422) : badTimes(filter, 400);
    if (bad == null && !Set.of("id", "execution_date", "run_after").contains(order(filter))) {
      bad = Answer.detail(400, "Ordering with '" + order(filter) + "' is disallowed");
    }
    if (bad != null) {
      return bad;
    }
    if (named(filter, "dag_ids", poisonedDag)) {
      return Answer.page(500, "Internal Server Error");
    }
    List<DagRun> found =
        dags.values().stream().flatMap(dag -> dag.runs.stream()).filter(wanted(filter)).toList();
    return page(filter, "dag_runs", found.stream().map(this::row).toList());
  }

  private Predicate<DagRun> wanted(Map<?, ?> filter) {
    Predicate<DagRun> wanted = run -> among(filter.get("dag_ids"), run.dag.id);
    String[] fields =
        api == Api.TWO
            ? new String[] {"execution_date"}
            : new String[] {"run_after", "logical_date"};
    for (String field : fields) {
      for (String op : List.of("_gte", "_gt", "_lte", "_lt")) {
        Object bound = filter.get(field + op);
        boolean ignored = api == Api.TWO && (op.equals("_gt") || op.equals("_lt"));
        if (bound != null && !ignored) {
          Instant at = OffsetDateTime.parse(bound.toString()).toInstant();
          wanted =
              wanted.and(
                  run -> fits(field.equals("run_after") ? run.runAfter : run.logical, op, at));
        }
      }
    }
    return wanted;
  }

  private static boolean fits(@Nullable Instant value, String op, Instant bound) {
    if (value == null) {
      return false;
    }
    int order = value.compareTo(bound);
    return switch (op) {
      case "_gte" -> order >= 0;
      case "_gt" -> order > 0;
      case "_lte" -> order <= 0;
      default -> order < 0;
    };
  }

  private Answer instances(Map<?, ?> filter) {
    Answer bad =
        api == Api.THREE
            ? badKeys(filter, THREE_TASK_KEYS, 422)
            : filter.containsKey("order_by")
                ? Answer.detail(400, "{'order_by': ['Unknown field.']}")
                : badKeys(filter, TWO_TASK_KEYS, 400);
    if (bad != null) {
      return bad;
    }
    if (named(filter, "dag_ids", poisonedDag)) {
      return Answer.page(500, "Internal Server Error");
    }
    List<Map<String, @Nullable Object>> found =
        dags.values().stream()
            .flatMap(dag -> dag.runs.stream())
            .filter(run -> among(filter.get("dag_ids"), run.dag.id))
            .filter(run -> among(filter.get("dag_run_ids"), run.id))
            .flatMap(run -> run.tasks.stream())
            .filter(task -> among(filter.get("task_ids"), task.id))
            .map(this::row)
            .toList();
    return page(filter, "task_instances", found);
  }

  private @Nullable Answer badKeys(Map<?, ?> filter, Set<String> known, int status) {
    for (Object key : filter.keySet()) {
      if (!known.contains(key.toString()) && !PAGING.contains(key.toString())) {
        return Answer.detail(status, "Extra inputs are not permitted: " + key);
      }
    }
    return badTimes(filter, status);
  }

  private static @Nullable Answer badTimes(Map<?, ?> filter, int status) {
    for (Map.Entry<?, ?> entry : filter.entrySet()) {
      if (entry.getKey().toString().matches(".*_(gte|gt|lte|lt)")) {
        try {
          OffsetDateTime.parse(String.valueOf(entry.getValue()));
        } catch (DateTimeParseException e) {
          return Answer.detail(status, "Input should have timezone info");
        }
      }
    }
    return null;
  }

  private static boolean named(Map<?, ?> filter, String field, @Nullable String name) {
    return name != null && filter.get(field) instanceof Collection<?> some && some.contains(name);
  }

  /** An empty list filters nothing. */
  private static boolean among(@Nullable Object some, String id) {
    return !(some instanceof Collection<?> ids) || ids.isEmpty() || ids.contains(id);
  }

  private static String order(Map<?, ?> filter) {
    return filter.get("order_by") instanceof String order ? order : "id";
  }

  private Answer page(Map<?, ?> filter, String name, List<Map<String, @Nullable Object>> rows) {
    int limit = filter.get("page_limit") instanceof Integer number ? number : 100;
    int offset = filter.get("page_offset") instanceof Integer number ? number : 0;
    List<Map<String, @Nullable Object>> page =
        rows.stream().skip(offset).limit(Math.min(limit, pageCap)).toList();
    return Answer.json(200, Map.of(name, page, "total_entries", rows.size()));
  }

  private Answer eventLogs(String query) {
    if (eventLogForbidden) {
      return Answer.detail(403, "Forbidden");
    }
    Map<String, String> first = new LinkedHashMap<>();
    List<String> included = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      String value = URLDecoder.decode(pair.replaceFirst("^[^=]*=", ""), StandardCharsets.UTF_8);
      String key = pair.replaceFirst("=.*", "");
      first.put(key, value);
      if (key.equals("included_events")) {
        included.addAll(api == Api.TWO ? List.of(value.split(",", -1)) : List.of(value));
      }
    }
    Instant after = OffsetDateTime.parse(String.valueOf(first.get("after"))).toInstant();
    List<Map<String, @Nullable Object>> found =
        events.stream()
            .filter(row -> included.contains(String.valueOf(row.get("event"))))
            .filter(row -> Instant.parse(String.valueOf(row.get("when"))).isAfter(after))
            .toList();
    return Answer.json(200, Map.of("event_logs", found, "total_entries", found.size()));
  }

  private Answer tries(Dag dag, String[] parts) {
    int part = parts.length == 9 ? Integer.parseInt(parts[7]) : -1;
    List<Map<String, @Nullable Object>> rows =
        dag.runs.stream()
            .filter(run -> run.id.equals(parts[4]))
            .flatMap(run -> run.tasks.stream())
            .filter(task -> task.id.equals(parts[6]) && task.part == part)
            .flatMap(task -> task.tries().map(attempt -> attempt(task, attempt)))
            .toList();
    return rows.isEmpty()
        ? notFound("Task instance not found")
        : Answer.json(200, Map.of("task_instances", rows, "total_entries", rows.size()));
  }

  private Map<String, Object> tasks(Dag dag) {
    return Map.of(
        "tasks",
        dag.tasks.stream().map(task -> FakeRows.task(api, task)).toList(),
        "total_entries",
        dag.tasks.size());
  }

  private Map<String, @Nullable Object> card(Dag dag) {
    return FakeRows.dag(api, dag);
  }

  private Map<String, @Nullable Object> row(DagRun run) {
    return FakeRows.run(api, run);
  }

  private Map<String, @Nullable Object> row(Task task) {
    return FakeRows.instance(
        api, task, new Attempt(task.tryNumber, task.state, task.start, task.end), true);
  }

  private Map<String, @Nullable Object> attempt(Task task, Attempt attempt) {
    return FakeRows.instance(api, task, attempt, false);
  }

  private static Set<String> keys(String names) {
    Set<String> keys = new java.util.HashSet<>();
    for (String name : names.split(" ", -1)) {
      if (name.equals("duration") || name.endsWith("_date") || name.equals("run_after")) {
        Stream.of("_gte", "_gt", "_lte", "_lt").forEach(op -> keys.add(name + op));
      } else {
        keys.add(name);
      }
    }
    return keys;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
