package dev.punctual.observe.digdag;

import dev.punctual.observe.Probes;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class DigdagTroubleTest extends TroubleContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final String WRONG = "wr0ng-password";

  private final List<FakeDigdag> servers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (FakeDigdag server : servers) {
      server.close();
    }
  }

  @Override
  protected String type() {
    return "digdag";
  }

  @Override
  protected String title() {
    return "Digdag";
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeDigdag.PASSWORD, WRONG);
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    FakeDigdag digdag = new FakeDigdag();
    servers.add(digdag);
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(digdag, WRONG, "shop/daily");
      case PERMISSION_MISSING -> played(digdag, FakeDigdag.PASSWORD, "secret/daily");
      case TARGET_MISSING -> played(digdag, FakeDigdag.PASSWORD, "shop/dayly");
      case SERVER_HANGS -> {
        digdag.server.hangs();
        yield played(digdag, FakeDigdag.PASSWORD, "shop/daily");
      }
      case TOO_MANY_REQUESTS -> {
        digdag.always = Response.page(429, "Too Many Requests").with("Retry-After", "10");
        yield played(digdag, FakeDigdag.PASSWORD, "shop/daily");
      }
      case ANSWER_MALFORMED -> {
        digdag.always = Response.page(200, "<html>Digdag UI</html>");
        yield played(digdag, FakeDigdag.PASSWORD, "shop/daily");
      }
      case CLOCK_AN_HOUR_AHEAD -> {
        digdag.server.ahead(Duration.ofHours(1));
        digdag.attempt("daily", "2026-11-20T00:00:00Z", "2026-11-20T10:30:00Z", "running", "");
        yield played(digdag, FakeDigdag.PASSWORD, "shop/daily");
      }
    };
  }

  private static Scene played(FakeDigdag digdag, String password, String workflow) {
    return new Scene.Played(digdag.source(password), DAY.of(FakeDigdag.dag(workflow)), DAY.dueAt());
  }
}
