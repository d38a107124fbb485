package dev.punctual.observe.gcs;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.wire.LocalServer.Response;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class GcsTroubleTest extends TroubleContract {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  @TempDir Path folder;
  private final List<GcsHere> opened = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (GcsHere here : opened) {
      here.close();
    }
  }

  private GcsHere here() throws IOException {
    GcsHere here = new GcsHere(folder);
    opened.add(here);
    return here.put("out/2026-11-20/a.csv", 7, "2026-11-20T08:00:00Z");
  }

  @Override
  protected String type() {
    return "gcs";
  }

  @Override
  protected String title() {
    return "Google Cloud Storage";
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    String dated = "deliveries/out/{data_date}/a.csv";
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(here().refusesKey(), dated);
      case PERMISSION_MISSING -> played(here(), "closed/out/{data_date}/a.csv");
      case TARGET_MISSING -> played(here(), "deliverise/out/{data_date}/a.csv");
      case SERVER_HANGS -> {
        GcsHere silent = here();
        silent.server.hangs();
        yield played(here(), dated, "url", silent.server.url(), "request-timeout", "1s");
      }
      case TOO_MANY_REQUESTS ->
          played(
              here()
                  .answers(
                      Response.json(429, "{\"error\": {\"message\": \"rateLimitExceeded\"}}")
                          .with("Retry-After", "30")),
              dated);
      case ANSWER_MALFORMED ->
          played(here().answers(Response.page(200, "<html>Sign in</html>")), dated);
      case CLOCK_AN_HOUR_AHEAD -> {
        String later = NOW.plus(59, ChronoUnit.MINUTES).toString();
        GcsHere here = here().put("out/2026-11-20/a.csv", 7, later);
        here.server.ahead(Duration.ofHours(1));
        yield played(here, dated);
      }
    };
  }

  private static Scene played(GcsHere here, String template, String... changes) {
    Probe probe = Probes.on(LocalDate.of(2026, 11, 20)).of(new Target.File("lake", template));
    return new Scene.Played(here.open(changes), probe, NOW);
  }

  @Override
  protected List<String> secrets() {
    return List.of(GcsHere.TOKEN, "PRIVATE KEY");
  }
}
