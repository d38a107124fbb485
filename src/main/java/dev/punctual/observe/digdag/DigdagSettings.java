package dev.punctual.observe.digdag;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: digdag}.
 *
 * @param url of the server, without {@code /api}
 * @param requestTimeout how long one answer may take
 */
record DigdagSettings(String name, URI url, Login login, Duration requestTimeout) {

  private static final List<String> KNOWN =
      List.of("url", "username", "password", "token", "request-timeout");

  private static final String EXAMPLE = "https://digdag.example.com";

  /** As whom Digdag is asked. Never prints its secret. */
  sealed interface Login {

    /** A server as it comes lets everybody in. */
    record None() implements Login {
      @Override
      public String toString() {
        return "a request without login";
      }
    }

    record Password(String username, String password) implements Login {
      @Override
      public String toString() {
        return "user " + username;
      }
    }

    /** An API key of Treasure Data. */
    record Token(String token) implements Login {
      @Override
      public String toString() {
        return "the configured API key";
      }
    }
  }

  String address() {
    return url.getAuthority() + url.getPath();
  }

  /** The Authorization header; null where there is no login. */
  @Nullable String authorization() {
    return switch (login) {
      case Login.None none -> null;
      case Login.Token key -> "TD1 " + key.token();
      case Login.Password p ->
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(
                      (p.username() + ":" + p.password()).getBytes(StandardCharsets.UTF_8));
    };
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static DigdagSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    URI url = reader.url("url", EXAMPLE);
    if (url.getPath().matches(".*/api")) {
      throw reader.wrong("url", "is that of the API; leave the end out. Write " + EXAMPLE + ".");
    }
    return new DigdagSettings(
        settings.name(),
        url,
        login(reader),
        reader.duration("request-timeout", Duration.ofSeconds(15)));
  }

  private static Login login(SettingReader reader) {
    String token = reader.token("token");
    String username = reader.text("username");
    String password = reader.text("password");
    if (token != null && (username != null || password != null)) {
      throw reader.wrong("token", "and username with password exclude each other. Keep one.");
    }
    if (token != null) {
      return new Login.Token(token);
    }
    if (username != null && password != null) {
      return new Login.Password(username, password);
    }
    if (username == null && password == null) {
      return new Login.None();
    }
    throw username == null
        ? reader.wrong("username", "is missing. It goes with password.")
        : reader.wrong("password", "is missing. It goes with username.");
  }
}
