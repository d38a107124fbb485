package dev.punctual.observe.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punctual.observe.wire.Discovery.Exchange;
import dev.punctual.observe.wire.GoogleLogin;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * BigQuery as far as the source asks it: its REST API with what it refuses, its login, and SQL that
 * an embedded engine really runs ({@link FakeEngine}). Everything that went over the wire is kept,
 * to be held against the published description.
 */
final class FakeBigQuery implements AutoCloseable {

  static final String PROJECT = "acme-warehouse";
  static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform.read-only";

  private static final ObjectMapper JSON = new ObjectMapper();

  final LocalServer server;
  final GoogleLogin login = new GoogleLogin(SCOPE);
  final FakeEngine engine = new FakeEngine();
  final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  final Map<String, Table> tables = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> jobs = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  final AtomicInteger notDoneFor = new AtomicInteger();
  volatile int pageSize = Integer.MAX_VALUE;
  volatile boolean mayQuery = true;
  volatile boolean hangs;
  volatile boolean garbled;
  volatile @Nullable Refused always;
  volatile @Nullable String storageRefused;

  /** A refusal as BigQuery words it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    final int status;
    final String reason;

    Refused(int status, String reason, String message) {
      super(message);
      this.status = status;
      this.reason = reason;
    }
  }

  /** What the metadata of a table says. */
  static final class Table {
    final String project;
    final String dataset;
    final String name;
    String type = "TABLE";
    String location = "asia-northeast1";
    @Nullable Instant modified;
    @Nullable Instant storageModified;
    @Nullable Instant buffered;
    long rows;
    long bytes = 1000;
    boolean forbidden;
    Map<String, Object> partitioning = Map.of();
    final Map<String, String> columns = new LinkedHashMap<>();

    Table(String project, String dataset, String name) {
      this.project = project;
      this.dataset = dataset;
      this.name = name;
    }

    String full() {
      return project + "." + dataset + "." + name;
    }

    Table modified(String at) {
      modified = Instant.parse(at);
      storageModified = modified;
      return this;
    }

    Table byTime(String unit, @Nullable String field) {
      Map<String, Object> time = new LinkedHashMap<>(Map.of("type", unit));
      if (field != null) {
        time.put("field", field);
      }
      partitioning = Map.of("timePartitioning", time);
      return this;
    }
  }

  FakeBigQuery() throws IOException {
    server = new LocalServer(this::serve);
  }

  String url() {
    return server.url();
  }

  Path key(Path folder) throws IOException {
    return GoogleLogin.keyFile(folder, url() + "/token");
  }

  /**
   * A table with columns, there for metadata and for SQL.
   *
   * @param columns as {@code dt DATE, amount INT64}
   */
  Table table(String dataset, String name, String columns) {
    Table table = new Table(PROJECT, dataset, name);
    for (String column : columns.split(", *", -1)) {
      String[] parts = column.split(" ", 2);
      table.columns.put(parts[0], parts[1]);
    }
    tables.put(table.full(), table);
    engine.create(table.full(), columns);
    return table;
  }

  /** One row of {@code INFORMATION_SCHEMA.PARTITIONS}. */
  void partition(Table table, String id, long rows, String modified) {
    engine.partition(table.project + "." + table.dataset, table.name, id, rows, modified);
  }

  private Response serve(Request request) {
    try {
      if (request.path().equals("/token")) {
        GoogleLogin.Outcome outcome = login.exchange(request.body());
        return Response.json(outcome.status(), JSON.writeValueAsString(outcome.body()));
      }
      if (hangs) {
        closed.await();
        return Response.page(503, "");
      }
      return api(request, request.body().isEmpty() ? null : JSON.readTree(request.body()));
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Response api(Request request, @Nullable JsonNode body) throws IOException {
    Map<String, String> query =
        request.target().getRawQuery() == null ? Map.of() : request.parameters();
    int status = 200;
    JsonNode answer;
    try {
      if (!login.bearer().equals(request.header("Authorization"))) {
        throw new Refused(401, "authError", "Request had invalid authentication credentials.");
      }
      Refused refused = always;
      if (refused != null) {
        throw refused;
      }
      answer = JSON.valueToTree(answer(request.method(), request.path(), query, body));
    } catch (Refused refused) {
      status = refused.status;
      answer = error(refused);
    }
    exchanges.add(new Exchange(request.method(), request.path(), query, body, status, answer));
    Response response =
        garbled
            ? Response.page(200, "<html>")
            : Response.json(status, JSON.writeValueAsString(answer));
    return status == 429 ? response.with("Retry-After", "30") : response;
  }

  private static JsonNode error(Refused refused) {
    String message = String.valueOf(refused.getMessage());
    Map<String, String> item =
        Map.of("message", message, "domain", "global", "reason", refused.reason);
    return JSON.valueToTree(
        Map.of(
            "error", Map.of("code", refused.status, "message", message, "errors", List.of(item))));
  }

  private Map<String, Object> answer(
      String method, String path, Map<String, String> query, @Nullable JsonNode body)
      throws Refused {
    String[] parts = path.replaceFirst("^/bigquery/v2/projects/", "").split("/", -1);
    if (parts.length == 5 && parts[3].equals("tables") && method.equals("GET")) {
      return table(parts, query);
    }
    if (parts.length == 2 && parts[1].equals("queries") && body != null) {
      return start(body);
    }
    if (parts.length == 3 && parts[1].equals("queries") && method.equals("GET")) {
      return results(parts[2], query);
    }
    if (parts.length == 4 && parts[3].equals("cancel") && method.equals("POST")) {
      jobs.remove(parts[2]);
      return Map.of("kind", "bigquery#jobCancelResponse");
    }
    throw new Refused(404, "notFound", "Not found: " + path);
  }

  private Map<String, Object> table(String[] parts, Map<String, String> query) throws Refused {
    Table table = tables.get(parts[0] + "." + parts[2] + "." + parts[4]);
    String name = parts[0] + ":" + parts[2] + "." + parts[4];
    if (table == null) {
      throw new Refused(404, "notFound", "Not found: Table " + name);
    }
    if (table.forbidden) {
      throw new Refused(
          403,
          "accessDenied",
          "Access Denied: Table "
              + name
              + ": Permission bigquery.tables.get denied on table "
              + name
              + " (or it may not exist).");
    }
    Map<String, Object> all = described(table, !"BASIC".equals(query.get("view")));
    all.keySet().retainAll(Set.of(query.getOrDefault("fields", "").split(",", -1)));
    return all;
  }

  private static Map<String, Object> described(Table table, boolean storage) {
    Map<String, Object> all = new LinkedHashMap<>(table.partitioning);
    all.put("type", table.type);
    all.put("location", table.location);
    all.put("id", table.full());
    if (storage) {
      all.put("numRows", Long.toString(table.rows));
      if (table.modified != null) {
        all.put("lastModifiedTime", Long.toString(table.modified.toEpochMilli()));
      }
    }
    if (table.buffered != null) {
      String oldest = Long.toString(table.buffered.toEpochMilli());
      all.put("streamingBuffer", Map.of("estimatedRows", "7", "oldestEntryTime", oldest));
    }
    List<Map<String, String>> fields = new ArrayList<>();
    table.columns.forEach(
        (name, type) -> fields.add(Map.of("name", name, "type", type, "mode", "NULLABLE")));
    all.put("schema", Map.of("fields", fields));
    return all;
  }

  /** The tables a statement names, in the order it does. */
  private Set<Table> named(String sql) throws Refused {
    Set<Table> named = new LinkedHashSet<>();
    for (String name : FakeEngine.tablesOf(sql)) {
      Table table = tables.get(name);
      if (table == null) {
        throw new Refused(
            404,
            "notFound",
            "Not found: Table "
                + name.replaceFirst("\\.", ":")
                + " was not found in location asia-northeast1");
      }
      named.add(table);
    }
    return named;
  }

  private Map<String, Object> start(JsonNode body) throws Refused {
    String sql = body.path("query").asText();
    refuse(body);
    long bytes = 0;
    for (Table table : named(sql)) {
      if (table.forbidden) {
        throw new Refused(
            403,
            "accessDenied",
            "Access Denied: Table "
                + table.full()
                + ": User does not have permission to query table "
                + table.full()
                + ", or perhaps it does not exist.");
      }
      String location = body.path("location").asText(table.location);
      if (!location.equalsIgnoreCase(table.location)) {
        throw new Refused(
            404,
            "notFound",
            "Not found: Dataset "
                + table.project
                + ":"
                + table.dataset
                + " was not found in location "
                + location);
      }
      bytes += Math.max(10_000_000, table.bytes);
    }
    if (bytes > body.path("maximumBytesBilled").asLong()) {
      throw new Refused(
          400,
          "bytesBilledLimitExceeded",
          "Query exceeded limit for bytes billed: " + bytes + " or higher required.");
    }
    engine.storage(tables.values());
    List<Object> rows = engine.run(sql, body.path("queryParameters"));
    String id = "job_" + (jobs.size() + 1);
    jobs.put(id, JSON.valueToTree(rows));
    return notDoneFor.get() > 0 ? unfinished(id) : page(id, 0);
  }

  private void refuse(JsonNode body) throws Refused {
    if (!mayQuery) {
      throw new Refused(
          403,
          "accessDenied",
          "Access Denied: Project "
              + PROJECT
              + ": User does not have bigquery.jobs.create permission in project "
              + PROJECT
              + ".");
    }
    if (body.path("useLegacySql").asBoolean(true)
        || !body.path("parameterMode").asText().equals("POSITIONAL")) {
      throw new Refused(400, "invalidQuery", "Syntax error: legacy SQL");
    }
    String refused = storageRefused;
    if (refused != null && body.path("query").asText().contains("TABLE_STORAGE")) {
      throw new Refused(403, "accessDenied", refused);
    }
  }

  private Map<String, Object> unfinished(String id) {
    notDoneFor.decrementAndGet();
    return Map.of(
        "kind", "bigquery#queryResponse", "jobComplete", false, "jobReference", reference(id));
  }

  private static Map<String, Object> reference(String id) {
    return Map.of("projectId", PROJECT, "jobId", id, "location", "asia-northeast1");
  }

  private Map<String, Object> results(String id, Map<String, String> query) throws Refused {
    if (!jobs.containsKey(id)) {
      throw new Refused(404, "notFound", "Not found: Job " + id);
    }
    if (notDoneFor.get() > 0) {
      return unfinished(id);
    }
    return page(id, Integer.parseInt(query.getOrDefault("pageToken", "0")));
  }

  private Map<String, Object> page(String id, int from) {
    List<JsonNode> rows = new ArrayList<>();
    jobs.getOrDefault(id, JSON.createArrayNode()).forEach(rows::add);
    int to = Math.min(rows.size(), pageSize == Integer.MAX_VALUE ? rows.size() : from + pageSize);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", "bigquery#queryResponse");
    answer.put("jobComplete", true);
    answer.put("jobReference", reference(id));
    answer.put("totalRows", Integer.toString(rows.size()));
    answer.put("rows", rows.subList(from, to));
    if (to < rows.size()) {
      answer.put("pageToken", Integer.toString(to));
    }
    return answer;
  }

  /** Requests whose path holds a word. */
  List<Exchange> requests(String word) {
    return exchanges.stream().filter(exchange -> exchange.path().contains(word)).toList();
  }

  @Override
  public void close() {
    closed.countDown();
    engine.close();
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
