package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.poll.ScriptedSources.Script;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports of jobs through the API, with and without tokens. */
class ArrivalsTest {

  /** SHA-256 of {@code s3cret}. */
  private static final String HASH =
      "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final HttpClient client = HttpClient.newHttpClient();
  private Desk desk;

  @BeforeEach
  void open() {
    desk = started(Map.of());
  }

  private Desk started(Map<String, Object> more) {
    Desk started = new Desk(TestDatabase.h2(), new Script(), more);
    started.rules(now, job("month-end-close"), job("stock"));
    started.context.getBean(EmbeddedServer.class).start();
    return started;
  }

  @AfterEach
  void close() {
    client.close();
    desk.close();
  }

  private static Rule job(String name) {
    return Desk.rule(
        name + "-rule",
        new Target.Job(name),
        new Promise.ReadyBy(
            DayTime.parse("23:59"),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofDays(1)),
        Readiness.completion());
  }

  private HttpResponse<String> post(String job, String body, String... headers) {
    URI server = desk.context.getBean(EmbeddedServer.class).getURI();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/api/v1/jobs/" + job + "/arrivals"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long kept() {
    return Long.parseLong(desk.rows("select count(*) from push_arrival").getFirst());
  }

  @Test
  void a_report_is_kept_once_whatever_its_job_repeats() {
    String body = "{\"at\":\"" + now + "\",\"key\":\"run-17\"}";
    assertThat(post("stock", body).statusCode()).isEqualTo(201);
    assertThat(post("stock", body).statusCode()).isEqualTo(200);
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void without_a_key_the_same_words_are_the_same_report() {
    String body = "{\"at\":\"" + now + "\",\"data_date\":\"2026-11-20\"}";
    post("stock", body);
    post("stock", body);
    post("stock", body.replace("20\"}", "21\"}"));
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void a_key_that_said_something_else_is_a_conflict() {
    post("stock", "{\"key\":\"run-17\",\"status\":\"success\"}");
    HttpResponse<String> answer = post("stock", "{\"key\":\"run-17\",\"status\":\"failure\"}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("\"pointer\":\"/key\"");
  }

  @Test
  void an_unknown_job_is_not_found_and_the_right_one_is_suggested() {
    HttpResponse<String> answer = post("month-end-clsoe", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("Did you mean \\\"month-end-close\\\"?");
  }

  @Test
  void every_wrong_member_is_named_by_its_pointer() {
    HttpResponse<String> answer =
        post("stock", "{\"at\":\"10:00\",\"data_date\":\"today\",\"status\":\"ok\",\"nott\":1}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("\"/at\"", "\"/data_date\"", "\"/status\"", "\"/nott\"", "Did you mean \\\"note");
  }

  @Test
  void an_instant_in_the_future_is_refused() {
    HttpResponse<String> answer =
        post("stock", "{\"at\":\"" + now.plus(Duration.ofHours(1)) + "\"}");
    assertThat(answer.statusCode()).isEqualTo(422);
  }

  @Test
  void a_report_makes_its_deadline_met() {
    post("stock", "{}");
    desk.round("push", Instant.now().truncatedTo(ChronoUnit.MICROS));
    assertThat(
            desk.rows(
                "select distinct verdict from deadline where rule_id = 'stock-rule'"
                    + " and verdict is not null"))
        .containsExactly("met");
  }

  @Test
  void with_a_token_configured_a_report_needs_one_of_its_scope() {
    desk.close();
    desk =
        started(
            Map.of(
                "punctual.api.tokens[0].name", "etl",
                "punctual.api.tokens[0].sha256", HASH,
                "punctual.api.tokens[0].scopes", "push:month-end-*"));
    String[] token = {"Authorization", "Bearer s3cret"};
    assertThat(post("month-end-close", "{}").statusCode()).isEqualTo(401);
    assertThat(post("month-end-close", "{}", "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(401);
    assertThat(post("stock", "{}", token).statusCode()).isEqualTo(403);
    assertThat(post("month-end-close", "{}", token).statusCode()).isEqualTo(201);
    assertThat(desk.rows("select author from push_arrival")).containsExactly("etl");
  }
}
