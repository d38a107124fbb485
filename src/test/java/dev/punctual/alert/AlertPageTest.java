package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.alert.slack.StrictSlack;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertPageTest {

  private StrictSlack slack;
  private Stage stage;
  private EmbeddedServer server;

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    stage =
        Stage.open(
            TestDatabase.h2(),
            slack,
            List.of(Clock.fixed(Stage.DUE.plusSeconds(60), ZoneOffset.UTC)));
    stage.team("partner", "#partner-sla", "<!subteam^S0123>");
    stage.rule("rosters", "School <rosters>", "partner", "10:00");
    stage.rule("bookings", "Hotel bookings", null, "10:00").start();
    server = stage.context.getBean(EmbeddedServer.class).start();
  }

  @AfterEach
  void close() {
    stage.close();
    slack.close();
  }

  @Test
  void a_message_stands_on_the_page_as_it_does_in_slack() throws Exception {
    stage.overdue(Stage.DUE, "rosters");
    stage.run(Stage.DUE);
    Document page = page("/alerts");
    assertThat(page.select("h1").text()).isEqualTo("One message today, none was refused.");
    assertThat(page.select(".headline").text()).isEqualTo("✕ School <rosters> is overdue @S0123");
    assertThat(page.select(".channel").text()).isEqualTo("#partner-sla");
    assertThat(page.select(".history li").text()).contains("sent to #partner-sla, 0.2 s after due");
  }

  @Test
  void a_refused_message_says_what_to_do_and_can_be_tried_again() throws Exception {
    slack.refuse("data-sla", "not_in_channel");
    stage.overdue(Stage.DUE, "bookings");
    stage.run(Stage.DUE);
    Document page = page("/alerts?show=attention");
    assertThat(page.select("h1").text()).isEqualTo("No messages today, 1 was refused.");
    assertThat(page.select(".advice p").text()).contains("type /invite @Punctual there");
    slack.accept("data-sla");
    HttpResponse<String> answer = post(page.select(".advice form").attr("action"));
    stage.deliver(Stage.DUE.plusSeconds(90), java.time.Duration.ofSeconds(5));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(slack.messages("data-sla")).hasSize(1);
  }

  @Test
  void filters_stand_in_the_address() throws Exception {
    stage.overdue(Stage.DUE, "bookings", "rosters");
    stage.run(Stage.DUE);
    assertThat(page("/alerts?q=hotel").select("article")).hasSize(1);
    assertThat(page("/alerts?channel=slack%3A%23partner-sla").select(".channel").text())
        .isEqualTo("#partner-sla");
    assertThat(page("/alerts?show=digests").select("article")).isEmpty();
  }

  @Test
  void the_page_speaks_japanese() throws Exception {
    assertThat(page("/alerts?lang=ja").select("h1").text()).contains("メッセージ");
  }

  @Test
  void without_a_token_messages_are_shown_and_the_page_says_so() throws Exception {
    stage.close();
    stage =
        Stage.open(
            TestDatabase.h2(),
            null,
            List.of(Clock.fixed(Stage.DUE.plusSeconds(60), ZoneOffset.UTC)));
    stage.rule("bookings", "Hotel bookings", null, "10:00").start();
    server = stage.context.getBean(EmbeddedServer.class).start();
    stage.overdue(Stage.DUE, "bookings");
    stage.run(Stage.DUE);
    Document page = page("/alerts");
    assertThat(page.select(".lead").text()).contains("No Slack token is configured");
    assertThat(page.select(".headline").text()).isEqualTo("✕ Hotel bookings is overdue");
    assertThat(page.select(".pill").text()).isEqualTo("Shown here only");
  }

  private Document page(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.getURI().resolve(path)).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return Jsoup.parse(answer.body());
    }
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(server.getURI().resolve(path))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }
  }
}
