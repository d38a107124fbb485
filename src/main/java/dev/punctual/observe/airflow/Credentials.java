package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.AirflowSettings.Login;
import dev.punctual.observe.wire.GoogleAccount;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Authorization header. Airflow 2 takes the password itself; Airflow 3 exchanges it for a token
 * that is renewed when four fifths of its life are over.
 */
final class Credentials {

  private static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";

  private final AirflowSettings settings;
  private final Http http;
  private final Failures failures;
  private final GoogleAccount google = new GoogleAccount(null, CLOUD_PLATFORM);
  private @Nullable Token token;

  Credentials(AirflowSettings settings, Http http, Failures failures) {
    this.settings = settings;
    this.http = http;
    this.failures = failures;
  }

  /**
   * A token.
   *
   * @param renewNanos when it is to be renewed, by the clock that does not step
   */
  private record Token(String text, long renewNanos) {
    boolean isFresh() {
      return System.nanoTime() - renewNanos < 0;
    }
  }

  /** What can be sent before it is known which Airflow it is; null for a password. */
  @Nullable String early() throws SourceFailure {
    return switch (settings.login()) {
      case Login.Password login -> null;
      case Login.Token login -> "Bearer " + login.token();
      case Login.Google login -> "Bearer " + google();
    };
  }

  String header(Api api) throws SourceFailure, InterruptedException {
    return switch (settings.login()) {
      case Login.Password login -> api == Api.TWO ? basic(login) : "Bearer " + exchanged(login);
      case Login.Token login -> "Bearer " + login.token();
      case Login.Google login -> "Bearer " + google();
    };
  }

  /** Gives up the token in use; false where there is none that could be had anew. */
  boolean forget() {
    boolean had = token != null;
    token = null;
    return had;
  }

  private static String basic(Login.Password login) {
    byte[] pair = (login.username() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private String exchanged(Login.Password login) throws SourceFailure, InterruptedException {
    Token known = token;
    if (known != null && known.isFresh()) {
      return known.text();
    }
    Token renewed = exchange(login);
    token = renewed;
    return renewed.text();
  }

  private Token exchange(Login.Password login) throws SourceFailure, InterruptedException {
    String body = Json.write(Map.of("username", login.username(), "password", login.password()));
    Reply reply = http.send(Http.post(URI.create(settings.url() + "/auth/token"), body));
    if (reply.status() == 401 || reply.status() == 403) {
      throw failures.loginRefused(reply);
    }
    if (reply.status() == 429 || reply.status() >= 500) {
      throw failures.busy(reply);
    }
    String text = reply.json().text("access_token");
    if (reply.status() / 100 != 2 || text == null) {
      throw failures.noPasswordLogin(reply);
    }
    long life = lifetime(text).toNanos();
    return new Token(text, System.nanoTime() + life / 5 * 4);
  }

  /** How long a token holds by its own words; a day where it does not say. */
  static Duration lifetime(String token) {
    Duration aDay = Duration.ofDays(1);
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return aDay;
    }
    try {
      Json claims = Json.parse(Base64.getUrlDecoder().decode(parts[1]));
      long seconds = claims.number("exp", 0) - (long) claims.number("iat", 0);
      return seconds > 0 && seconds < aDay.toSeconds() ? Duration.ofSeconds(seconds) : aDay;
    } catch (IllegalArgumentException | IOException e) {
      return aDay;
    }
  }

  private String google() throws SourceFailure {
    try {
      return google.token();
    } catch (IOException e) {
      throw failures.noGoogleAccount(e);
    }
  }
}
