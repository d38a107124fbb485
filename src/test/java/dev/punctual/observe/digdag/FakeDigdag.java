package dev.punctual.observe.digdag;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Digdag 0.10 as far as the source asks it: attempts come newest first in pages of 100, ids are
 * strings, times are cut to seconds, an unknown project is 404 and an unknown workflow an empty
 * list. A path or parameter that its API description does not have is refused.
 */
final class FakeDigdag implements AutoCloseable {

  static final String PASSWORD = "pa55-of-punctual";
  static final Target.Run FIRST = new Target.Run.First();

  private static final Map<String, Set<String>> DESCRIBED =
      Map.of(
          "/api/attempts", Set.of("project", "workflow", "include_retried", "last_id", "page_size"),
          "/api/attempts/{id}/tasks", Set.of(),
          "/api/projects", Set.of("name", "name_pattern", "last_id", "count"),
          "/api/projects/{id}/workflows", Set.of("revision", "name"),
          "/api/projects/{id}/schedules", Set.of("workflow", "last_id"));

  final LocalServer server;

  /** Workflows by project; a project's id is its place from 1 on. */
  final LinkedHashMap<String, List<String>> projects = new LinkedHashMap<>();

  /** The session time of the next session by workflow, or {@code disabled}. */
  final Map<String, String> schedules = new TreeMap<>();

  private final List<Row> attempts = new ArrayList<>();
  private final Map<Long, List<String>> tasks = new HashMap<>();

  volatile @Nullable Response always;

  private record Row(long id, String workflow, String sessionTime, String json) {}

  FakeDigdag() throws IOException {
    server = new LocalServer(this::answer);
    projects.put("shop", List.of("daily", "hourly"));
    projects.put("secret", List.of("daily"));
  }

  static Target dag(String workflow) {
    return new Target.Dag("digdag", workflow, FIRST);
  }

  static Target dag(String workflow, Target.Run run) {
    return new Target.Dag("digdag", workflow, run);
  }

  static Target task(String workflow, String task) {
    return new Target.Task("digdag", workflow, task, FIRST);
  }

  Source source(String password) {
    return new DigdagType()
        .open(
            new Settings(
                "digdag",
                Map.of(
                    "url",
                    server.url(),
                    "username",
                    "punctual",
                    "password",
                    password,
                    "request-timeout",
                    "1s")));
  }

  /**
   * Adds an attempt at a session of project shop.
   *
   * @param sessionTime with an offset
   * @param created when it was started
   * @param status {@code running}, {@code success}, {@code error} or {@code killed}
   * @param finished empty while it runs
   * @return its id
   */
  long attempt(
      String workflow, String sessionTime, String created, String status, String finished) {
    long id = attempts.size() + 1L;
    String same = OffsetDateTime.parse(sessionTime).toInstant().toString();
    long session =
        attempts.stream()
            .filter(row -> row.workflow().equals(workflow) && row.sessionTime().equals(same))
            .mapToLong(row -> row.id() + 1000)
            .findFirst()
            .orElse(id + 1000);
    String json =
        """
        {"status": "%s", "id": "%d", "index": 1, "project": {"id": "1", "name": "shop"},
         "workflow": {"name": "%s", "id": "7"}, "sessionId": "%d",
         "sessionUuid": "e5d6f1e0-0000-4000-8000-%012d", "sessionTime": "%s",
         "retryAttemptName": null, "done": %s, "success": %s, "cancelRequested": %s,
         "params": {}, "createdAt": "%s", "finishedAt": %s}
        """
            .formatted(
                status,
                id,
                workflow,
                session,
                session,
                sessionTime,
                !status.equals("running"),
                status.equals("success"),
                status.equals("killed"),
                created,
                finished.isEmpty() ? "null" : "\"" + finished + "\"");
    attempts.add(new Row(id, workflow, same, json));
    return id;
  }

  /** Adds a task to an attempt. */
  void task(long attempt, String fullName, String state, String updatedAt) {
    List<String> all = tasks.computeIfAbsent(attempt, id -> new ArrayList<>());
    all.add(
        """
        {"id": "%d", "fullName": "%s", "parentId": null, "config": {}, "upstreams": [],
         "state": "%s", "cancelRequested": false, "exportParams": {}, "storeParams": {},
         "stateParams": {}, "updatedAt": "%s", "retryAt": null, "startedAt": null,
         "error": {}, "isGroup": false}
        """
            .formatted(attempt * 100 + all.size(), fullName, state, updatedAt));
  }

  private Response answer(Request request) {
    Response odd = always;
    if (odd != null) {
      return odd;
    }
    String pair = "punctual:" + PASSWORD;
    String wanted =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    if (!wanted.equals(request.header("Authorization"))) {
      return error(401, "Unauthorized");
    }
    String template = request.path().replaceFirst("/[0-9]+/", "/{id}/");
    Map<String, String> asked =
        request.target().getRawQuery() == null ? Map.of() : request.parameters();
    Set<String> known = DESCRIBED.get(template);
    if (!request.method().equals("GET") || known == null || !known.containsAll(asked.keySet())) {
      return error(400, "not in the description: " + request.target());
    }
    return switch (template) {
      case "/api/attempts" -> listed(asked);
      case "/api/attempts/{id}/tasks" -> list("tasks", tasks.getOrDefault(id(request), List.of()));
      case "/api/projects" -> project(asked.getOrDefault("name", ""));
      case "/api/projects/{id}/workflows" -> workflows(id(request));
      default -> schedules(id(request), Long.parseLong(asked.getOrDefault("last_id", "0")));
    };
  }

  private static long id(Request request) {
    return Long.parseLong(request.path().split("/", -1)[3]);
  }

  private Response listed(Map<String, String> asked) {
    String project = asked.getOrDefault("project", "");
    if (project.equals("secret")) {
      return error(403, "Access denied");
    }
    if (!projects.containsKey(project)) {
      return error(404, "resource does not exist: project name=" + project);
    }
    long before = Long.parseLong(asked.getOrDefault("last_id", String.valueOf(Long.MAX_VALUE)));
    Predicate<Row> wanted =
        row -> row.workflow().equals(asked.get("workflow")) && row.id() < before;
    return list(
        "attempts", attempts.reversed().stream().filter(wanted).limit(100).map(Row::json).toList());
  }

  private Response project(String name) {
    int at = List.copyOf(projects.keySet()).indexOf(name);
    String json =
        """
        {"id": "%d", "name": "%s", "revision": "r1", "createdAt": "2026-01-01T00:00:00Z",
         "updatedAt": "2026-01-01T00:00:00Z", "deletedAt": null, "archiveType": "db",
         "archiveMd5": "x"}
        """
            .formatted(at + 1, name);
    return list("projects", at < 0 ? List.of() : List.of(json));
  }

  private List<String> workflowsOf(long project) {
    return List.copyOf(projects.values()).get((int) project - 1);
  }

  private Response workflows(long project) {
    return list(
        "workflows",
        workflowsOf(project).stream()
            .map(
                name ->
                    "{\"id\": \"7\", \"name\": \"%s\", \"revision\": \"r1\", \"timezone\": \"UTC\"}"
                        .formatted(name))
            .toList());
  }

  private Response schedules(long project, long after) {
    List<String> names = workflowsOf(project);
    return list(
        "schedules",
        schedules.entrySet().stream()
            .filter(entry -> names.contains(entry.getKey()))
            .filter(entry -> names.indexOf(entry.getKey()) + 1 > after)
            .map(entry -> schedule(names.indexOf(entry.getKey()) + 1, entry))
            .toList());
  }

  private static String schedule(int id, Map.Entry<String, String> entry) {
    boolean disabled = entry.getValue().equals("disabled");
    String next = disabled ? "2026-11-21T00:00:00Z" : entry.getValue();
    return """
    {"id": "%d", "project": {"id": "1", "name": "shop"},
     "workflow": {"id": "7", "name": "%s"}, "nextRunTime": "%s", "nextScheduleTime": "%s",
     "disabledAt": %s}
    """
        .formatted(
            id,
            entry.getKey(),
            OffsetDateTime.parse(next).toInstant(),
            next,
            disabled ? "\"" + Instant.parse("2026-11-19T00:00:00Z") + "\"" : "null");
  }

  private static Response list(String name, List<String> rows) {
    return Response.json(
        rows.stream().collect(Collectors.joining(",", "{\"" + name + "\": [", "]}")));
  }

  static Response error(int status, String message) {
    return Response.json(
        status, "{\"message\": \"%s\", \"status\": %d}".formatted(message, status));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
