package dev.punctual.observe.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a local server that answers as Prometheus 2 and 3 do, and nothing it was not asked. */
class PrometheusTest extends PrometheusContract {

  private static final String PASSWORD = "pa55-of-the-reader";

  private LocalServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new LocalServer(PrometheusTest::answer);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Override
  String url() {
    return server.url();
  }

  @Override
  protected Source working() {
    return source(PASSWORD);
  }

  @Override
  protected Source broken() {
    return source("wr0ng-password");
  }

  @Override
  protected List<String> secrets() {
    return List.of(PASSWORD, "wr0ng-password");
  }

  private static Response answer(Request request) {
    String login =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("punctual:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    if (!login.equals(request.header("Authorization"))) {
      return Response.page(401, "Unauthorized");
    }
    if (!request.method().equals("POST") || !request.path().equals("/api/v1/query")) {
      return Response.page(404, "404 page not found");
    }
    String query = request.parameters().getOrDefault("query", "");
    return switch (query) {
      case "max(export_last_success_timestamp_seconds)" ->
          vector("{\"metric\":{},\"value\":[1,\"1795168800\"]}");
      case "scalar(export_ok)" ->
          Response.json(
              "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"1\"]}}");
      case "export_ok > 5" -> vector("");
      case "max(export_ok" ->
          Response.json(
              400,
              "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter"
                  + " \\\"query\\\": 1:14: parse error: unclosed left parenthesis\"}");
      default -> named(query);
    };
  }

  private static Response named(String query) {
    assertThat(query).startsWith("{__name__=~\"").endsWith("\"}");
    List<String> names = Arrays.asList(query.substring(12, query.length() - 2).split("\\|", -1));
    return vector(
        EXPOSED
            .lines()
            .filter(line -> !line.startsWith("#"))
            .filter(line -> names.contains(line.split("[{ ]", 2)[0]))
            .map(
                line ->
                    "{\"metric\":{\"__name__\":\""
                        + line.split("[{ ]", 2)[0]
                        + "\"},\"value\":[1795168860.1,\""
                        + line.substring(line.lastIndexOf(' ') + 1)
                        + "\"]}")
            .collect(Collectors.joining(",")));
  }

  private static Response vector(String items) {
    return Response.json(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + items + "]}}");
  }

  @Test
  void a_thousand_metrics_take_ten_requests() throws Exception {
    List<Probe> probes =
        IntStream.range(0, 1000).mapToObj(i -> DAY.of(metric("metric_" + i))).toList();
    try (Source source = working()) {
      Round round = source.observe(probes, first());
      assertThat(round.queries()).isEqualTo(10);
      assertThat(server.requests()).hasSize(10);
    }
  }

  @Test
  void settings_are_checked_and_their_defaults_are_these() {
    PrometheusSettings settings =
        PrometheusSettings.of(new Settings("p", Map.of("url", "http://prom:9090/")));
    assertThat(settings)
        .isEqualTo(
            new PrometheusSettings(
                "p",
                java.net.URI.create("http://prom:9090"),
                null,
                "nobody",
                null,
                java.time.Duration.ofSeconds(10)));
    for (Map<String, String> wrong :
        List.of(
            Map.of("url", "http://prom:9090/api/v1"),
            Map.of("url", "http://prom", "username", "u"),
            Map.of("url", "http://prom", "username", "u", "password", "p", "token", "t"))) {
      assertThatThrownBy(() -> PrometheusSettings.of(new Settings("p", wrong)))
          .hasMessageStartingWith("Source p: ");
    }
  }
}
