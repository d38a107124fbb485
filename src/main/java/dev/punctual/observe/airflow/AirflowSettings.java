package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Durations;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: airflow}.
 *
 * @param url of the web server (2) or API server (3), without a slash at its end
 * @param requestTimeout how long one answer may take, body and all
 * @param rerun whether people may have failed tasks cleared from Punctual
 */
record AirflowSettings(String name, URI url, Login login, Duration requestTimeout, boolean rerun) {

  private static final List<String> KNOWN =
      List.of("url", "username", "password", "token", "auth", "request-timeout", "rerun");

  /** As whom Airflow is asked. Never prints its secret. */
  sealed interface Login {

    /** Basic on Airflow 2, exchanged for a token on Airflow 3. */
    record Password(String username, String password) implements Login {
      @Override
      public String toString() {
        return "user " + username;
      }
    }

    /** A bearer token that somebody else issued. */
    record Token(String token) implements Login {
      @Override
      public String toString() {
        return "the configured token";
      }
    }

    /** Application default credentials, for Cloud Composer. */
    record Google() implements Login {
      @Override
      public String toString() {
        return "the Google account of this service";
      }
    }
  }

  /** Host, port and path, for people. */
  String address() {
    return url.getAuthority() + url.getPath();
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static AirflowSettings of(Settings settings) {
    Reader reader = new Reader(settings.name(), settings.values());
    reader.refuseUnknown();
    return new AirflowSettings(
        settings.name(), reader.url(), reader.login(), reader.timeout(), reader.rerun());
  }

  /** Reads keys; every message names the source and the key, none a value that may be secret. */
  private record Reader(String source, Map<String, String> values) {

    private static final String FORM = "Write https://airflow.example.com.";

    void refuseUnknown() {
      for (String key : values.keySet()) {
        if (!KNOWN.contains(key)) {
          String known = " Known are " + String.join(", ", KNOWN) + ".";
          throw wrong(key, "is not a setting." + DidYouMean.question(key, KNOWN) + known);
        }
      }
    }

    URI url() {
      String text = values.getOrDefault("url", "").strip();
      if (text.isEmpty()) {
        throw wrong("url", "is missing. " + FORM);
      }
      URI url = parsed(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw wrong("url", "is not an http(s) address with a host. " + FORM);
      }
      if (url.getUserInfo() != null) {
        throw wrong("url", "holds a login. Put it under username and password.");
      }
      if (url.getQuery() != null || url.getFragment() != null) {
        throw wrong("url", "has a part after ? or #. " + FORM);
      }
      if (text.matches(".*/(api(/v[0-9]+)?|home)/*")) {
        throw wrong("url", "is that of a page or of the API; leave the end out. " + FORM);
      }
      return URI.create(text.replaceFirst("/+$", ""));
    }

    private URI parsed(String text) {
      try {
        return new URI(text);
      } catch (URISyntaxException e) {
        throw wrong("url", "is not an address. " + FORM);
      }
    }

    Login login() {
      String username = set("username");
      String password = set("password");
      String token = set("token");
      String auth = set("auth");
      boolean byPassword = username != null || password != null;
      int ways = (byPassword ? 1 : 0) + (token == null ? 0 : 1) + (auth == null ? 0 : 1);
      if (ways > 1) {
        throw wrong("username", "with password, token and auth exclude each other. Keep one.");
      }
      if (auth != null) {
        return google(auth);
      }
      if (token != null) {
        return new Login.Token(clean("token", token));
      }
      if (username == null || password == null) {
        throw wrong(
            username == null ? "username" : "password",
            "is missing. Airflow is asked with username and password, with token, or with auth:"
                + " google.");
      }
      return new Login.Password(username, password);
    }

    private Login google(String auth) {
      if (!auth.equals("google")) {
        throw wrong(
            "auth",
            "is not known."
                + DidYouMean.question(auth, List.of("google"))
                + " Write google for Cloud Composer, or leave it out.");
      }
      return new Login.Google();
    }

    private String clean(String key, String secret) {
      if (!secret.matches("[\\x21-\\x7e]+")) {
        throw wrong(key, "holds blanks or line ends. Put the bare token there.");
      }
      return secret;
    }

    private @Nullable String set(String key) {
      String value = values.get(key);
      return value == null || value.isBlank() ? null : value.strip();
    }

    Duration timeout() {
      String text = values.get("request-timeout");
      try {
        return text == null ? Duration.ofSeconds(20) : Durations.parse(text);
      } catch (BadScalarException e) {
        throw wrong("request-timeout", "is wrong. " + e.getMessage());
      }
    }

    boolean rerun() {
      String text = values.getOrDefault("rerun", "false").strip();
      if (!text.equals("true") && !text.equals("false")) {
        throw wrong("rerun", "is true or false.");
      }
      return text.equals("true");
    }

    private SettingException wrong(String key, String what) {
      return new SettingException("Source " + source + ": " + key + " " + what);
    }
  }
}
