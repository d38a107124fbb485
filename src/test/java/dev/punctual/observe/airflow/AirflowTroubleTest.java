package dev.punctual.observe.airflow;

import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.airflow.FakeAirflow.Answer;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AirflowTroubleTest extends TroubleContract {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private FakeAirflow airflow;
  private LocalServer front;

  @BeforeEach
  void start() throws IOException {
    front = new LocalServer(this::forward);
    again();
  }

  @AfterEach
  void stop() throws IOException {
    airflow.close();
    front.close();
    client.close();
  }

  /** Each scene has an Airflow of its own. */
  private void again() throws IOException {
    if (airflow != null) {
      airflow.close();
    }
    airflow = new FakeAirflow(Api.THREE);
    airflow.dag("export", "write").scheduled("2026-11-20T00:00:00Z");
  }

  private Response forward(Request request) {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(URI.create(airflow.url() + request.target()))
            .method(request.method(), BodyPublishers.ofString(request.body()));
    for (String header : List.of("authorization", "content-type")) {
      String value = request.header(header);
      if (value != null) {
        forwarded.header(header, value);
      }
    }
    try {
      HttpResponse<String> answer = client.send(forwarded.build(), BodyHandlers.ofString());
      String type = answer.headers().firstValue("Content-Type").orElse("text/plain");
      return new Response(answer.statusCode(), Map.of("Content-Type", type), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected String type() {
    return "airflow";
  }

  @Override
  protected String title() {
    return "Airflow";
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeAirflow.PASSWORD, "wr0ng-password");
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    again();
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(airflow.url(), "wr0ng-password", "export");
      case PERMISSION_MISSING -> {
        airflow.forbidden = true;
        yield played(airflow.url(), FakeAirflow.PASSWORD, "export");
      }
      case TARGET_MISSING -> played(airflow.url(), FakeAirflow.PASSWORD, "exports");
      case SERVER_HANGS -> {
        LocalServer silent = new LocalServer(request -> Response.page(200, "")).hangs();
        yield played(silent.url(), FakeAirflow.PASSWORD, "export");
      }
      case TOO_MANY_REQUESTS -> {
        airflow.always =
            new Answer(429, Map.of("detail", "slow down"), Map.of("Retry-After", "30"));
        yield played(airflow.url(), FakeAirflow.PASSWORD, "export");
      }
      case ANSWER_MALFORMED -> {
        airflow.always = Answer.page(200, "<html>Sign in</html>");
        yield played(airflow.url(), FakeAirflow.PASSWORD, "export");
      }
      case CLOCK_AN_HOUR_AHEAD -> {
        front.ahead(Duration.ofHours(1));
        yield played(front.url(), FakeAirflow.PASSWORD, "export");
      }
    };
  }

  private static Scene played(String url, String password, String dag) {
    Source source =
        new AirflowType()
            .open(
                new Settings(
                    "airflow",
                    Map.of(
                        "url",
                        url,
                        "username",
                        FakeAirflow.USER,
                        "password",
                        password,
                        "request-timeout",
                        "1s")));
    return new Scene.Played(
        source,
        Probes.on(LocalDate.parse("2026-11-20"))
            .of(new Target.Task("airflow", dag, "write", new Target.Run.First())),
        NOW);
  }
}
