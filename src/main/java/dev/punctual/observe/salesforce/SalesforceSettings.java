package dev.punctual.observe.salesforce;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One entry of {@code punctual.sources} with {@code type: salesforce}.
 *
 * @param url My Domain of the org, {@code https://example.my.salesforce.com}
 * @param clientId consumer key of a connected app with the client credentials flow
 * @param clientSecret its consumer secret
 * @param apiVersion without the {@code v}
 * @param requestTimeout how long one answer may take
 */
record SalesforceSettings(
    String name,
    URI url,
    String clientId,
    String clientSecret,
    String apiVersion,
    Duration requestTimeout) {

  private static final List<String> KNOWN =
      List.of("url", "client-id", "client-secret", "api-version", "request-timeout");

  String address() {
    return url.getAuthority();
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static SalesforceSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    URI url = reader.url("url", "https://example.my.salesforce.com");
    String version = reader.text("api-version", "60.0").replaceFirst("^v", "");
    if (!version.matches("[1-9][0-9]{1,2}\\.0")) {
      throw reader.wrong("api-version", "is not a version. Write 60.0.");
    }
    String secret = reader.token("client-secret");
    if (secret == null) {
      throw reader.wrong("client-secret", "is missing. It is the consumer secret of the app.");
    }
    return new SalesforceSettings(
        settings.name(),
        url,
        reader.require("client-id", "It is the consumer key of the app."),
        secret,
        version,
        reader.duration("request-timeout", Duration.ofSeconds(20)));
  }

  @Override
  public String toString() {
    return "salesforce at " + address();
  }
}
