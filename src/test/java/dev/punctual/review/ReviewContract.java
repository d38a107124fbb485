package dev.punctual.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.punctual.board.BoardData;
import dev.punctual.board.StoppedClock;
import dev.punctual.ledger.RuleBook;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a review holds and what people do in it, on every database, against a running service. */
abstract class ReviewContract {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String WEEK = "/api/v1/weeks/2026-W46";

  @SuppressWarnings("NullAway.Init")
  private EmbeddedServer server;

  @SuppressWarnings("NullAway.Init")
  private TransactionOperations<Connection> database;

  /** An empty database. */
  abstract Map<String, Object> settings();

  @BeforeEach
  @SuppressWarnings("unchecked")
  void start() {
    Map<String, Object> settings = new HashMap<>(settings());
    settings.put(StoppedClock.PROPERTY, true);
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    var context = server.getApplicationContext();
    database = context.getBean(Argument.of(TransactionOperations.class, Connection.class));
    new BoardData(database, context.getBean(RuleBook.class))
        .eleven()
        .write(LocalDate.of(2026, 9, 1));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void a_week_holds_what_fell_due_in_it_by_the_services_clock() throws Exception {
    JsonObject week = json(get(WEEK));
    assertThat(week.get("from").getAsString()).isEqualTo("2026-11-08T15:00:00Z");
    assertThat(lapses(week))
        .containsExactly(
            "recommendation-log unknown",
            "teacher-spreadsheet late",
            "customer-scores late",
            "billing-ledger late",
            "customer-scores unknown");
    JsonObject figures = week.getAsJsonObject("figures");
    int parts = 0;
    for (String part : List.of("met", "missed", "unknown", "excused")) {
      parts += figures.get(part).getAsInt();
    }
    assertThat(figures.get("due").getAsInt()).isEqualTo(parts);
  }

  @Test
  void the_last_week_that_is_over_is_shown_by_default_and_a_team_has_its_own() throws Exception {
    assertThat(json(get("/api/v1/weeks/last")).get("week").getAsString()).isEqualTo("2026-W46");
    assertThat(lapses(json(get(WEEK + "?team=Machine+learning"))))
        .containsExactly(
            "recommendation-log unknown", "customer-scores late", "customer-scores unknown");
    assertThat(page("/review?team=Machine+learning").select(".lapse")).hasSize(3);
  }

  @Test
  void a_cause_from_the_page_closes_a_lapse_and_leads_to_the_next_one() throws Exception {
    String first = "d" + id(0);
    HttpResponse<String> answer =
        form(
            "/review/2026-W46/respond",
            "of=" + first + "&author=Y.+Mori&act=cause&category=source_down&note=queue+full");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("#d" + id(4));
    JsonObject lapse = lapse(0);
    assertThat(lapse.get("open").getAsBoolean()).isFalse();
    assertThat(lapse.getAsJsonObject("cause").get("author").getAsString()).isEqualTo("Y. Mori");
  }

  @Test
  void a_corrected_verdict_stays_in_the_review_with_the_one_before() throws Exception {
    HttpResponse<String> answer =
        form(
            "/review/2026-W46/respond",
            "of=d"
                + id(1)
                + "&author=Y.+Mori&act=correct&verdict=met&arrival=2026-11-09+11:40&note=clock");
    assertThat(answer.statusCode()).isEqualTo(303);
    JsonObject lapse = lapse(1);
    assertThat(lapse.get("verdict").getAsString()).isEqualTo("met");
    assertThat(lapse.get("verdict_before").getAsString()).isEqualTo("missed");
    assertThat(page("/review").select("#d" + id(1)).text()).contains("Corrected; it was “Late”");
  }

  @Test
  void an_excusal_takes_a_miss_out_of_the_sum_and_can_be_withdrawn() throws Exception {
    int missed = json(get(WEEK)).getAsJsonObject("figures").get("missed").getAsInt();
    String of = "of=d" + id(1) + "&author=Y.+Mori&category=planned_change&note=agreed&act=";
    form("/review/2026-W46/respond", of + "excuse");
    JsonObject figures = json(get(WEEK)).getAsJsonObject("figures");
    assertThat(figures.get("missed").getAsInt()).isEqualTo(missed - 1);
    assertThat(figures.get("excused").getAsInt()).isEqualTo(1);
    form("/review/2026-W46/respond", of + "withdraw");
    assertThat(json(get(WEEK)).getAsJsonObject("figures").get("missed").getAsInt())
        .isEqualTo(missed);
  }

  @ParameterizedTest
  @CsvSource({
    "respond, 'of=d1&author=&act=cause&category=other', Say who you are",
    "respond, 'of=d999999&author=A&act=cause&category=other', not there any more",
    "respond, 'of=x&author=A&act=cause&category=other', does not say what it is about",
    "actions, 'author=A&text=x&owner=B&due_on=soon', is not a date like",
    "actions, 'author=A&text=&owner=B&due_on=2026-11-27', what is to be done",
  })
  void a_refused_form_shows_the_page_again_and_says_why(String path, String body, String said)
      throws Exception {
    HttpResponse<String> answer = form("/review/2026-W46/" + path, body);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(Jsoup.parse(answer.body()).select(".refusal").text()).contains(said);
  }

  @Test
  void a_breach_of_freshness_is_reviewed_as_a_miss_is() throws Exception {
    database.executeWrite(
        status -> {
          try (var insert = status.getConnection().createStatement()) {
            return insert.executeUpdate(
                """
                insert into breach (rule_id, team, from_at, to_at, worst_age_seconds, reason)
                values ('event-stream', 'Data platform', timestamp with time zone
                  '2026-11-10 03:00:00+00', timestamp with time zone '2026-11-10 04:30:00+00', 5400,
                  'newest event of 11:30')\
                """);
          }
        });
    JsonObject breach = lapse(3);
    assertThat(breach.get("kind").getAsString()).isEqualTo("breach");
    assertThat(breach.getAsJsonObject("proposed").get("category").getAsString())
        .isEqualTo("upstream_late");
    String of = "of=b" + breach.get("id").getAsLong() + "&author=Y.+Mori&note=sender+down&act=";
    form("/review/2026-W46/respond", of + "cause&category=upstream_late");
    form("/review/2026-W46/respond", of + "excuse&category=other");
    JsonObject said = lapse(3);
    assertThat(said.getAsJsonObject("cause").get("text").getAsString()).isEqualTo("sender down");
    assertThat(said.getAsJsonObject("excusal").get("author").getAsString()).isEqualTo("Y. Mori");
    assertThat(page("/review").select("#b" + breach.get("id").getAsLong()).text())
        .contains("stale from 12:00 to 13:30, up to 1 h 30 old");
  }

  @Test
  void an_action_stands_in_every_week_until_it_is_done() throws Exception {
    JsonObject action =
        json(
            post(
                "/api/v1/actions",
                """
                {"week":"2026-W45","rule":"billing-ledger","text":"Start earlier","owner":"K. Tanaka",
                 "due_on":"2026-11-13","author":"Y. Mori"}\
                """));
    long id = action.get("id").getAsLong();
    assertThat(actions("2026-W44")).isEmpty();
    assertThat(actions("2026-W46")).containsExactly("Start earlier open");
    assertThat(page("/review").select("#actions").text())
        .contains("was due Fri 13 Nov")
        .contains("since week 45");
    post("/api/v1/actions/" + id + "/done", "{\"author\":\"K. Tanaka\"}");
    assertThat(actions("2026-W47")).containsExactly("Start earlier done");
    assertThat(json(get("/api/v1/actions")).getAsJsonArray("items")).isEmpty();
    assertThat(rows("select kind || ', ' || author as said from act where about like 'action%'"))
        .containsExactly("action, Y. Mori", "action_done, K. Tanaka");
  }

  @Test
  void a_week_is_reviewed_once_by_whoever_was_first_and_not_before_it_is_over() throws Exception {
    assertThat(post(WEEK + "/review", "{\"author\":\"Y. Mori\"}").statusCode()).isEqualTo(201);
    JsonObject again = json(post(WEEK + "/review", "{\"author\":\"A. Ito\"}"));
    assertThat(again.getAsJsonObject("reviewed").get("author").getAsString()).isEqualTo("Y. Mori");
    assertThat(post("/api/v1/weeks/2026-W47/review", "{\"author\":\"A. Ito\"}").statusCode())
        .isEqualTo(422);
    assertThat(page("/review/2026-W47").select(".week-row").text())
        .contains("Week 46 was reviewed by Y. Mori");
  }

  @Test
  void a_summary_posted_twice_is_one_message_brought_up_to_date() throws Exception {
    HttpResponse<String> posted = form("/review/2026-W46/post", "author=Y.+Mori");
    assertThat(posted.statusCode()).isEqualTo(303);
    form(
        "/review/2026-W46/respond",
        "of=d" + id(0) + "&author=Y.+Mori&act=cause&category=source_down&note=queue+was+full");
    post(WEEK + "/post", "{\"author\":\"Y. Mori\"}");
    assertThat(rows("select content as said from message where kind = 'bulletin'"))
        .singleElement()
        .asString()
        .contains("Review of Week 46")
        .contains("queue was full");
    assertThat(page("/alerts").text()).contains("Review of Week 46");
  }

  @Test
  void the_minutes_are_the_same_by_page_and_api_but_for_the_language() throws Exception {
    String minutes = get("/review/2026-W46.md").body();
    assertThat(minutes)
        .isEqualTo(get(WEEK + ".md").body())
        .startsWith("# Review, Week 46\n")
        .contains("1. **Recommendation log**, Mon 9 Nov: due 10:30, could not be told.")
        .contains("## Allowance left");
    HttpRequest japanese =
        HttpRequest.newBuilder(uri("/review/2026-W46.md")).header("Accept-Language", "ja").build();
    assertThat(CLIENT.send(japanese, BodyHandlers.ofString()).body()).startsWith("# レビュー 第46週");
  }

  @Test
  void a_window_from_the_page_excuses_what_is_still_to_come_and_says_by_which() throws Exception {
    String window =
        "from=2026-11-20+00:00&to=2026-11-21+23:59&rules=crm-*&reason=Move&author=K.+Tanaka";
    assertThat(form("/maintenance", window).statusCode()).isEqualTo(303);
    JsonObject row = json(get("/api/v1/deadlines/crm-export/2026-11-20"));
    assertThat(row.getAsJsonObject("excusal").get("author").getAsString())
        .startsWith("window in Maintenance ")
        .endsWith(", K. Tanaka");
    assertThat(page("/maintenance").select("tbody tr").text()).contains("Move").contains("Open");
    long id =
        json(get("/api/v1/maintenance"))
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject()
            .get("id")
            .getAsLong();
    form("/maintenance/" + id, "act=withdraw&author=Y.+Mori&reason=wrong+day");
    assertThat(json(get("/api/v1/deadlines/crm-export/2026-11-20")).get("excusal").isJsonNull())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rules\":[\"crm-*\"],\"reason\":\"x\",\"author\":\"A\"}|Say when it ends",
        "{\"to\":\"2026-11-19T00:00:00Z\",\"from\":\"2026-11-18T00:00:00Z\",\"rules\":[\"crm-*\"],\"reason\":\"x\",\"author\":\"A\"}|after the fact",
        "{\"to\":\"2026-11-21T00:00:00Z\",\"rules\":[\"nothing-*\"],\"reason\":\"x\",\"author\":\"A\"}|No rule matches",
        "{\"to\":\"2026-11-21T00:00:00Z\",\"rules\":[\"crm-*\"],\"author\":\"A\"}|Give a reason",
        "{\"to\":\"2026-11-21T00:00:00Z\",\"rules\":[\"crm-*\"],\"reason\":\"x\"}|Say who you are",
      })
  void a_window_that_says_too_little_is_refused(String body, String said) throws Exception {
    HttpResponse<String> answer = post("/api/v1/maintenance", body);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).get("detail").getAsString()).contains(said);
  }

  @Test
  void what_is_no_week_is_a_problem_that_says_the_right_form() throws Exception {
    HttpResponse<String> answer = get("/api/v1/weeks/2026-46");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("detail").getAsString()).contains("Write it as 2026-W46");
    assertThat(get("/review/soon").statusCode()).isEqualTo(400);
  }

  private long id(int index) throws Exception {
    return lapse(index).get("id").getAsLong();
  }

  private JsonObject lapse(int index) throws Exception {
    return json(get(WEEK)).getAsJsonArray("lapses").get(index).getAsJsonObject();
  }

  private static List<String> lapses(JsonObject week) {
    List<String> lapses = new ArrayList<>();
    for (JsonElement one : week.getAsJsonArray("lapses")) {
      JsonObject lapse = one.getAsJsonObject();
      lapses.add(lapse.get("rule").getAsString() + " " + lapse.get("state").getAsString());
    }
    return lapses;
  }

  private List<String> actions(String week) throws Exception {
    List<String> actions = new ArrayList<>();
    JsonArray all = json(get("/api/v1/weeks/" + week)).getAsJsonArray("actions");
    for (JsonElement one : all) {
      JsonObject action = one.getAsJsonObject();
      actions.add(action.get("text").getAsString() + " " + action.get("state").getAsString());
    }
    return actions;
  }

  private List<String> rows(String sql) {
    return server
        .getApplicationContext()
        .getBean(dev.punctual.ledger.Rows.class)
        .list(sql, row -> dev.punctual.ledger.Rows.text(row, "said"));
  }

  private Document page(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return Jsoup.parse(answer.body());
  }

  private URI uri(String path) {
    return server.getURI().resolve(path);
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> form(String path, String body) throws Exception {
    return send(path, body, "application/x-www-form-urlencoded");
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(path, body, "application/json");
  }

  private HttpResponse<String> send(String path, String body, String type) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
