package dev.punctual.observe.http;

import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class HttpTroubleTest extends TroubleContract {

  private static final String TOKEN = "t0ken-of-the-partner";
  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));

  private final List<LocalServer> servers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (LocalServer server : servers) {
      server.close();
    }
  }

  @Override
  protected String type() {
    return "http";
  }

  @Override
  protected String title() {
    return "HTTP and JSON";
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN);
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(server(Response.json(401, "{}")));
      case PERMISSION_MISSING -> played(server(Response.json(403, "{}")));
      case TARGET_MISSING -> played(server(Response.json(404, "{}")));
      case SERVER_HANGS -> played(server(Response.json("{}")).hangs());
      case TOO_MANY_REQUESTS -> played(server(Response.json(429, "{}").with("Retry-After", "60")));
      case ANSWER_MALFORMED -> played(server(Response.page(200, "<html>Sign in</html>")));
      case CLOCK_AN_HOUR_AHEAD ->
          played(
              server(Response.json("{\"finished_at\": \"2026-11-20T10:30:00Z\"}"))
                  .ahead(Duration.ofHours(1)));
    };
  }

  private LocalServer server(Response always) throws IOException {
    LocalServer server = new LocalServer(request -> always);
    servers.add(server);
    return server;
  }

  private static Scene played(LocalServer server) {
    Source source =
        new HttpType()
            .open(
                new Settings(
                    "partner",
                    Map.of("url", server.url(), "token", TOKEN, "request-timeout", "1s")));
    return new Scene.Played(
        source, DAY.of(HttpContractTest.endpoint("/exports", "/finished_at")), DAY.dueAt());
  }
}
