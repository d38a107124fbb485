package dev.punctual.observe.prometheus;

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
 * One entry of {@code punctual.sources} with {@code type: prometheus}.
 *
 * @param url of the server, without {@code /api/v1} and a slash at its end
 * @param authorization value of the header; null where nobody logs in
 * @param login as whom, for people
 * @param tenant value of {@code X-Scope-OrgID}; null where there are no tenants
 * @param requestTimeout how long one answer may take
 */
record PrometheusSettings(
    String name,
    URI url,
    @Nullable String authorization,
    String login,
    @Nullable String tenant,
    Duration requestTimeout) {

  private static final List<String> KNOWN =
      List.of("url", "username", "password", "token", "tenant", "request-timeout");

  /** Host, port and path, for people. */
  String address() {
    return url.getAuthority() + url.getPath();
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static PrometheusSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    URI url = reader.url("url", "http://prometheus.example:9090");
    if (url.getPath().matches(".*/(api(/v1)?|graph|query)")) {
      throw reader.wrong("url", "is that of a page or of the API; leave the end out.");
    }
    String username = reader.text("username");
    String password = reader.text("password");
    String token = reader.token("token");
    if ((username == null) != (password == null)) {
      throw reader.wrong("username", "and password go together.");
    }
    if (username != null && token != null) {
      throw reader.wrong("token", "and username exclude each other. Keep one login.");
    }
    return new PrometheusSettings(
        settings.name(),
        url,
        username != null
            ? basic(username + ":" + password)
            : token == null ? null : "Bearer " + token,
        username != null ? "user " + username : token == null ? "nobody" : "the configured token",
        reader.token("tenant"),
        reader.duration("request-timeout", Duration.ofSeconds(10)));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "prometheus at " + address() + " as " + login;
  }
}
