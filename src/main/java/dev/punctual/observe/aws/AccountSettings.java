package dev.punctual.observe.aws;

import dev.punctual.observe.SettingReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every source of AWS is configured with.
 *
 * @param source name of the source
 * @param endpoint of what stands in for AWS (MinIO, a proxy); null for AWS itself
 * @param requestTimeout how long one answer may take, body and all
 */
record AccountSettings(
    String source,
    String region,
    @Nullable URI endpoint,
    LoginSettings login,
    Duration requestTimeout) {

  /** What a setting may be called. */
  static final List<String> KNOWN =
      Stream.concat(
              Stream.of("region", "endpoint", "request-timeout"), LoginSettings.KNOWN.stream())
          .toList();

  static AccountSettings of(String source, SettingReader reader) {
    String region = reader.require("region", "Write region: ap-northeast-1.");
    if (!region.matches("[a-z0-9-]{2,40}")) {
      throw reader.wrong("region", "is none. Write region: ap-northeast-1.");
    }
    return new AccountSettings(
        source,
        region,
        reader.text("endpoint") == null
            ? null
            : reader.url("endpoint", "https://minio.example.com:9000"),
        LoginSettings.of(reader),
        reader.duration("request-timeout", Duration.ofSeconds(20)));
  }

  /** Where a service of AWS listens, or what stands in for it. */
  URI address(String service) {
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return endpoint == null
        ? URI.create("https://" + service + "." + region + "." + domain)
        : endpoint;
  }
}
