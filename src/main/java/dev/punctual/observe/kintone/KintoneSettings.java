package dev.punctual.observe.kintone;

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
 * One entry of {@code punctual.sources} with {@code type: kintone}.
 *
 * @param url of the domain, {@code https://example.cybozu.com}
 * @param guestSpace number of the guest space that holds the apps; null for ordinary apps
 * @param requestTimeout how long one answer may take
 */
record KintoneSettings(
    String name, URI url, Login login, @Nullable Integer guestSpace, Duration requestTimeout) {

  /** Kintone takes no more tokens in one request. */
  private static final int MOST_TOKENS = 9;

  private static final List<String> KNOWN =
      List.of("url", "token", "username", "password", "guest-space", "request-timeout");

  /** As whom Kintone is asked. Never prints its secret. */
  sealed interface Login {

    /** API tokens, one an app, joined by commas. */
    record Tokens(String tokens) implements Login {
      @Override
      public String toString() {
        return "the configured API token";
      }
    }

    record Password(String username, String password) implements Login {
      @Override
      public String toString() {
        return "user " + username;
      }
    }
  }

  String address() {
    return url.getAuthority();
  }

  /** The path of an API, {@code records.json}. */
  String path(String api) {
    return (guestSpace == null ? "/k/v1/" : "/k/guest/" + guestSpace + "/v1/") + api;
  }

  /** Name and value of the header that logs in. */
  String[] loginHeader() {
    return switch (login) {
      case Login.Tokens t -> new String[] {"X-Cybozu-API-Token", t.tokens()};
      case Login.Password p ->
          new String[] {
            "X-Cybozu-Authorization",
            Base64.getEncoder()
                .encodeToString(
                    (p.username() + ":" + p.password()).getBytes(StandardCharsets.UTF_8))
          };
    };
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static KintoneSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    URI url = reader.url("url", "https://example.cybozu.com");
    if (!url.getPath().isEmpty()) {
      throw reader.wrong("url", "has a path. Write https://example.cybozu.com.");
    }
    int guestSpace = reader.number("guest-space", 0, 1, Integer.MAX_VALUE);
    return new KintoneSettings(
        settings.name(),
        url,
        login(reader),
        guestSpace == 0 ? null : guestSpace,
        reader.duration("request-timeout", Duration.ofSeconds(15)));
  }

  private static Login login(SettingReader reader) {
    String token = reader.token("token");
    String username = reader.text("username");
    String password = reader.text("password");
    if ((token == null) == (username == null)) {
      throw reader.wrong(
          "token", "or username and password: one of the two logins is needed, and not both.");
    }
    if (token != null) {
      if (token.split(",", -1).length > MOST_TOKENS) {
        throw reader.wrong(
            "token",
            "holds more than nine tokens, and Kintone takes nine. Make two sources of it.");
      }
      return new Login.Tokens(token);
    }
    if (username == null || password == null) {
      throw reader.wrong("password", "is missing. It goes with username.");
    }
    return new Login.Password(username, password);
  }
}
