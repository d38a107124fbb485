package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.TestDatabase;
import dev.punctual.poll.ScriptedSources.Script;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import io.micronaut.runtime.server.EmbeddedServer;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientException;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events through the API, from OpenLineage's own client and by hand, with and without tokens. */
class LineageTest {

  /** SHA-256 of {@code s3cret}. */
  private static final String HASH =
      "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0";

  private static final URI PRODUCER = URI.create("https://example.com/producer");

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final HttpClient client = HttpClient.newHttpClient();
  private final OpenLineage lineage = new OpenLineage(PRODUCER);
  private Desk desk;

  @BeforeEach
  void open() {
    desk = started(Map.of());
  }

  private Desk started(Map<String, Object> more) {
    Map<String, Object> properties = new TreeMap<>(more);
    properties.put("punctual.sources.lineage.type", "openlineage");
    properties.put("punctual.sources.dbt.type", "dbt");
    Desk started = new Desk(TestDatabase.h2(), new Script(), properties);
    started.rules(
        now,
        rule("load", new Target.Item("job", "lineage", "load", new TreeMap<>())),
        rule("orders", new Target.Item("dataset", "lineage", "mart.orders", new TreeMap<>())),
        rule("model", new Target.Item("dataset", "dbt", "model.shop.orders", new TreeMap<>())));
    started.context.getBean(EmbeddedServer.class).start();
    return started;
  }

  @AfterEach
  void close() {
    client.close();
    desk.close();
  }

  private static Rule rule(String id, Target target) {
    return Desk.rule(
        id,
        target,
        new Promise.ReadyBy(
            DayTime.parse("23:59"),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofDays(1)),
        Readiness.completion());
  }

  private URI server() {
    return desk.context.getBean(EmbeddedServer.class).getURI();
  }

  private HttpTransport producer(boolean packed, String token) {
    HttpConfig config = new HttpConfig();
    config.setUrl(server());
    config.setEndpoint("/api/v1/lineage");
    if (packed) {
      config.setCompression(HttpConfig.Compression.GZIP);
    }
    if (!token.isEmpty()) {
      config.setAuth(() -> "Bearer " + token);
    }
    return new HttpTransport(config);
  }

  private OpenLineage.RunEvent event(UUID run, OpenLineage.RunEvent.EventType type, Instant at) {
    ZonedDateTime nominal = LocalDate.now(Desk.TOKYO).atStartOfDay(Desk.TOKYO);
    return lineage
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(at.atZone(ZoneOffset.UTC))
        .run(
            lineage.newRun(
                run,
                lineage
                    .newRunFacetsBuilder()
                    .nominalTime(lineage.newNominalTimeRunFacet(nominal.minusDays(1), nominal))
                    .put("spark_unknown", lineage.newRunFacet())
                    .build()))
        .job(lineage.newJob("default", "load", null))
        .inputs(List.of(lineage.newInputDataset("postgres://db:5432", "raw.orders", null, null)))
        .outputs(List.of(lineage.newOutputDataset("postgres://db:5432", "mart.orders", null, null)))
        .build();
  }

  private HttpResponse<String> post(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server().resolve("/api/v1/" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> post(String path, String body, String... headers) {
    return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private String complete(String run) {
    return """
    {"eventType":"COMPLETE","eventTime":"%s","producer":"https://p","schemaURL":"https://s",
     "run":{"runId":"%s"},"job":{"namespace":"default","name":"load"},"unheard":{"of":[1]}}\
    """
        .formatted(now, run);
  }

  private String dbt(String status) {
    return """
    {"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/run-results/v6.json",
      "generated_at":"%1$s","invocation_id":"0af1"},"elapsed_time":1.0,"args":{"which":"build"},
     "results":[{"unique_id":"model.shop.orders","status":"%2$s","message":"OK",
      "timing":[{"name":"execute","started_at":"%1$s","completed_at":"%1$s"}]}]}\
    """
        .formatted(now, status);
  }

  private List<String> verdicts(String rule) {
    return desk.rows(
        "select distinct verdict from deadline where verdict is not null and rule_id = '"
            + rule
            + "'");
  }

  private long runs() {
    return Long.parseLong(desk.rows("select count(*) from lineage_run").getFirst());
  }

  @Test
  void the_real_client_makes_a_job_and_what_it_writes_met() throws Exception {
    UUID run = UUID.randomUUID();
    try (HttpTransport producer = producer(true, "")) {
      producer.emit(event(run, OpenLineage.RunEvent.EventType.START, now.minusSeconds(9)));
      producer.emit(event(run, OpenLineage.RunEvent.EventType.COMPLETE, now));
      producer.emit(event(run, OpenLineage.RunEvent.EventType.COMPLETE, now));
    }
    desk.round("lineage", Instant.now().truncatedTo(ChronoUnit.MICROS));
    assertThat(verdicts("load")).containsExactly("met");
    assertThat(verdicts("orders")).containsExactly("met");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void the_real_client_may_tell_of_datasets_and_jobs_without_a_run() throws Exception {
    try (HttpTransport producer = producer(false, "")) {
      producer.emit(
          lineage.newDatasetEvent(
              now.atZone(ZoneOffset.UTC), lineage.newStaticDataset("s3://lake", "raw", null)));
      producer.emit(
          lineage.newJobEvent(
              now.atZone(ZoneOffset.UTC),
              lineage.newJob("default", "load", null),
              List.of(),
              List.of()));
    }
    assertThat(desk.rows("select kind, name from lineage_name order by 1"))
        .containsExactly("dataset raw", "job load");
    assertThat(runs()).isZero();
  }

  @Test
  void upstream_edges_are_kept() throws Exception {
    try (HttpTransport producer = producer(false, "")) {
      producer.emit(event(UUID.randomUUID(), OpenLineage.RunEvent.EventType.START, now));
    }
    assertThat(
            desk.rows(
                "select e.flow, j.name, d.name from lineage_edge e join lineage_name j on j.id ="
                    + " e.job join lineage_name d on d.id = e.dataset order by 1"))
        .containsExactly("in load raw.orders", "out load mart.orders");
  }

  @Test
  void an_event_told_again_is_kept_once() {
    assertThat(post("lineage", complete("r-1")).statusCode()).isEqualTo(201);
    assertThat(post("lineage", complete("r-1")).statusCode()).isEqualTo(201);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void an_event_that_lacks_what_is_needed_is_refused_by_its_pointer() {
    HttpResponse<String> answer = post("lineage", complete("r").replace("\"runId\"", "\"id\""));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"pointer\":\"/run/runId\"");
    assertThat(post("lineage", "{\"eventTime\":\"10:00\"}").body()).contains("/eventTime");
    assertThat(post("lineage", "{").statusCode()).isEqualTo(400);
    assertThat(post("lineage", "").statusCode()).isBetween(400, 499);
  }

  @Test
  void of_a_batch_the_bad_are_named_and_the_good_are_kept() {
    HttpResponse<String> answer =
        post("lineage/batch", "[" + complete("a") + ",{},7," + complete("b") + "]");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"status\":\"partial_success\"", "\"received\":4", "\"successful\":2")
        .contains("\"non_retriable\":2", "\"index\":1", "\"index\":2");
    assertThat(runs()).isEqualTo(2);
    assertThat(post("lineage/batch", complete("a")).statusCode()).isEqualTo(422);
  }

  @Test
  void a_body_beyond_the_limit_is_refused_packed_or_not() throws IOException {
    byte[] large = new byte[11 * 1024 * 1024];
    Arrays.fill(large, (byte) ' ');
    assertThat(post("lineage", large).statusCode()).isEqualTo(413);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(large);
    }
    HttpResponse<String> answer = post("lineage", packed.toByteArray(), "Content-Encoding", "gzip");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void an_artifact_of_dbt_makes_its_model_met_once() {
    assertThat(post("dbt/run-results", dbt("success")).statusCode()).isEqualTo(201);
    assertThat(post("dbt/run-results", dbt("success")).body()).contains("\"nodes\":1");
    desk.round("dbt", Instant.now().truncatedTo(ChronoUnit.MICROS));
    assertThat(verdicts("model")).containsExactly("met");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void an_artifact_of_another_environment_does_not() {
    post("dbt/run-results?environment=dev", dbt("success"));
    desk.round("dbt", Instant.now().truncatedTo(ChronoUnit.MICROS));
    assertThat(verdicts("model")).isEmpty();
    assertThat(post("dbt/run-results?environment=", dbt("success")).statusCode()).isEqualTo(400);
  }

  @Test
  void the_wrong_file_of_dbt_is_refused() {
    assertThat(post("dbt/sources", dbt("success")).statusCode()).isEqualTo(422);
    HttpResponse<String> docs =
        post("dbt/run-results", dbt("success").replace("\"build\"", "\"generate\""));
    assertThat(docs.statusCode()).isEqualTo(422);
    assertThat(docs.body()).contains("/args/which", "dbt generate builds nothing");
  }

  @Test
  void with_a_token_configured_telling_needs_one_of_its_scope() throws Exception {
    desk.close();
    desk =
        started(
            Map.of(
                "punctual.api.tokens[0].name", "airflow",
                "punctual.api.tokens[0].sha256", HASH,
                "punctual.api.tokens[0].scopes", "lineage"));
    assertThat(post("lineage", complete("r")).statusCode()).isEqualTo(401);
    assertThat(post("dbt/run-results", dbt("success")).statusCode()).isEqualTo(401);
    String[] token = {"Authorization", "Bearer s3cret"};
    assertThat(post("jobs/load/arrivals", "{}", token).statusCode()).isEqualTo(403);
    assertThat(post("dbt/run-results", dbt("success"), token).statusCode()).isEqualTo(201);
    OpenLineage.RunEvent event =
        event(UUID.randomUUID(), OpenLineage.RunEvent.EventType.COMPLETE, now);
    try (HttpTransport right = producer(false, "s3cret");
        HttpTransport wrong = producer(false, "wrong")) {
      right.emit(event);
      assertThatThrownBy(() -> wrong.emit(event)).isInstanceOf(OpenLineageClientException.class);
    }
    assertThat(runs()).isEqualTo(2);
  }
}
