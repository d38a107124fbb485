package dev.punctual.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.punctual.ledger.Recount;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.poll.Engine;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Slots, renamed rules and freshness rules as pages and API show them, with rows the engine made;
 * on every database.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RulePageContract {

  private static final String RULES =
      """
      version: 1
      defaults: { timezone: Asia/Tokyo, objective: 97%% }
      rules:
        - { id: hourly, job: hourly, every: 6h, ready_within: 20m }
        - { id: %s, title: Sales, job: sales, ready_by: "10:00"%s }
        - { id: %s, title: Costs, job: costs, ready_by: "10:00"%s }
        - { id: stream, title: Event stream, table: dwh.raw.events, column: at, fresh_within: 30m }
      """;

  private static final Instant RENAMED = BoardData.NOW.minus(Duration.ofDays(3));

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private EmbeddedServer server;

  /** Settings of an empty database. */
  abstract Map<String, Object> database();

  @BeforeAll
  void start() {
    Map<String, Object> settings = new HashMap<>(database());
    settings.put(StoppedClock.PROPERTY, true);
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    for (int days = 12; days > 3; days--) {
      inForce(
          RULES.formatted("old-sales", "", "old-costs", ""),
          BoardData.NOW.minus(Duration.ofDays(days)));
    }
    String renamed =
        RULES.formatted("sales", ", was: old-sales", "costs", ", was: old-costs, from: 2026-12-01");
    inForce(renamed, RENAMED);
    inForce(renamed, BoardData.NOW);
    write(
        "delete from deadline where rule_id like 'old-%' and business_date >= '2026-11-18'",
        "update deadline set state = 'met', verdict = 'met', arrival_at = due_at,"
            + " arrival_earliest = due_at where rule_id in ('old-sales', 'old-costs', 'sales')"
            + " and business_date < '2026-11-20'",
        "update deadline set state = 'missed', verdict = 'missed', arrival_at = null,"
            + " arrival_earliest = null where rule_id = 'old-sales'"
            + " and business_date = '2026-11-12'");
    for (int i = 0; i < BreachList.ON_A_PAGE + 5; i++) {
      Instant from = BoardData.NOW.minus(Duration.ofHours(i + 2L));
      String to = i == 0 ? "null" : "'" + from.plus(Duration.ofMinutes(12)) + "'";
      write(
          "insert into breach (rule_id, from_at, to_at, worst_age_seconds, reason) values"
              + " ('stream', '"
              + from
              + "', "
              + to
              + ", 2520, 'raw.events.at has no value yet')");
    }
    write(
        "update breach set cause_category = 'upstream_late', cause_note = 'sender was down',"
            + " cause_author = 'A. Ito', cause_at = '2026-11-20T00:30:00Z'"
            + " where to_at is null");
  }

  @AfterAll
  void stop() {
    server.stop();
  }

  private void inForce(String text, Instant now) {
    ApplicationContext context = server.getApplicationContext();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("r.yaml", text);
    Reading reading =
        RuleFolder.reread(
            new LinkedHashMap<>(files), KnownSources.unchecked(), RuleFolder.Limits.STANDARD);
    RuleSet rules = ((Reading.Accepted) reading).rules();
    context
        .getBean(RuleBook.class)
        .turnTo(new RuleBook.Edition(rules, now, now, List.of(), List.of(), List.of()));
    context.getBean(RuleVersions.class).publish(rules, rule -> "changed", now);
    context.getBean(Engine.class).materialise(now);
  }

  @SuppressWarnings("unchecked")
  private void write(String... statements) {
    TransactionOperations<Connection> database =
        server
            .getApplicationContext()
            .getBean(Argument.of(TransactionOperations.class, Connection.class));
    database.executeWrite(
        status -> {
          try (Statement statement = status.getConnection().createStatement()) {
            for (String sql : statements) {
              statement.executeUpdate(sql);
            }
          }
          Recount.all(status.getConnection());
          return true;
        });
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "POST, /acknowledgement",
    "POST, /excusal",
    "POST, /cause",
    "POST, /correction",
  })
  void a_slotted_deadline_without_its_slot_is_a_conflict_that_names_the_slots(
      String method, String act) throws Exception {
    HttpResponse<String> answer = ask(method, "/api/v1/deadlines/hourly/2026-11-19" + act);
    assertThat(answer.statusCode()).isEqualTo(409);
    JsonArray slots = json(answer).getAsJsonArray("slots");
    assertThat(StreamSupport.stream(slots.spliterator(), false).map(JsonElement::getAsString))
        .containsExactly(
            "2026-11-18T15:00:00Z",
            "2026-11-18T21:00:00Z",
            "2026-11-19T03:00:00Z",
            "2026-11-19T09:00:00Z");
  }

  @Test
  void a_slot_is_answered_by_its_start() throws Exception {
    HttpResponse<String> answer =
        ask("GET", "/api/v1/deadlines/hourly/2026-11-19?slot=2026-11-19T03:00:00Z");
    assertThat(json(answer).get("due_at").getAsString()).isEqualTo("2026-11-19T09:20:00Z");
    HttpResponse<String> excused =
        ask("POST", "/api/v1/deadlines/hourly/2026-11-19/excusal?slot=2026-11-19T03:00:00Z");
    assertThat(excused.statusCode()).isEqualTo(201);
    assertThat(json(excused).get("slot").getAsString()).isEqualTo("2026-11-19T03:00:00Z");
  }

  @Test
  void a_renamed_rule_shows_the_past_of_its_former_id() throws Exception {
    Document page = page("/rules/sales");
    assertThat(page.select(".d-span, td a.plain, .run a").eachText())
        .anySatisfy(text -> assertThat(text).contains("12 Nov"));
    assertThat(page.select("#deadlines .end").text()).contains("1");
    assertThat(page.select(".tile").eachText())
        .anySatisfy(text -> assertThat(text).matches("9[0-9]\\.\\d %.*|8[0-9]\\.\\d %.*"));
  }

  @Test
  void today_report_and_rule_agree_on_a_renamed_rule() throws Exception {
    JsonObject report = json(ask("GET", "/api/v1/reports/2026H2"));
    JsonObject sales =
        StreamSupport.stream(report.getAsJsonArray("rules").spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .filter(rule -> rule.get("rule").getAsString().equals("sales"))
            .findFirst()
            .orElseThrow();
    String figure = sales.get("attainment").getAsString() + " %";
    assertThat(page("/rules/sales").select(".tile b").eachText()).contains(figure);
    Document today = page("/");
    String strip =
        today
            .select("tr:has(a[href=/rules/sales]) .strip, a[href=/rules/sales] .strip")
            .attr("aria-label");
    assertThat(strip)
        .contains(sales.get("met").getAsInt() + " met")
        .contains(sales.get("missed").getAsInt() + " missed");
  }

  @Test
  void a_badge_of_a_renamed_rule_knows_its_past() throws Exception {
    assertThat(ask("GET", "/badges/costs.svg").body()).contains("Costs").contains("Met");
  }

  @Test
  void the_breaches_of_a_freshness_rule_are_listed_newest_first_and_in_pages() throws Exception {
    Document page = page("/rules/stream");
    assertThat(page.select("table.breaches tbody tr")).hasSize(BreachList.ON_A_PAGE);
    assertThat(page.select("table.breaches tbody tr").eachText().getFirst())
        .isEqualTo(
            "20 Nov 09:21 goes on 2 h 42 min Upstream latesender was down A. Ito gave the cause"
                + " 09:30");
    assertThat(page.select("#breaches .end").text())
        .isEqualTo("105 breaches, 1 going on, 0 excused; 22 h 48 in all");
    assertThat(page.select("#breaches nav a").eachText()).containsExactly("1–100", "101–105");
    assertThat(page("/rules/stream?page=2").select("table.breaches tbody tr")).hasSize(5);
    assertThat(page.select("#deadlines")).isEmpty();
  }

  private Document page(String path) throws Exception {
    return Jsoup.parse(ask("GET", path).body());
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.getURI().resolve(path))
            .header("Accept", path.startsWith("/api") ? "application/json" : "text/html, image/*");
    String body =
        "{\"author\":\"A. Ito\",\"category\":\"other\",\"reason\":\"agreed\",\"note\":\"n\","
            + "\"verdict\":\"met\"}";
    return CLIENT.send(
        method.equals("GET")
            ? request.build()
            : request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
        BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }
}
