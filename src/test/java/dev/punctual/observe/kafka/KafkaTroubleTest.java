package dev.punctual.observe.kafka;

import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KafkaTroubleTest extends TroubleContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));

  @TempDir static Path folder;
  private static Broker broker;

  private final List<LocalServer> servers = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker(folder);
    broker.topic("shop.orders", 1, false);
  }

  @AfterAll
  static void stop() throws IOException {
    broker.close();
  }

  @AfterEach
  void close() throws IOException {
    for (LocalServer server : servers) {
      server.close();
    }
  }

  @Override
  protected String type() {
    return "kafka";
  }

  @Override
  protected String title() {
    return "Kafka";
  }

  @Override
  protected List<String> secrets() {
    return List.of(Broker.PASSWORD, "wr0ng-password");
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    return switch (trouble) {
      case CREDENTIALS_WRONG ->
          played(broker.source("wr0ng-password", Map.of()), KafkaTest.topic("shop.orders"));
      case PERMISSION_MISSING ->
          played(broker.source(Broker.PASSWORD, Map.of()), KafkaTest.topic("shop.orders", "other"));
      case TARGET_MISSING ->
          played(broker.source(Broker.PASSWORD, Map.of()), KafkaTest.topic("shop.nothing"));
      case SERVER_HANGS -> played(no(server().hangs()), KafkaTest.topic("shop.orders"));
      case TOO_MANY_REQUESTS ->
          new Scene.Impossible("a broker whose quota is used up answers later, not no");
      case ANSWER_MALFORMED -> played(no(server()), KafkaTest.topic("shop.orders"));
      case CLOCK_AN_HOUR_AHEAD -> new Scene.Impossible("brokers do not tell their clock");
    };
  }

  private LocalServer server() throws IOException {
    LocalServer server = new LocalServer(request -> Response.page(400, "no"));
    servers.add(server);
    return server;
  }

  /** Something that is no Kafka. */
  private static Source no(LocalServer server) {
    return new KafkaType()
        .open(
            new Settings(
                "kafka",
                Map.of("brokers", server.url().replace("http://", ""), "request-timeout", "2s")));
  }

  private static Scene played(Source source, dev.punctual.rule.Target target) {
    return new Scene.Played(source, DAY.of(target), DAY.dueAt());
  }
}
