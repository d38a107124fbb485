package dev.punctual.alert;

import static dev.punctual.alert.Stage.DUE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Fault;
import dev.punctual.rule.RuleSet.Escalation;
import dev.punctual.rule.RuleSet.Team;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Slack refuses is heard by a webhook, once. */
abstract class StandInContract {

  private final ConcurrentLinkedQueue<JsonObject> heard = new ConcurrentLinkedQueue<>();
  private StrictSlack slack;
  private HttpServer pager;
  private Stage stage;

  abstract Map<String, Object> database();

  @BeforeEach
  void open() throws IOException {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    pager.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String text = new String(body, StandardCharsets.UTF_8);
          heard.add(JsonParser.parseString(text).getAsJsonObject());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    pager.start();
    String url = "http://127.0.0.1:" + pager.getAddress().getPort() + "/hook";
    Map<String, Object> properties = new HashMap<>(database());
    properties.put("punctual.webhooks.pager.url", url);
    properties.put("punctual.webhooks.own.url", url + "/own");
    properties.put("punctual.alerts.webhook", "pager");
    stage = Stage.open(properties, slack);
    stage.team(partner(null));
    stage.rule("rosters", "School rosters", "partner", "10:00");
    stage.rule("bookings", "Hotel bookings", null, "10:00").start();
  }

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  private static Team partner(@Nullable String webhook) {
    List<Escalation> steps = List.of(new Escalation(Duration.ofMinutes(30), "#leads", null));
    return new Team("partner", "#partner-sla", null, steps, null, null, null, webhook, null);
  }

  @AfterEach
  void close() {
    stage.close();
    pager.stop(0);
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void a_message_no_channel_takes_is_heard_by_the_webhook_once() {
    slack.refuse("partner-sla", "is_archived");
    slack.refuse("data-sla", "not_in_channel");
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.deliver(DUE.plusSeconds(60), Duration.ofMinutes(10));
    assertThat(said("card"))
        .singleElement()
        .satisfies(
            body ->
                assertThat(body)
                    .contains("School rosters is overdue", "\"event\":\"posted\"")
                    .contains("Meant for #partner-sla, which refused it (not_in_channel)"));
    assertThat(stage.cards("card").getFirst().outcome()).isEqualTo(Card.SENT);
  }

  @Test
  void while_the_token_is_refused_the_card_and_its_course_go_to_the_webhook() {
    slack.fail(new Fault.Refusal("invalid_auth"));
    stage.overdue(DUE, "bookings");
    stage.run(DUE);
    Instant late = DUE.plus(Duration.ofMinutes(20));
    stage.arrived(late, "bookings");
    stage.run(late);
    assertThat(heard)
        .extracting(body -> body.get("event").getAsString())
        .containsExactly("posted", "replied", "edited");
    assertThat(slack.calls("chat.postMessage")).isEqualTo(1);
  }

  @Test
  void a_team_whose_own_webhook_hears_the_same_is_not_told_twice() {
    stage.team(partner("own")).start();
    slack.fail(new Fault.Refusal("invalid_auth"));
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    assertThat(said("card")).hasSize(1);
    assertThat(stage.cards("card"))
        .extracting(Card::outcome)
        .containsExactly(Card.REFUSED, Card.SENT);
    Instant half = DUE.plus(Duration.ofMinutes(30));
    stage.run(half);
    assertThat(said("escalation")).isEmpty();
  }

  @Test
  void an_escalation_no_channel_takes_is_heard_by_the_webhook() {
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    slack.refuse("data-sla", "is_archived");
    stage.run(DUE.plus(Duration.ofMinutes(30)));
    assertThat(said("escalation"))
        .singleElement()
        .satisfies(body -> assertThat(body).contains("1 miss of partner not acknowledged"));
  }

  @Test
  void a_refused_edit_that_brings_nothing_new_waits_for_slack() {
    stage.overdue(DUE, "bookings");
    stage.run(DUE);
    slack.fail(new Fault.Refusal("token_revoked"));
    Instant late = DUE.plus(Duration.ofMinutes(20));
    stage.arrived(late, "bookings");
    stage.run(late);
    assertThat(heard).isEmpty();
    slack.recover();
    stage.sweep.start();
    stage.deliver(late.plusSeconds(60), Duration.ofSeconds(10));
    assertThat(slack.messages("data-sla").getFirst().text).contains("is there since 10:20");
  }

  @Test
  void a_refused_edit_that_tells_of_a_miss_is_heard_by_the_webhook() {
    Instant before = DUE.minusSeconds(1_800);
    stage.reminded(before, "bookings");
    stage.run(before);
    slack.fail(new Fault.Refusal("token_revoked"));
    stage.overdue(DUE, "bookings");
    stage.run(DUE);
    assertThat(said("card"))
        .singleElement()
        .satisfies(body -> assertThat(body).contains("Hotel bookings is overdue"));
  }

  @Test
  void a_message_tried_again_by_hand_goes_back_to_its_channel() {
    slack.fail(new Fault.Refusal("invalid_auth"));
    stage.overdue(DUE, "bookings");
    stage.run(DUE);
    slack.recover();
    AlertBoard board = stage.context.getBean(AlertBoard.class);
    assertThat(board.again(stage.cards("card").getFirst().uid(), DUE.plusSeconds(60))).isTrue();
    stage.deliver(DUE.plusSeconds(60), Duration.ofSeconds(10));
    assertThat(slack.messages("data-sla")).hasSize(1);
    assertThat(said("card")).hasSize(1);
  }

  private List<String> said(String kind) {
    return heard.stream()
        .filter(body -> body.get("kind").getAsString().equals(kind))
        .map(JsonObject::toString)
        .toList();
  }
}
