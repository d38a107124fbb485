package dev.punctual.observe.aws;

import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Glue, Athena and S3 on loopback. Every request's signature is worked out anew; what each answers
 * is held against the published service models by {@code AwsModelTest}.
 */
final class FakeAws implements AutoCloseable {

  static final String KEY = "AKIAPUNCTUALTEST";
  static final String SECRET = "s3cret+of/the/key";
  static final String REGION = "ap-northeast-1";

  /** A request of the JSON protocol with its answer. */
  record Exchange(String operation, int status, Json asked, Json answered) {}

  /** An object. */
  record Stored(String body, long size, Instant modified) {}

  final FakeAthena athena;
  final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  final Map<String, Map<String, Object>> tables = new ConcurrentHashMap<>();
  final Map<String, List<Map<String, Object>>> partitions = new ConcurrentHashMap<>();
  final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();

  /** Actions the login may not do: {@code glue:GetTable}. */
  final Set<String> denied = ConcurrentHashMap.newKeySet();

  /** Actions that are throttled, with how often. */
  final Map<String, Integer> throttled = new ConcurrentHashMap<>();

  /** Keys a page of a listing. */
  int page = 1000;

  private final LocalServer server;
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean malformed;

  FakeAws() throws IOException, SQLException {
    athena = new FakeAthena();
    server = new LocalServer(this::answer);
  }

  Settings settings(String name, String... more) {
    Map<String, String> values = new TreeMap<>();
    values.put("region", REGION);
    values.put("endpoint", server.url());
    values.put("access-key-id", KEY);
    values.put("access-key-secret", SECRET);
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return new Settings(name, values);
  }

  List<Request> requests() {
    return server.requests();
  }

  FakeAws ahead(Duration duration) {
    ahead = duration;
    server.ahead(duration);
    return this;
  }

  FakeAws hangs() {
    server.hangs();
    return this;
  }

  FakeAws malformed() {
    malformed = true;
    return this;
  }

  /**
   * Adds a table.
   *
   * @param columns {@code name type}, those of partition keys after a bar:{@code "id bigint|dt
   *     date"}
   */
  Map<String, Object> table(String name, String columns, String location) {
    String[] halves = columns.split("\\|", -1);
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("Name", name.substring(name.indexOf('.') + 1));
    table.put("DatabaseName", name.substring(0, name.indexOf('.')));
    table.put("UpdateTime", 1795000000L);
    table.put("TableType", "EXTERNAL_TABLE");
    table.put(
        "StorageDescriptor",
        new LinkedHashMap<>(Map.of("Columns", columns(halves[0]), "Location", location)));
    table.put("PartitionKeys", halves.length == 1 ? List.of() : columns(halves[1]));
    table.put("Parameters", new LinkedHashMap<>(Map.of("EXTERNAL", "TRUE")));
    tables.put(name, table);
    return table;
  }

  private static List<Map<String, Object>> columns(String text) {
    List<Map<String, Object>> columns = new ArrayList<>();
    for (String column : text.split(",", -1)) {
      String[] words = column.strip().split(" ", 2);
      columns.add(Map.of("Name", words[0], "Type", words[1]));
    }
    return columns;
  }

  void parameter(String table, String key, String value) {
    @SuppressWarnings("unchecked")
    Map<String, Object> parameters =
        (Map<String, Object>)
            Objects.requireNonNull(Objects.requireNonNull(tables.get(table)).get("Parameters"));
    parameters.put(key, value);
  }

  void partition(String table, String location, String created, String... values) {
    Map<String, Object> partition = new LinkedHashMap<>();
    partition.put("Values", List.of(values));
    partition.put("CreationTime", Instant.parse(created).getEpochSecond());
    partition.put("StorageDescriptor", Map.of("Location", location));
    partitions.computeIfAbsent(table, key -> new CopyOnWriteArrayList<>()).add(partition);
  }

  void object(String path, long size, String modified) {
    objects.put(path, new Stored("", size, Instant.parse(modified)));
  }

  void document(String path, String body, String modified) {
    objects.put(path, new Stored(body, body.length(), Instant.parse(modified)));
  }

  private Response answer(Request request) {
    String target = request.header("x-amz-target");
    String service = target == null ? "s3" : target.startsWith("AWSGlue.") ? "glue" : "athena";
    String objection = objection(request, service);
    if (objection != null) {
      String message =
          objection.equals("InvalidSignatureException") ? skew(request) : "It is refused.";
      return target == null ? xml(403, objection, message) : refuse(objection, message);
    }
    if (malformed) {
      return Response.page(200, "<html>Sign in</html>");
    }
    return target == null ? s3(request) : json(request, service, target);
  }

  private @Nullable String objection(Request request, String service) {
    String objection = new Signature(KEY, SECRET, REGION).objection(request, service);
    if (objection != null) {
      return objection;
    }
    Duration off = Duration.between(Signature.time(request), now()).abs();
    boolean s3 = service.equals("s3");
    return off.compareTo(Duration.ofMinutes(s3 ? 15 : 5)) <= 0
        ? null
        : s3 ? "RequestTimeTooSkewed" : "InvalidSignatureException";
  }

  private Instant now() {
    return InstantSource.system().instant().plus(ahead);
  }

  private String skew(Request request) {
    return Signature.time(request).isBefore(now().minus(Duration.ofMinutes(5)))
        ? "Signature expired: it is now earlier than the time of the server."
        : "The request signature we calculated does not match the signature you provided.";
  }

  private Response json(Request request, String service, String target) {
    String operation = target.substring(target.indexOf('.') + 1);
    String action = service + ":" + operation;
    Json asked = parsed(request.body());
    Response response = blocked(action);
    if (response == null) {
      response =
          service.equals("glue")
              ? new GlueAnswers(this).answer(operation, asked)
              : athena(operation, asked);
    }
    exchanges.add(new Exchange(target, response.status(), asked, parsed(response.body())));
    return response;
  }

  private @Nullable Response blocked(String action) {
    if (throttled.merge(action, -1, Integer::sum) >= 0) {
      return refuse("ThrottlingException", "Rate exceeded").with("Retry-After", "7");
    }
    return denied.contains(action)
        ? refuse(
            "AccessDeniedException",
            "User: arn:aws:iam::123456789012:user/punctual is not authorized to perform: " + action)
        : null;
  }

  static Json parsed(String body) {
    try {
      return Json.parse(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(body, e);
    }
  }

  static Response ok(Map<String, ? extends @Nullable Object> body) {
    return new Response(
        200, Map.of("Content-Type", "application/x-amz-json-1.1"), Json.write(body));
  }

  static Response refuse(String code, String message) {
    return new Response(
        400,
        Map.of("Content-Type", "application/x-amz-json-1.1"),
        Json.write(Map.of("__type", code, "Message", message)));
  }

  private Response athena(String operation, Json asked) {
    return switch (operation) {
      case "StartQueryExecution" -> start(asked);
      case "BatchGetQueryExecution" -> look(asked);
      case "GetQueryExecution" -> {
        Map<String, Object> one = athena.look(asked.text("QueryExecutionId", ""));
        yield one == null
            ? refuse("InvalidRequestException", "QueryExecution was not found")
            : ok(Map.of("QueryExecution", one));
      }
      case "GetQueryResults" -> rows(asked.text("QueryExecutionId", ""));
      case "StopQueryExecution" -> {
        athena.stop(asked.text("QueryExecutionId", ""));
        yield ok(Map.of());
      }
      case "GetWorkGroup" ->
          asked.text("WorkGroup", "").equals("primary")
              ? ok(
                  Map.of(
                      "WorkGroup",
                      Map.of(
                          "Name",
                          "primary",
                          "State",
                          "ENABLED",
                          "Configuration",
                          Map.of("BytesScannedCutoffPerQuery", 10_000_000_000L))))
              : refuse("InvalidRequestException", "WorkGroup is not found.");
      default -> throw new IllegalStateException("not asked by this source: " + operation);
    };
  }

  private Response start(Json asked) {
    List<String> why = new ArrayList<>();
    String id =
        athena.start(asked.text("QueryString", ""), asked.text("ClientRequestToken", ""), why);
    return id == null
        ? refuse("InvalidRequestException", why.getFirst())
        : ok(Map.of("QueryExecutionId", id));
  }

  private Response look(Json asked) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (Json id : Objects.requireNonNull(asked.items("QueryExecutionIds"))) {
      Map<String, Object> one = athena.look(String.valueOf(id.value()));
      if (one != null) {
        found.add(one);
      }
    }
    return ok(Map.of("QueryExecutions", found, "UnprocessedQueryExecutionIds", List.of()));
  }

  private Response rows(String id) {
    List<List<@Nullable String>> rows = athena.rows(id);
    if (rows == null) {
      return refuse("InvalidRequestException", "Query has not yet finished.");
    }
    List<Map<String, Object>> data = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (String cell : row) {
        cells.add(cell == null ? Map.of() : Map.of("VarCharValue", cell));
      }
      data.add(Map.of("Data", cells));
    }
    return ok(Map.of("ResultSet", Map.of("Rows", data)));
  }

  private Response s3(Request request) {
    String path = request.path().substring(1);
    Map<String, String> query = request.parameters();
    boolean list = "2".equals(query.get("list-type"));
    Response blocked = blocked(list ? "s3:ListBucket" : "s3:GetObject");
    if (blocked != null) {
      return blocked.body().contains("Throttling")
          ? xml(503, "SlowDown", "Please reduce your request rate.")
          : xml(403, "AccessDenied", "Access Denied");
    }
    String bucket = path.replaceFirst("/.*", "");
    if (objects.keySet().stream().noneMatch(key -> key.startsWith(bucket + "/"))) {
      return xml(404, "NoSuchBucket", "The specified bucket does not exist");
    }
    if (list) {
      return list(bucket, query);
    }
    Stored stored = objects.get(path);
    return stored == null
        ? xml(404, "NoSuchKey", "The specified key does not exist.")
        : new Response(200, Map.of("Content-Type", "application/octet-stream"), stored.body());
  }

  private Response list(String bucket, Map<String, String> query) {
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    String prefix = query.getOrDefault("prefix", "");
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult>");
    int count = 0;
    String last = "";
    for (Map.Entry<String, Stored> one : objects.tailMap(bucket + "/", true).entrySet()) {
      String key = one.getKey().substring(Math.min(one.getKey().length(), bucket.length() + 1));
      if (!one.getKey().startsWith(bucket + "/" + prefix) || key.compareTo(after) <= 0) {
        continue;
      }
      if (query.containsKey("delimiter") && key.indexOf('/', prefix.length()) >= 0) {
        continue;
      }
      if (count++ == page) {
        xml.append("<NextContinuationToken>").append(last).append("</NextContinuationToken>");
        break;
      }
      last = key;
      xml.append("<Contents><Key>")
          .append(URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"))
          .append("</Key><LastModified>")
          .append(one.getValue().modified())
          .append("</LastModified><Size>")
          .append(one.getValue().size())
          .append("</Size></Contents>");
    }
    return new Response(
        200,
        Map.of("Content-Type", "application/xml"),
        xml.append("</ListBucketResult>").toString());
  }

  private static Response xml(int status, String code, String message) {
    return new Response(
        status,
        Map.of("Content-Type", "application/xml"),
        "<?xml version=\"1.0\"?><Error><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error>");
  }

  /** Whether a partition fits a condition in the words of Glue. */
  boolean fits(String condition, List<String> names, List<String> values) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add("'" + values.get(i) + "' as " + names.get(i));
    }
    try (Statement statement = athena.database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select * from (select " + String.join(", ", columns) + ") where " + condition)) {
      return rows.next();
    } catch (SQLException e) {
      throw new IllegalStateException(condition, e);
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    server.close();
    athena.close();
  }
}
