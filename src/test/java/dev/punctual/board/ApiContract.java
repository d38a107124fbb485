package dev.punctual.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.punctual.ledger.RuleBook;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.web.router.Router;
import java.io.InputStream;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What programs read and say, and what forms of pages do, against a running service; on every
 * database.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ApiContract {

  @SuppressWarnings("NullAway.Init")
  private EmbeddedServer server;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Settings of an empty database. */
  abstract Map<String, Object> database();

  @BeforeAll
  @SuppressWarnings("unchecked")
  void start() throws Exception {
    Map<String, Object> settings = new HashMap<>(database());
    settings.put(StoppedClock.PROPERTY, true);
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    var context = server.getApplicationContext();
    new BoardData(
            context.getBean(Argument.of(TransactionOperations.class, Connection.class)),
            context.getBean(RuleBook.class))
        .eleven()
        .write(LocalDate.of(2026, 11, 1));
  }

  @AfterAll
  void stop() {
    server.stop();
  }

  @Test
  void pages_of_deadlines_join_without_a_gap_or_a_double() throws Exception {
    List<String> joined = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page =
          json(get("/api/v1/deadlines?from=2026-11-10&to=2026-11-12&limit=7" + cursor));
      page.getAsJsonArray("items").forEach(item -> joined.add(key(item)));
      JsonElement next = page.get("next_cursor");
      cursor = next.isJsonNull() ? "" : "&cursor=" + next.getAsString();
    } while (!cursor.isEmpty());
    List<String> whole = new ArrayList<>();
    json(get("/api/v1/deadlines?from=2026-11-10&to=2026-11-12&limit=1000"))
        .getAsJsonArray("items")
        .forEach(item -> whole.add(key(item)));
    assertThat(joined).hasSizeGreaterThan(20).isEqualTo(whole).doesNotHaveDuplicates();
  }

  private static String key(JsonElement item) {
    JsonObject row = item.getAsJsonObject();
    return row.get("due_at").getAsString() + row.get("rule").getAsString();
  }

  @Test
  void a_deadline_is_told_with_every_member_and_nulls_for_what_is_not_known() throws Exception {
    JsonObject row = json(get("/api/v1/deadlines/learner-status/2026-11-20"));
    assertThat(row.keySet())
        .containsExactly(
            "rule",
            "title",
            "team",
            "labels",
            "business_date",
            "slot",
            "data_date",
            "opens_at",
            "due_at",
            "closes_at",
            "timezone",
            "state",
            "verdict",
            "arrival",
            "evidence",
            "reason",
            "excusal",
            "cause",
            "backfilled",
            "rule_version",
            "objective",
            "trial",
            "corrected",
            "acknowledgement",
            "counted_under");
    assertThat(row.get("slot").isJsonNull()).isTrue();
    assertThat(row.getAsJsonObject("arrival").get("precision").getAsString()).isEqualTo("between");
    assertThat(row.get("due_at").getAsString()).isEqualTo("2026-11-20T01:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/deadlines?state=slow, 400, state is one of",
    "/api/v1/deadlines?from=yesterday, 400, neither a date",
    "/api/v1/deadlines?cursor=x, 400, next_cursor",
    "/api/v1/deadlines?limit=0, 400, 1 to 1000",
    "/api/v1/deadlines/learner-status/today, 400, business date",
    "/api/v1/deadlines/learner-status/2026-11-21, 404, no deadline on",
    "/api/v1/rules/nothing, 404, No rule in force",
    "/badges/nothing.svg, 404, No rule in force",
  })
  void a_question_that_cannot_be_answered_says_what_is_wrong(String path, int status, String said)
      throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json(answer).get("detail").getAsString()).contains(said);
  }

  @Test
  void a_cause_said_over_the_api_stands_on_the_row_with_its_author() throws Exception {
    HttpResponse<String> answer =
        post(
            "/api/v1/deadlines/school-rosters/2026-11-20/cause",
            "{\"category\":\"upstream_late\",\"note\":\"sender was down\",\"author\":\"A. Ito\"}",
            "application/json");
    assertThat(answer.statusCode()).isEqualTo(201);
    JsonObject cause = json(answer).getAsJsonObject("cause");
    assertThat(cause.get("author").getAsString()).isEqualTo("A. Ito");
    assertThat(cause.get("category").getAsString()).isEqualTo("upstream_late");
  }

  @Test
  void a_statement_without_a_name_or_a_known_category_is_refused_with_the_field() throws Exception {
    HttpResponse<String> nameless =
        post(
            "/api/v1/deadlines/school-rosters/2026-11-20/acknowledgement",
            "{}",
            "application/json");
    HttpResponse<String> unknown =
        post(
            "/api/v1/deadlines/school-rosters/2026-11-20/excusal",
            "{\"category\":\"weather\",\"reason\":\"rain\",\"author\":\"A. Ito\"}",
            "application/json");
    assertThat(List.of(nameless.statusCode(), unknown.statusCode())).containsOnly(422);
    assertThat(unknown.body()).contains("\"pointer\":\"/category\"");
  }

  @Test
  void a_form_of_the_page_excuses_a_deadline_and_withdraws_it_again() throws Exception {
    String form = "date=2026-11-04&author=K.+Tanaka&category=planned_change&note=agreed&act=";
    HttpResponse<String> excused = form("/rules/school-rosters/respond", form + "excuse");
    assertThat(excused.statusCode()).isEqualTo(303);
    var row = json(get("/api/v1/deadlines/school-rosters/2026-11-04"));
    assertThat(row.getAsJsonObject("excusal").get("author").getAsString()).isEqualTo("K. Tanaka");
    assertThat(row.get("verdict").getAsString()).isEqualTo("missed");
    form("/rules/school-rosters/respond", form + "withdraw");
    assertThat(json(get("/api/v1/deadlines/school-rosters/2026-11-04")).get("excusal").isJsonNull())
        .isTrue();
  }

  @Test
  void a_refused_form_shows_the_page_again_and_says_why() throws Exception {
    HttpResponse<String> refused =
        form("/rules/school-rosters/respond", "date=2026-11-04&author=K&category=other&act=excuse");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Jsoup.parse(refused.body()).select(".refusal").text()).contains("Give a reason");
  }

  @Test
  void a_badge_shows_the_state_in_words() throws Exception {
    HttpResponse<String> badge = get("/badges/school-rosters.svg");
    assertThat(badge.headers().firstValue("Content-Type").orElse("")).startsWith("image/svg+xml");
    assertThat(badge.body()).contains("School rosters").contains("Overdue");
  }

  @Test
  void the_openapi_document_names_exactly_the_routes_there_are() throws Exception {
    TreeSet<String> routes = new TreeSet<>();
    server
        .getApplicationContext()
        .getBean(Router.class)
        .uriRoutes()
        .filter(route -> route.getUriMatchTemplate().toString().matches("/(api|badges)/.*"))
        .filter(route -> !route.getHttpMethodName().equals("HEAD"))
        .forEach(r -> routes.add(r.getHttpMethodName() + " " + r.getUriMatchTemplate()));
    assertThat(documented()).isEqualTo(routes);
  }

  private static Set<String> documented() throws Exception {
    TreeSet<String> documented = new TreeSet<>();
    try (InputStream file = ApiContract.class.getResourceAsStream("/public/openapi.yaml")) {
      var root =
          (Map<?, ?>)
              new Load(LoadSettings.builder().build())
                  .loadFromInputStream(Objects.requireNonNull(file));
      var paths = (Map<?, ?>) Objects.requireNonNull(root.get("paths"));
      paths.forEach(
          (path, methods) ->
              ((Map<?, ?>) methods)
                  .keySet()
                  .forEach(
                      method ->
                          documented.add(
                              method.toString().toUpperCase(java.util.Locale.ROOT) + " " + path)));
    }
    return documented;
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(server.getURI().resolve(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> form(String path, String body) throws Exception {
    return post(path, body, "application/x-www-form-urlencoded");
  }

  private HttpResponse<String> post(String path, String body, String type) throws Exception {
    URI uri = server.getURI().resolve(path);
    return CLIENT.send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
