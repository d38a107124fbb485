package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.punctual.ledger.RuleBook;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A half-year as it was lived, frozen, and then everything that could spoil it: what is downloaded
 * stays the same to the byte, and what became known stands beside it.
 */
abstract class FrozenBytesContract {
  private static final Instant LATER = Instant.parse("2026-09-01T00:00:00Z");

  /** Of what was promised in spring: one renamed, two re-timed, all others gone. */
  private static final String AUTUMN =
      """
      version: 1
      teams: { elsewhere: { slack: "#elsewhere" } }
      defaults: { timezone: Europe/Berlin, team: elsewhere, objective: 50% }
      rules:
        - { id: bills, title: 請求台帳, was: ledger, job: a, ready_by: "17:00" }
        - { id: scores, title: Scores, job: b, every: 1h, ready_within: 5m }
        - { id: slots, title: Once a day, job: f, ready_by: "06:00", on: [sun] }
      """;

  private final Locale language = Locale.getDefault();
  private final HttpClient client = HttpClient.newHttpClient();

  /** Settings of an empty database that outlives a context. */
  abstract Map<String, Object> database();

  private static ApplicationContext start(Map<String, Object> database, String zone) {
    Map<String, Object> settings = new HashMap<>(database);
    settings.put("punctual.timezone", zone);
    settings.put("punctual.engine.enabled", false);
    settings.put("test.sample", "report");
    settings.put("micronaut.server.port", -1);
    return ApplicationContext.run(settings, "test");
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(language);
  }

  @Test
  void json_and_csv_stay_the_same_bytes_and_the_erratum_is_listed() throws Exception {
    Map<String, Object> database = database();
    Map<String, String> frozen;
    String corrected;
    try (ApplicationContext context = start(database, "Asia/Tokyo")) {
      new Chronicle(context).write();
      URI server = context.getBean(EmbeddedServer.class).start().getURI();
      context.getBean(Freezer.class).freezeDue(Sample.NOW);
      frozen = downloads(server);
      assertThat(frozen.get("/api/v1/reports/2026H1"))
          .contains("\"frozen_at\":\"" + Sample.NOW + "\"", "\"rule\":\"ledger\"");

      corrected = firstMiss(frozen, "ledger");
      Chronicle.publish(context, AUTUMN, LATER);
      correct(server, "ledger", corrected);
      assertThat(downloads(server)).isEqualTo(frozen);
    }
    for (String tag : List.of("ja", "ar-EG-u-nu-arab", "tr")) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      try (ApplicationContext context = start(database, "America/New_York")) {
        URI server = context.getBean(EmbeddedServer.class).start().getURI();
        assertThat(context.getBean(RuleBook.class).rules().rules()).isEmpty();
        assertThat(downloads(server)).as("after a restart in " + tag).isEqualTo(frozen);
        Chronicle.publish(context, AUTUMN, LATER);
        assertThat(downloads(server)).as(tag).isEqualTo(frozen);
        theErratumIsListed(server, corrected);
      }
    }
  }

  private void theErratumIsListed(URI server, String date) throws Exception {
    JsonObject answer = object(text(server, "/api/v1/reports/2026H1/errata"));
    assertThat(answer.getAsJsonArray("items")).hasSize(1);
    JsonObject erratum = answer.getAsJsonArray("items").get(0).getAsJsonObject();
    assertThat(erratum.get("kind").getAsString()).isEqualTo("correction");
    assertThat(erratum.get("rule").getAsString()).isEqualTo("bills");
    assertThat(erratum.get("business_date").getAsString()).isEqualTo(date);
    assertThat(erratum.get("author").getAsString()).isEqualTo("K. Tanaka");
    String page = text(server, "/reports/2026H1?lang=en");
    assertThat(Jsoup.parse(page).select("#errata tr").last())
        .extracting(row -> row.text())
        .asString()
        .contains("請求台帳", "Corrected to unknown", "the clock of the job was wrong");
  }

  /** Everything that can be downloaded of the half-year and its parts, byte by byte. */
  private Map<String, String> downloads(URI server) throws Exception {
    Map<String, String> bytes = new TreeMap<>();
    for (String name : List.of("2026H1", "2026Q1", "2026Q2", "2026-01", "2026-03", "2026-06")) {
      for (String form : List.of("", ".csv")) {
        String path = "/api/v1/reports/" + name + form;
        bytes.put(path, new String(bytes(server, path), StandardCharsets.ISO_8859_1));
      }
    }
    return bytes;
  }

  private static String firstMiss(Map<String, String> frozen, String rule) {
    for (var each : object(utf8(frozen, "/api/v1/reports/2026H1")).getAsJsonArray("misses")) {
      if (each.getAsJsonObject().get("rule").getAsString().equals(rule)) {
        return each.getAsJsonObject().get("business_date").getAsString();
      }
    }
    throw new AssertionError(rule + " has no miss");
  }

  private static String utf8(Map<String, String> downloads, String path) {
    byte[] bytes = String.valueOf(downloads.get(path)).getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void correct(URI server, String rule, String date)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                server.resolve("/api/v1/deadlines/" + rule + "/" + date + "/correction"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"verdict": "unknown", "reason": "the clock of the job was wrong",
                     "author": "K. Tanaka"}\
                    """))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private String text(URI server, String path) throws Exception {
    return new String(bytes(server, path), StandardCharsets.UTF_8);
  }

  private byte[] bytes(URI server, String path) throws Exception {
    var answer =
        client.send(
            HttpRequest.newBuilder(server.resolve(path)).header("Accept", "*/*").build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(path + ": " + Arrays.toString(answer.body())).isEqualTo(200);
    return answer.body();
  }
}
