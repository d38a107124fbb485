package dev.punctual.observe.gcs;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: gcs}.
 *
 * @param bucket of all rules; null where the first part of each path names it
 * @param account key or workload identity configuration; null for the account of this service
 * @param billed project that pays for listing buckets whose requesters pay; null for none
 */
record GcsSettings(
    String name,
    @Nullable String bucket,
    @Nullable Path account,
    @Nullable String billed,
    Traffic traffic) {

  private static final List<String> KNOWN =
      List.of(
          "bucket",
          "credentials-file",
          "user-project",
          "url",
          "request-timeout",
          "at-once",
          "most-objects");

  /**
   * How it is asked.
   *
   * @param requestTimeout how long one answer may take, body and all
   * @param atOnce requests under way together
   * @param mostObjects looked at in one listing
   */
  record Traffic(URI url, Duration requestTimeout, int atOnce, int mostObjects) {}

  /** Host, port and path, for people. */
  String address() {
    return traffic.url().getAuthority() + traffic.url().getPath();
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static GcsSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    String bucket = reader.text("bucket");
    if (bucket != null && !bucket.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      throw reader.wrong("bucket", "is no name of a bucket. Write it without gs:// and slashes.");
    }
    Traffic traffic =
        new Traffic(
            reader.url("url", URI.create("https://storage.googleapis.com")),
            reader.duration("request-timeout", Duration.ofSeconds(20)),
            reader.number("at-once", 8, 1, 64),
            reader.number("most-objects", 100_000, 1000, 10_000_000));
    return new GcsSettings(
        settings.name(),
        bucket,
        reader.path("credentials-file"),
        reader.text("user-project"),
        traffic);
  }
}
