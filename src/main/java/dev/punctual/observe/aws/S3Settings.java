package dev.punctual.observe.aws;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: s3}.
 *
 * @param bucket of all paths; null where each path begins with its own
 */
record S3Settings(AccountSettings account, @Nullable String bucket) {

  private static final List<String> KNOWN =
      Stream.concat(AccountSettings.KNOWN.stream(), Stream.of("bucket")).toList();

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static S3Settings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    String bucket = reader.text("bucket");
    if (bucket != null && !bucket.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{1,254}")) {
      throw reader.wrong("bucket", "is none. Write its name alone, such as bucket: deliveries.");
    }
    return new S3Settings(AccountSettings.of(settings.name(), reader), bucket);
  }

  String name() {
    return account.source();
  }
}
