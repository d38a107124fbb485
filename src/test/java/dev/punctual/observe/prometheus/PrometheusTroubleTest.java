package dev.punctual.observe.prometheus;

import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class PrometheusTroubleTest extends TroubleContract {

  private static final String TOKEN = "t0ken-of-the-reader";
  private static final String NOTHING =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
  private static final String DONE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
          + "{\"__name__\":\"export_done\"},\"value\":[1,\"1795170600\"]}]}}";

  private final List<LocalServer> servers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (LocalServer server : servers) {
      server.close();
    }
  }

  @Override
  protected String type() {
    return "prometheus";
  }

  @Override
  protected String title() {
    return "Prometheus";
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN);
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(server(Response.page(401, "Unauthorized")));
      case PERMISSION_MISSING -> played(server(Response.page(403, "Forbidden")));
      case TARGET_MISSING -> played(server(Response.json(NOTHING)));
      case SERVER_HANGS -> played(server(Response.json(NOTHING)).hangs());
      case TOO_MANY_REQUESTS ->
          played(server(Response.page(429, "slow down").with("Retry-After", "30")));
      case ANSWER_MALFORMED -> played(server(Response.page(200, "<html>Sign in</html>")));
      case CLOCK_AN_HOUR_AHEAD -> played(server(Response.json(DONE)).ahead(Duration.ofHours(1)));
    };
  }

  private LocalServer server(Response always) throws IOException {
    LocalServer server = new LocalServer(request -> always);
    servers.add(server);
    return server;
  }

  private static Scene played(LocalServer server) {
    return new Scene.Played(
        new PrometheusType()
            .open(
                new Settings(
                    "prometheus",
                    Map.of("url", server.url(), "token", TOKEN, "request-timeout", "1s"))),
        PrometheusContract.DAY.of(PrometheusContract.metric("export_done")),
        PrometheusContract.DAY.dueAt());
  }
}
