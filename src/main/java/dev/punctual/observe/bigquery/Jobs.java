package dev.punctual.observe.bigquery;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.GoogleApi;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.observe.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs SELECTs: bounded in time and in what they bill, read to the last page. */
final class Jobs {

  /** The reason of a job that took longer than it may, as BigQuery itself calls it. */
  static final String TIMEOUT = "timeout";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int PAGE = 10_000;

  private final BigQuerySettings settings;
  private final GoogleApi connection;

  Jobs(BigQuerySettings settings, GoogleApi connection) {
    this.settings = settings;
    this.connection = connection;
  }

  /**
   * A row as text.
   *
   * @param values in the order of the columns
   */
  record Row(List<@Nullable String> values) {
    @Nullable String text(int column) {
      return values.get(column);
    }

    @Nullable Long whole(int column) {
      String text = values.get(column);
      return text == null ? null : Long.valueOf(text);
    }
  }

  /**
   * Asks and reads all rows.
   *
   * @param location of the tables; null where BigQuery may find it
   * @param mostBytes that may be billed
   * @throws Refusal when the statement is refused, fails, or takes too long
   */
  List<Row> run(Sql sql, @Nullable String location, long mostBytes)
      throws SourceFailure, InterruptedException, Refusal {
    long stopAt = System.nanoTime() + settings.limits().query().toNanos();
    Json answer =
        connection.post(
            project() + "/queries", request(sql, location, mostBytes, patience(stopAt)));
    while (!answer.is("jobComplete")) {
      Job job = job(answer);
      if (System.nanoTime() - stopAt > 0) {
        throw givenUp(job);
      }
      answer = connection.get(job.results() + "&timeoutMs=" + patience(stopAt));
    }
    return rows(answer);
  }

  private String project() {
    return "projects/" + TableId.part(settings.billing().project());
  }

  private Map<String, Object> request(
      Sql sql, @Nullable String location, long mostBytes, long wait) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("query", sql.text());
    body.put("useLegacySql", false);
    body.put("parameterMode", "POSITIONAL");
    body.put("queryParameters", sql.parameters());
    body.put("maximumBytesBilled", Long.toString(mostBytes));
    body.put("maxResults", PAGE);
    body.put("timeoutMs", wait);
    body.put("jobTimeoutMs", Long.toString(settings.limits().query().toMillis()));
    body.put("jobCreationMode", "JOB_CREATION_OPTIONAL");
    body.put("labels", Map.of("tool", "punctual"));
    if (location != null) {
      body.put("location", location);
    }
    return body;
  }

  /** How long BigQuery may hold an answer back: well under what we wait for one. */
  private long patience(long stopAt) {
    long left = Math.max(0, (stopAt - System.nanoTime()) / 1_000_000);
    long half = settings.limits().request().toMillis() / 2;
    return Math.min(left, Math.min(half, LONGEST_WAIT.toMillis()));
  }

  /** One that is under way. */
  private record Job(String path, String id, String location) {
    String results() {
      return path + "/queries/" + id + "?maxResults=" + PAGE + location;
    }
  }

  private Job job(Json answer) throws Refusal {
    Json reference = answer.get("jobReference");
    String id = reference.text("jobId");
    if (id == null) {
      throw new Refusal("noJob", "the query is not done, and no job is named to ask again");
    }
    String location = reference.text("location");
    return new Job(
        project(), TableId.part(id), location == null ? "" : "&location=" + TableId.part(location));
  }

  private Refusal givenUp(Job job) throws SourceFailure, InterruptedException {
    String where = job.location().isEmpty() ? "" : "?" + job.location().substring(1);
    try {
      connection.post(job.path() + "/jobs/" + job.id() + "/cancel" + where, Map.of());
    } catch (Refusal over) {
      // It ended by itself.
    }
    return new Refusal(TIMEOUT, "the job was cancelled");
  }

  private List<Row> rows(Json first) throws SourceFailure, InterruptedException, Refusal {
    List<Row> rows = new ArrayList<>();
    Json page = first;
    read(page, rows);
    String next = page.text("pageToken");
    while (next != null) {
      page = connection.get(job(first).results() + "&pageToken=" + TableId.part(next));
      read(page, rows);
      next = page.text("pageToken");
    }
    return rows;
  }

  private static void read(Json page, List<Row> rows) throws Refusal {
    List<Json> items = page.items("rows");
    for (Json item : items == null ? List.<Json>of() : items) {
      List<Json> cells = item.items("f");
      if (cells == null) {
        throw new Refusal("malformed", "a row came without its cells");
      }
      List<@Nullable String> values = new ArrayList<>();
      cells.forEach(cell -> values.add(cell.text("v")));
      rows.add(new Row(values));
    }
  }
}
