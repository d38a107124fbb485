package dev.punctual.observe.airflow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.airflow.FakeAirflow.Answer;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when Airflow as a whole does not answer, and when its settings are wrong. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AirflowFailuresTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  private FakeAirflow airflow;

  @BeforeEach
  void start() throws IOException {
    airflow = new FakeAirflow(Api.THREE);
  }

  @AfterEach
  void stop() {
    airflow.close();
  }

  @Test
  void nobody_listens() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(failure("http://127.0.0.1:" + free)).contains("refused the connection");
  }

  @Test
  void the_host_is_unknown() {
    assertThat(failure("http://no-such-host.invalid")).contains("is unknown");
  }

  @Test
  void the_server_speaks_no_tls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerPlainly(plain));
      assertThat(failure("https://127.0.0.1:" + plain.getLocalPort()))
          .contains("no trusted TLS connection")
          .contains("begin with http:");
    }
  }

  private static void answerPlainly(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      socket.getOutputStream().flush();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_server_never_answers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(failure("http://127.0.0.1:" + silent.getLocalPort()))
          .contains("did not answer within 2.0 s")
          .contains("request-timeout");
    }
  }

  @Test
  void there_is_something_else_at_the_url() {
    airflow.always = Answer.page(200, "<html>Welcome to nginx</html>");
    assertThat(failure(airflow.url())).contains("there is no Airflow at").contains("no JSON");
  }

  @Test
  void a_sign_in_page_stands_before_it() {
    airflow.always =
        new Answer(302, "", Map.of("Location", "https://login.example.com/?token=abc"));
    assertThat(failure(airflow.url()))
        .contains("redirects to login.example.com")
        .doesNotContain("abc");
  }

  @Test
  void an_overloaded_server_says_how_long_to_wait() {
    airflow.always = new Answer(503, "", Map.of("Retry-After", "90"));
    assertThatThrownBy(() -> ask(settings(airflow.url())))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            failure -> {
              assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(90));
              assertThat(failure.getMessage()).contains("failed (503)");
            });
  }

  @Test
  void a_server_that_fails_for_every_dag_fails_as_a_whole() {
    airflow.dag("a", "write");
    airflow.poisonedDag = "a";
    assertThat(failure(airflow.url())).contains("failed (500)").contains("logs of its API server");
  }

  @Test
  void a_wrong_password_is_told_without_repeating_it() {
    Map<String, String> settings = settings(airflow.url());
    settings.put("password", "wr0ng");
    assertThatThrownBy(() -> ask(settings))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("login as user punctual was refused")
        .hasMessageContaining("Invalid credentials")
        .hasMessageNotContaining("wr0ng");
  }

  @Test
  void airflow_2_does_not_tell_a_wrong_password_from_a_missing_role() {
    airflow.upgrade(Api.TWO);
    Map<String, String> settings = settings(airflow.url());
    settings.put("password", "wr0ng");
    assertThatThrownBy(() -> ask(settings))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("403")
        .hasMessageContaining("auth_backends");
  }

  @Test
  void a_check_says_what_is_paused_missing_and_well() throws Exception {
    airflow.dag("a", "write").scheduled("2026-11-20T00:00:00Z");
    airflow.dag("b", "write").paused = true;
    List<Probe> probes = List.of(probe("a", "write"), probe("a", "wrtie"), probe("b", "write"));
    try (Source source = new AirflowType().open(new Settings("airflow", settings(airflow.url())))) {
      assertThat(source.check(probes))
          .extracting(Finding::ok, Finding::tried, Finding::outcome)
          .contains(
              org.assertj.core.groups.Tuple.tuple(true, "find task write of DAG a", "found"),
              org.assertj.core.groups.Tuple.tuple(
                  false,
                  "find task wrtie of DAG a",
                  "DAG a has no task wrtie; did you mean write?"),
              org.assertj.core.groups.Tuple.tuple(
                  false,
                  "find task write of DAG b",
                  "the DAG is paused: no run is made until it is unpaused"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          usrname        | x                           | Did you mean "username"?
          timezone       | UTC                         | is not a setting
          url            | airflow.example.com         | is not an http(s) address
          url            | https://u:p@example.com     | holds a login
          url            | https://example.com/api/v2/ | leave the end out
          url            | https://example.com/home    | leave the end out
          token          | abc                         | exclude each other
          auth           | google                      | exclude each other
          request-timeout| soon                        | request-timeout is wrong
          """)
  void a_wrong_setting_is_named(String key, String value, String said) {
    Map<String, String> settings = settings("https://airflow.example.com");
    settings.put(key, value);
    assertThatThrownBy(() -> AirflowSettings.of(new Settings("airflow", settings)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("Source airflow: ")
        .hasMessageContaining(said);
  }

  @Test
  void defaults_are_as_documented() {
    AirflowSettings settings =
        AirflowSettings.of(new Settings("airflow", settings("https://airflow.example.com/x/")));
    assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(2));
    Map<String, String> bare = settings("https://airflow.example.com/x/");
    bare.remove("request-timeout");
    assertThat(AirflowSettings.of(new Settings("airflow", bare)).requestTimeout())
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.address()).isEqualTo("airflow.example.com/x");
    assertThat(settings.toString()).doesNotContain(FakeAirflow.PASSWORD);
  }

  @Test
  void a_login_is_needed() {
    Settings settings = new Settings("airflow", Map.of("url", "https://airflow.example.com"));
    assertThatThrownBy(() -> AirflowSettings.of(settings))
        .hasMessageContaining("username is missing")
        .hasMessageContaining("auth: google");
  }

  private String failure(String url) {
    try {
      ask(settings(url));
      return "no failure";
    } catch (SourceFailure failure) {
      return Objects.requireNonNull(failure.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void ask(Map<String, String> settings) throws SourceFailure, InterruptedException {
    try (Source source = new AirflowType().open(new Settings("airflow", settings))) {
      source.observe(List.of(probe("a", "write")), new Ask(NOW, Map.of(), Map.of()));
    }
  }

  private static Probe probe(String dag, String task) {
    return Probes.on(LocalDate.parse("2026-11-20"))
        .of(new Target.Task("airflow", dag, task, new Target.Run.First()));
  }

  private static Map<String, String> settings(String url) {
    return new HashMap<>(
        Map.of(
            "url",
            url,
            "username",
            FakeAirflow.USER,
            "password",
            FakeAirflow.PASSWORD,
            "request-timeout",
            "2s"));
  }
}
