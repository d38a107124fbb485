package dev.punctual.observe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpContractTest extends SourceContract {

  private static final String TOKEN = "t0ken-of-the-partner";
  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();
  private static final Instant NOW = DAY.dueAt().plusSeconds(60);

  private final Map<String, Response> pages = new TreeMap<>();
  private LocalServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new LocalServer(this::answer);
    page("/exports/2026-11-19", "{\"run\": {\"finished_at\": \"2026-11-20T09:30:00+09:00\"}}");
    page("/state", "{\"ok\": [false, true]}");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void page(String path, String json) {
    pages.put(path, Response.json(json));
  }

  private Response answer(Request request) {
    if (!("Bearer " + TOKEN).equals(request.header("Authorization"))) {
      return Response.json(401, "{}");
    }
    return pages.getOrDefault(request.target().toString(), Response.json(404, "{}"));
  }

  private Source source(Map<String, String> more) {
    Map<String, String> values = new TreeMap<>(Map.of("url", server.url(), "token", TOKEN));
    values.putAll(more);
    return new HttpType().open(new Settings("partner", values));
  }

  static Target endpoint(String path, String pointer) {
    TreeMap<String, String> details = new TreeMap<>();
    if (!pointer.isEmpty()) {
      details.put("pointer", pointer);
    }
    return new Target.Item("endpoint", "partner", path, details);
  }

  private Observation seen(Target target) throws Exception {
    return seen(DAY.of(target));
  }

  private Observation seen(Probe probe) throws Exception {
    try (Source source = source(Map.of())) {
      return source.observe(List.of(probe), first()).answers().getFirst().observation();
    }
  }

  @Override
  protected Source working() {
    return source(Map.of());
  }

  @Override
  protected Source broken() {
    return source(Map.of("token", "wr0ng-token-of-nobody"));
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        DAY.of(endpoint("/exports/{data_date}", "/run/finished_at")),
        DAY.of(endpoint("/state", "/ok/1")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(endpoint("/no-such-thing", "/at"));
  }

  @Override
  protected Instant now() {
    return NOW;
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN, "wr0ng-token-of-nobody");
  }

  @Test
  void a_time_at_a_path_that_names_the_date_is_the_arrival() throws Exception {
    assertThat(seen(endpoint("/exports/{data_date}", "/run/finished_at")))
        .isEqualTo(
            Arrived.at(
                Instant.parse("2026-11-20T00:30:00Z"),
                "/exports/2026-11-19 at /run/finished_at says 2026-11-20 00:30:00 UTC"));
  }

  @Test
  void a_path_that_names_the_date_and_is_not_there_is_not_yet() throws Exception {
    assertThat(seen(endpoint("/exports/{business_date}", "/at")))
        .isEqualTo(
            NotYet.because("/exports/2026-11-20 answers 404: nothing is there for that date"));
    assertThat(seen(endpoint("/exports", "/at"))).isInstanceOf(Absent.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"2026-11-20T09:30:00Z\" | 2026-11-20T09:30:00Z",
        "\"2026-11-20 18:30:00+0900\" | 2026-11-20T09:30:00Z",
        "1795253400 | 2026-11-21T09:30:00Z",
        "1795166400.25 | 2026-11-20T09:20:00.250Z",
        "1795167600000 | 2026-11-20T09:40:00Z",
      })
  void times_are_read_as_people_write_them(String json, Instant at) throws Exception {
    Moment moment =
        Moment.of(
            dev.punctual.observe.wire.Json.parse(
                    json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .value(),
            null);
    assertThat(moment).isEqualTo(new Moment.Time(at));
  }

  @Test
  void a_time_without_zone_needs_one_in_the_settings() throws Exception {
    page("/t", "\"2026-11-20T18:30:00\"");
    Probe probe = DAY.of(endpoint("/t", ""));
    assertThat(seen(probe))
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.text()).contains("has no timezone set"));
    try (Source source = source(Map.of("timezone", "Asia/Tokyo"))) {
      assertThat(source.observe(List.of(probe), first()).answers().getFirst().observation())
          .isInstanceOfSatisfying(
              Arrived.class,
              a -> assertThat(a.latest()).isEqualTo(Instant.parse("2026-11-20T09:30:00Z")));
    }
  }

  @Test
  void an_old_time_does_not_look_new_and_a_future_one_proves_nothing() throws Exception {
    page("/old", "{\"at\": \"2026-11-19T23:59:59Z\"}");
    page("/future", "{\"at\": \"2026-11-21T00:00:00Z\"}");
    assertThat(seen(endpoint("/old", "/at"))).isInstanceOf(NotYet.class);
    assertThat(seen(endpoint("/future", "/at")))
        .isInstanceOfSatisfying(
            NotYet.class, n -> assertThat(n.text()).endsWith("which lies ahead and is left out"));
  }

  @Test
  void a_date_is_ready_from_the_data_date_to_today() throws Exception {
    page("/d", "{\"one\": \"2026-11-18\", \"two\": \"2026-11-19\", \"three\": \"2026-11-21\"}");
    assertThat(seen(endpoint("/d", "/one"))).isInstanceOf(NotYet.class);
    assertThat(seen(endpoint("/d", "/two"))).isInstanceOf(Present.class);
    assertThat(seen(endpoint("/d", "/three"))).isInstanceOf(NotYet.class);
  }

  @Test
  void true_without_a_date_in_the_path_is_weak() throws Exception {
    page("/days/20261119", "{\"ready\": true, \"no\": false, \"null\": null}");
    assertThat(seen(endpoint("/days/{data_date:yyyyMMdd}", "/ready")))
        .isEqualTo(new Present(Strength.STRONG, null, "/days/20261119 at /ready says true"));
    assertThat(seen(endpoint("/state", "/ok/1")))
        .isEqualTo(new Present(Strength.WEAK, null, "/state at /ok/1 says true"));
    assertThat(seen(endpoint("/state", "/ok/0"))).isInstanceOf(NotYet.class);
    assertThat(seen(endpoint("/days/{data_date:yyyyMMdd}", "/null"))).isInstanceOf(NotYet.class);
    assertThat(seen(endpoint("/days/{data_date:yyyyMMdd}", "/none"))).isInstanceOf(NotYet.class);
  }

  @Test
  void age_counts_from_a_time_and_true_has_none() throws Exception {
    page("/last", "{\"at\": \"2026-11-20T09:59:00Z\", \"ok\": true}");
    assertThat(
            seen(
                DAY.fresh(
                    endpoint("/last", "/at"), new Evidence.Completion(), Duration.ofMinutes(5))))
        .isInstanceOfSatisfying(
            Newest.class,
            n -> assertThat(n.newest()).isEqualTo(Instant.parse("2026-11-20T09:59:00Z")));
    assertThat(
            seen(
                DAY.fresh(
                    endpoint("/last", "/ok"), new Evidence.Completion(), Duration.ofMinutes(5))))
        .isInstanceOf(Absent.class);
  }

  @Test
  void one_path_that_fails_spoils_no_other() throws Exception {
    pages.put("/broken", Response.json(503, "{}"));
    Probe broken = DAY.of(endpoint("/broken", "/at"));
    Probe good = answerable().getFirst();
    try (Source source = source(Map.of())) {
      Map<Probe, Observation> seen = byProbe(source.observe(List.of(broken, good), first()));
      assertThat(seen.get(broken)).isInstanceOf(Unreachable.class);
      assertThat(seen.get(good)).isInstanceOf(Arrived.class);
    }
  }

  @Test
  void a_thousand_rules_on_ten_paths_take_ten_requests() throws Exception {
    List<Probe> probes =
        IntStream.range(0, 1000)
            .mapToObj(i -> DAY.of(endpoint("/p" + i % 10, "/rule/" + i)))
            .toList();
    try (Source source = source(Map.of())) {
      Round round = source.observe(probes, first());
      assertThat(round.queries()).isEqualTo(10);
      assertThat(server.requests()).hasSize(10);
    }
  }

  @Test
  void settings_are_checked_and_their_defaults_are_these() {
    assertThat(HttpSettings.of(new Settings("p", Map.of("url", "https://a.example/v1/"))))
        .isEqualTo(
            new HttpSettings(
                "p",
                java.net.URI.create("https://a.example/v1"),
                new HttpSettings.Login.Nobody(),
                null,
                Duration.ofSeconds(10),
                4));
    for (Map<String, String> wrong :
        List.of(
            Map.of("url", "ftp://a"),
            Map.of("url", "https://a", "username", "u"),
            Map.of("url", "https://a", "token", "a", "header", "X-Key", "header-secret", "b"),
            Map.of("url", "https://a", "header", "X Key", "header-secret", "b"),
            Map.of("url", "https://a", "tokens", "a"))) {
      assertThatThrownBy(() -> HttpSettings.of(new Settings("p", wrong)))
          .hasMessageStartingWith("Source p: ");
    }
  }
}
