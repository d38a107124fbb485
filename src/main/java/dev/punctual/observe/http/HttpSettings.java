package dev.punctual.observe.http;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: http}.
 *
 * @param url before the path of a rule, without a slash at its end
 * @param timezone of times that are written without one; null: they cannot be read
 * @param requestTimeout how long one answer may take, body and all
 * @param atOnce requests under way together
 */
record HttpSettings(
    String name,
    URI url,
    Login login,
    @Nullable ZoneId timezone,
    Duration requestTimeout,
    int atOnce) {

  private static final List<String> KNOWN =
      List.of(
          "url",
          "username",
          "password",
          "token",
          "header",
          "header-secret",
          "timezone",
          "request-timeout",
          "at-once");

  /** As whom the address is asked. Never prints its secret. */
  sealed interface Login {

    record Nobody() implements Login {
      @Override
      public String toString() {
        return "nobody (no login is configured)";
      }
    }

    record Password(String username, String password) implements Login {
      @Override
      public String toString() {
        return "user " + username;
      }
    }

    record Token(String token) implements Login {
      @Override
      public String toString() {
        return "the configured token";
      }
    }

    /** A header of its own, as {@code X-Api-Key}. */
    record Header(String header, String secret) implements Login {
      @Override
      public String toString() {
        return "the configured " + header;
      }
    }
  }

  /** Host, port and path, for people. */
  String address() {
    return url.getAuthority() + url.getPath();
  }

  /** The header that logs in; empty where there is none. */
  List<String> loginHeader() {
    return switch (login) {
      case Login.Nobody nobody -> List.of();
      case Login.Password p ->
          List.of(
              "Authorization",
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          (p.username() + ":" + p.password()).getBytes(StandardCharsets.UTF_8)));
      case Login.Token t -> List.of("Authorization", "Bearer " + t.token());
      case Login.Header h -> List.of(h.header(), h.secret());
    };
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static HttpSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    return new HttpSettings(
        settings.name(),
        reader.url("url", "https://api.example.com"),
        login(reader),
        reader.zone("timezone"),
        reader.duration("request-timeout", Duration.ofSeconds(10)),
        reader.number("at-once", 4, 1, 64));
  }

  private static Login login(SettingReader reader) {
    String username = reader.text("username");
    String password = reader.text("password");
    String token = reader.token("token");
    String header = reader.text("header");
    String secret = reader.token("header-secret");
    refuseHalves(reader, username, password, "username", "password");
    refuseHalves(reader, header, secret, "header", "header-secret");
    int ways = (username == null ? 0 : 1) + (token == null ? 0 : 1) + (header == null ? 0 : 1);
    if (ways > 1) {
      throw reader.wrong("token", "username and header exclude each other. Keep one login.");
    }
    if (username != null && password != null) {
      return new Login.Password(username, password);
    }
    if (header != null && secret != null) {
      if (!header.matches("[A-Za-z0-9-]+")) {
        throw reader.wrong("header", "is not the name of a header. Write X-Api-Key.");
      }
      return new Login.Header(header, secret);
    }
    return token == null ? new Login.Nobody() : new Login.Token(token);
  }

  private static void refuseHalves(
      SettingReader reader,
      @Nullable String one,
      @Nullable String other,
      String oneKey,
      String otherKey) {
    if ((one == null) != (other == null)) {
      throw reader.wrong(
          one == null ? oneKey : otherKey,
          "is missing. It goes with " + (one == null ? otherKey : oneKey) + ".");
    }
  }
}
