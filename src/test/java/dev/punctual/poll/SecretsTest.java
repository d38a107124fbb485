package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.punctual.TestDatabase;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import dev.punctual.observe.wire.GoogleLogin;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Every source fails in every way it can, at a server that repeats all it was sent; then the whole
 * service is searched for what was configured as a secret.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
class SecretsTest {

  private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");
  private static final int[] STATUSES = {401, 403, 400, 404, 422, 429, 500, 520, 200};

  /** Sources without secrets, and what tests bring. */
  private static final Set<String> WITHOUT =
      Set.of("push", "files", "openlineage", "dbt", "scripted");

  /**
   * A source of each type, all of whose secrets begin with {@code s3cr3t-}.
   *
   * @param settings {@code URL} stands for the local server, {@code PORT} for its port
   */
  private record Sample(String type, String target, Map<String, String> settings) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(
              "postgresql",
              "table: NAME.mart.orders",
              Map.of(
                  "url", "jdbc:postgresql://127.0.0.1:PORT/dwh?connectTimeout=1&socketTimeout=1",
                  "username", "u",
                  "password", "s3cr3t-postgresql",
                  "connect-timeout", "1s")),
          new Sample(
              "mysql",
              "table: NAME.mart.orders",
              Map.of(
                  "url", "jdbc:mysql://127.0.0.1:PORT/dwh",
                  "username", "u",
                  "password", "s3cr3t-mysql",
                  "connect-timeout", "1s")),
          new Sample(
              "mariadb",
              "table: NAME.mart.orders",
              Map.of(
                  "url", "jdbc:mariadb://127.0.0.1:PORT/dwh",
                  "username", "u",
                  "password", "s3cr3t-mariadb",
                  "connect-timeout", "1s")),
          new Sample(
              "sqlserver",
              "table: NAME.mart.orders",
              Map.of(
                  "url", "jdbc:sqlserver://127.0.0.1:PORT;databaseName=dwh",
                  "username", "u",
                  "password", "s3cr3t-sqlserver",
                  "connect-timeout", "1s")),
          new Sample(
              "h2",
              "table: NAME.mart.orders",
              Map.of(
                  "url", "jdbc:h2:tcp://127.0.0.1:1/dwh",
                  "username", "u",
                  "password", "s3cr3t-h2")),
          new Sample(
              "airflow",
              "task: NAME.export.write",
              Map.of("url", "URL", "username", "u", "password", "s3cr3t-airflow")),
          new Sample(
              "digdag",
              "dag: NAME.shop/daily",
              Map.of("url", "URL", "username", "u", "password", "s3cr3t-digdag")),
          new Sample(
              "http",
              "endpoint: { source: NAME, path: /exports }",
              Map.of("url", "URL", "header", "X-Api-Key", "header-secret", "s3cr3t-http")),
          new Sample(
              "prometheus", "metric: NAME.up", Map.of("url", "URL", "token", "s3cr3t-prometheus")),
          new Sample(
              "kintone", "app: NAME.12", Map.of("url", "URL", "token", "s3cr3t-one,s3cr3t-two")),
          new Sample(
              "salesforce",
              "object: NAME.Opportunity",
              Map.of("url", "URL", "client-id", "id", "client-secret", "s3cr3t-salesforce")),
          new Sample(
              "kafka",
              "topic: NAME.orders",
              Map.of(
                  "brokers", "127.0.0.1:PORT",
                  "username", "u",
                  "password", "s3cr3t-kafka",
                  "request-timeout", "1s")),
          // A slash keeps them from being asked at each status: their login has pauses of its own.
          new Sample(
              "bigquery",
              "table: NAME.mart.orders",
              Map.of("url", "URL/", "project", "acme-warehouse", "credentials-file", "KEY")),
          new Sample(
              "google-drive",
              "file: NAME.1Zy9XwVuTsRqPoNmLkJiHgFeDcBa",
              Map.of("url", "URL/", "credentials-file", "KEY")),
          new Sample(
              "gcs",
              "file: NAME.bucket/in/{data_date}.csv",
              Map.of("url", "URL/", "credentials-file", "KEY")),
          new Sample(
              "sftp",
              "file: NAME.in/{data_date}.csv",
              Map.of(
                  "host", "127.0.0.1",
                  "port", "PORT",
                  "username", "u",
                  "password", "s3cr3t-sftp",
                  "host-key", "SHA256:" + "A".repeat(43),
                  "request-timeout", "1s")),
          new Sample("athena", "table: NAME.mart.orders", aws("s3cr3t-athena")),
          new Sample("s3", "file: NAME.deliveries/in/{data_date}.csv", aws("s3cr3t-s3")));

  private static Map<String, String> aws(String secret) {
    return Map.of(
        "region", "ap-northeast-1",
        "endpoint", "URL",
        "access-key-id", "AKIAPUNCTUAL",
        "access-key-secret", secret,
        "session-token", secret + "-session");
  }

  @TempDir static Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private volatile int status = 401;

  @SuppressWarnings("NullAway.Init")
  private LocalServer outside;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedServer service;

  @SuppressWarnings("NullAway.Init")
  private RuleSet rules;

  @BeforeAll
  void start() throws Exception {
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
    outside = new LocalServer(this::repeat);
    Map<String, Object> settings = new HashMap<>(TestDatabase.h2());
    settings.put("punctual.engine.enabled", false);
    Path login = GoogleLogin.keyFile(folder, outside.url() + "/token");
    for (Sample sample : SAMPLES) {
      settings.put("punctual.sources." + sample.type() + ".type", sample.type());
      sample
          .settings()
          .forEach(
              (key, value) ->
                  settings.put(
                      "punctual.sources." + sample.type() + "." + key,
                      value
                          .replace("URL", outside.url())
                          .replace("KEY", login.toString())
                          .replace("PORT", outside.url().replaceFirst(".*:", ""))));
    }
    service = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    rules = read();
    bean(RuleBook.class)
        .turnTo(new RuleBook.Edition(rules, START, START, List.of(), List.of(), List.of()));
    bean(RuleVersions.class).publish(rules, rule -> "changed", START);
    bean(Engine.class).materialise(START);
  }

  @AfterAll
  void stop() throws IOException {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    service.stop();
    outside.close();
  }

  private <T> T bean(Class<T> type) {
    return service.getApplicationContext().getBean(type);
  }

  /** Says all it was sent, wherever a client might look for words. */
  private Response repeat(Request request) {
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.keySet().removeIf(name -> !name.matches("authorization|x-.*"));
    String sent = (headers + " " + request.body()).replace("\\", "").replace("\"", "'");
    String error = "{\"code\": \"E\", \"message\": \"SENT\", \"errorCode\": \"E\"}";
    String body =
        ("{\"error\": \"SENT\", \"error_description\": \"SENT\", \"message\": \"SENT\", \"code\":"
                + " \"E\", \"detail\": \"SENT\", \"title\": \"SENT\", \"errors\": ["
                + error
                + "], \"version\": \"3.0.0\"}")
            .replace("SENT", sent);
    return Response.json(status, body);
  }

  private RuleSet read() throws IOException {
    StringBuilder text =
        new StringBuilder("version: 1\ndefaults: { timezone: Asia/Tokyo }\nrules:\n");
    for (Sample sample : SAMPLES) {
      text.append("  - id: " + sample.type() + "-rule\n");
      text.append("    " + sample.target().replace("NAME", sample.type()) + "\n");
      text.append("    ready_by: \"12:00\"\n");
    }
    Path file = folder.resolve("rules.yaml");
    Files.writeString(file, text);
    return switch (RuleFolder.read(List.of(file), bean(SourceRegistry.class).known())) {
      case Reading.Accepted accepted -> accepted.rules();
      case Reading.Rejected rejected -> throw new AssertionError(rejected.problems());
    };
  }

  @Test
  void every_type_of_source_is_tried_here() {
    Set<String> types =
        service.getApplicationContext().getBeansOfType(SourceType.class).stream()
            .map(SourceType::type)
            .filter(type -> !WITHOUT.contains(type))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(SAMPLES).extracting(Sample::type).containsAll(types);
  }

  @Test
  void no_secret_is_in_logs_pages_api_metrics_or_the_database() throws Exception {
    Map<String, String> places = new LinkedHashMap<>();
    Instant now = START;
    for (int next : STATUSES) {
      status = next;
      now = now.plusSeconds(1200);
      for (Sample sample : next == STATUSES[0] ? SAMPLES : overHttp()) {
        bean(Engine.class).round(sample.type(), now);
        places.put(sample.type() + " checked at " + next, checked(sample));
      }
      visit(places, next);
    }
    places.put("log", logged());
    places.put("database", stored());
    assertThat(secrets()).hasSizeGreaterThanOrEqualTo(SAMPLES.size());
    places.forEach(
        (place, text) -> {
          for (String secret : secrets()) {
            assertThat(text.contains(secret)).as(secret + " in " + place).isFalse();
          }
        });
    assertThat(places.values())
        .as("what a server said, without it")
        .anyMatch(text -> text.contains("•••"));
  }

  private static List<Sample> overHttp() {
    return SAMPLES.stream().filter(sample -> sample.settings().containsValue("URL")).toList();
  }

  private static List<String> secrets() {
    Stream<String> set =
        SAMPLES.stream()
            .flatMap(sample -> sample.settings().values().stream())
            .filter(value -> value.startsWith("s3cr3t-"))
            .flatMap(value -> List.of(value.split(",", -1)).stream())
            .flatMap(secret -> Stream.of(secret, encoded("u:" + secret)));
    return Stream.concat(set, GoogleLogin.secrets().stream()).toList();
  }

  /** As Basic sends it. */
  private static String encoded(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String checked(Sample sample) throws InterruptedException {
    Source source =
        bean(SourceRegistry.class).all().stream()
            .map(SourceRegistry.Configured::source)
            .filter(one -> one.name().equals(sample.type()))
            .findFirst()
            .orElseThrow();
    var entry =
        bean(Ledger.class).find(sample.type() + "-rule", LocalDate.of(2026, 11, 20)).getFirst();
    var rule = rules.rules().get(sample.type() + "-rule");
    Probe probe = new Probe(java.util.Objects.requireNonNull(rule), entry.deadline(), null, true);
    return source.description() + source.check(List.of(probe));
  }

  private void visit(Map<String, String> places, int status) throws Exception {
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/",
                "/sources",
                "/rules",
                "/alerts",
                "/api/v1/sources",
                "/api/v1/rules",
                "/api/v1/deadlines?from=2026-11-19&to=2026-11-22",
                "/metrics"));
    SAMPLES.forEach(sample -> paths.add("/rules/" + sample.type() + "-rule"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path : paths) {
        var answer =
            client.send(
                HttpRequest.newBuilder(URI.create(service.getURL() + path)).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        places.put(path + " after " + status, answer.body());
      }
    }
  }

  private String logged() {
    return log.list.stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(event.getThrowableProxy())))
        .collect(Collectors.joining("\n"));
  }

  @SuppressWarnings("unchecked")
  private String stored() {
    TransactionOperations<Connection> transactions =
        service
            .getApplicationContext()
            .getBean(Argument.of(TransactionOperations.class, Connection.class));
    return transactions.executeRead(
        status -> {
          StringBuilder all = new StringBuilder();
          try (Statement statement = status.getConnection().createStatement();
              ResultSet rows = statement.executeQuery("script")) {
            while (rows.next()) {
              all.append(rows.getString(1)).append('\n');
            }
          }
          return all.toString();
        });
  }
}
