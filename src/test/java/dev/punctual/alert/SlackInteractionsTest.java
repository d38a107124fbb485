package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.alert.slack.StrictSlack;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlackInteractionsTest {

  private static final String SECRET = "shh";
  private static final Instant NOW = Stage.DUE.plusSeconds(60);

  private StrictSlack slack;
  private Stage stage;
  private String uid;

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    Map<String, Object> properties = new HashMap<>(TestDatabase.h2());
    properties.put("punctual.slack.signing-secret", SECRET);
    properties.put("punctual.slack.operators", List.of("U2"));
    stage = Stage.open(properties, slack, List.of(Clock.fixed(NOW, ZoneOffset.UTC)));
    stage.rule("a", "A", null, "10:00").rule("b", "B", null, "10:00").start();
    stage.context.getBean(EmbeddedServer.class).start();
    stage.overdue(Stage.DUE, "a", "b");
    stage.run(Stage.DUE);
    uid = stage.cards("card").getFirst().uid();
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void the_acknowledge_button_names_the_slack_user_on_every_open_deadline() throws Exception {
    assertThat(press("U1", action("acknowledge", uid)).statusCode()).isEqualTo(200);
    press("U1", action("acknowledge", uid));
    assertThat(acts())
        .containsExactly("a acknowledgement K. Tanaka slack", "b acknowledgement K. Tanaka slack");
  }

  @Test
  void snoozing_until_tomorrow_is_nine_in_the_teams_zone() throws Exception {
    String option = "{\"value\":\"" + uid + " tomorrow\"}";
    press("U1", "{\"action_id\":\"snooze\",\"selected_option\":" + option + "}");
    assertThat(
            stage.query(
                "select distinct lasts_until from act",
                row -> Rows.someInstant(row, "lasts_until")))
        .containsExactly(Instant.parse("2026-11-21T00:00:00Z"));
  }

  @Test
  void guests_may_not_act_and_are_told_so() throws Exception {
    press("UGUEST1", action("acknowledge", uid));
    assertThat(acts()).isEmpty();
    assertThat(slack.whispers()).containsExactly("Guests of the workspace may look here, not act.");
  }

  @Test
  void only_operators_excuse_where_operators_are_named() throws Exception {
    press("U1", action("excuse", uid));
    assertThat(slack.views()).isEmpty();
    press("U2", action("excuse", uid));
    assertThat(slack.views()).hasSize(1);
  }

  @Test
  void a_sent_form_excuses_the_ticked_deadlines() throws Exception {
    long id = stage.entry("b").id();
    String values =
        "{\"deadlines\":{\"deadlines\":{\"selected_options\":[{\"value\":\""
            + id
            + "\"}]}},\"category\":{\"category\":{\"selected_option\":{\"value\":\"maintenance\"}}},"
            + "\"note\":{\"note\":{\"value\":\"DWH upgrade\"}}}";
    String view =
        "{\"callback_id\":\"excuse\",\"private_metadata\":\""
            + uid
            + "\",\"state\":{\"values\":"
            + values
            + "}}";
    HttpResponse<String> answer =
        send(
            "{\"type\":\"view_submission\",\"user\":{\"id\":\"U2\"},\"team\":{\"id\":\"T00000001\"},"
                + "\"view\":"
                + view
                + "}",
            SECRET);
    assertThat(answer.body()).isEmpty();
    assertThat(acts()).containsExactly("b excusal K. Tanaka slack");
  }

  @Test
  void a_request_slack_did_not_sign_is_refused() throws Exception {
    String payload = payload("U1", action("acknowledge", uid));
    assertThat(send(payload, "other").statusCode()).isEqualTo(401);
    assertThat(acts()).isEmpty();
  }

  private List<String> acts() {
    return stage.query(
        "select rule_id, kind, author, origin from act order by id",
        row ->
            String.join(
                " ", row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
  }

  private static String action(String id, String value) {
    return "{\"action_id\":\"" + id + "\",\"value\":\"" + value + "\"}";
  }

  private HttpResponse<String> press(String user, String action) throws Exception {
    return send(payload(user, action), SECRET);
  }

  private static String payload(String user, String action) {
    return "{\"type\":\"block_actions\",\"trigger_id\":\"1.2\",\"user\":{\"id\":\""
        + user
        + "\"},\"team\":{\"id\":\"T00000001\"},\"channel\":{\"id\":\"C00000001\"},\"actions\":["
        + action
        + "]}";
  }

  private HttpResponse<String> send(String payload, String secret)
      throws IOException, InterruptedException, GeneralSecurityException {
    String body = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    String timestamp = String.valueOf(NOW.getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] hash = mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8));
    EmbeddedServer server = stage.context.getBean(EmbeddedServer.class);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(server.getURI().resolve("/slack/interactions"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("X-Slack-Request-Timestamp", timestamp)
              .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(hash))
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
