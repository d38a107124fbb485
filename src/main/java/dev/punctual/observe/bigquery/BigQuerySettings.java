package dev.punctual.observe.bigquery;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: bigquery}.
 *
 * @param credentials key of a service account or workload identity configuration; null for the
 *     application default credentials
 * @param timezone of DATETIME columns and partitions; null: the zone of each rule
 */
record BigQuerySettings(
    String name,
    URI url,
    Billing billing,
    @Nullable Path credentials,
    @Nullable ZoneId timezone,
    Limits limits) {

  private static final List<String> KNOWN =
      List.of(
          "project",
          "location",
          "credentials-file",
          "url",
          "timezone",
          "maximum-bytes-billed",
          "request-timeout",
          "query-timeout");

  private static final Pattern PROJECT =
      Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern LOCATION = Pattern.compile("[A-Za-z]+(-[A-Za-z]+[0-9]+)?");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(MB|GB|TB)");
  private static final long MEGABYTE = 1_000_000;

  /**
   * What pays for queries, and where they run.
   *
   * @param project also of tables written without one
   * @param location of all tables of this source; null where BigQuery is asked for it
   * @param mostBytes what one rule's question may bill
   */
  record Billing(String project, @Nullable String location, long mostBytes) {}

  /**
   * How long is waited.
   *
   * @param request for one answer, body and all
   * @param query for a job, from its start to its last row
   */
  record Limits(Duration request, Duration query) {}

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static BigQuerySettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    return new BigQuerySettings(
        settings.name(),
        reader.url("url", URI.create("https://bigquery.googleapis.com")),
        new Billing(project(reader), location(reader), mostBytes(reader)),
        reader.path("credentials-file"),
        reader.zone("timezone"),
        new Limits(
            reader.duration("request-timeout", Duration.ofSeconds(20)),
            reader.duration("query-timeout", Duration.ofMinutes(1))));
  }

  private static String project(SettingReader reader) {
    String form = "Write the id of the project that pays for queries: project: acme-warehouse.";
    String project = reader.require("project", form);
    if (!PROJECT.matcher(project).matches()) {
      throw reader.wrong("project", "is not the id of a project (its number is none). " + form);
    }
    return project;
  }

  private static @Nullable String location(SettingReader reader) {
    String location = reader.text("location");
    if (location != null && !LOCATION.matcher(location).matches()) {
      throw reader.wrong("location", "is a region or multi-region, such as asia-northeast1 or US.");
    }
    return location;
  }

  private static long mostBytes(SettingReader reader) {
    Matcher size = SIZE.matcher(reader.text("maximum-bytes-billed", "1 GB"));
    if (!size.matches()) {
      throw reader.wrong("maximum-bytes-billed", "is a size such as 500 MB, 1 GB or 2 TB.");
    }
    long bytes = Long.parseLong(size.group(1)) * unit(size.group(2));
    if (bytes < 10 * MEGABYTE) {
      throw reader.wrong(
          "maximum-bytes-billed", "is less than 10 MB, the least that BigQuery bills a query.");
    }
    return bytes;
  }

  private static long unit(String word) {
    return switch (word) {
      case "TB" -> 1_000_000 * MEGABYTE;
      case "GB" -> 1_000 * MEGABYTE;
      default -> MEGABYTE;
    };
  }

  /** Host and port, for people. */
  String address() {
    return url.getAuthority() + url.getPath();
  }
}
