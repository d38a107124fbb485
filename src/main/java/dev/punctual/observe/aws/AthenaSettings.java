package dev.punctual.observe.aws;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: athena}.
 *
 * @param database of tables that a rule names without one, and of queries; null for none
 * @param timezone of columns, partitions and times without one; null for the rule's
 * @param limits on what Athena is asked
 */
record AthenaSettings(
    AccountSettings account,
    @Nullable String database,
    @Nullable ZoneId timezone,
    Work work,
    Limits limits) {

  private static final List<String> KNOWN =
      Stream.concat(
              AccountSettings.KNOWN.stream(),
              Stream.of(
                  "database",
                  "timezone",
                  "workgroup",
                  "output-location",
                  "query-timeout",
                  "concurrent-queries"))
          .toList();

  /**
   * Where statements run.
   *
   * @param output where Athena puts results; null where the workgroup says it
   */
  record Work(String group, @Nullable String output) {}

  /**
   * How much at once and how long.
   *
   * @param query how long a statement may take, its time in the queue counted
   * @param atOnce the most statements under way together
   */
  record Limits(Duration query, int atOnce) {}

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static AthenaSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    String group = reader.text("workgroup", "primary");
    if (!group.matches("[a-zA-Z0-9._-]{1,128}")) {
      throw reader.wrong("workgroup", "is none. Write workgroup: punctual.");
    }
    String output = reader.text("output-location");
    if (output != null && Place.parse(output) == null) {
      throw reader.wrong("output-location", "is none. Write s3://my-athena-results/punctual/.");
    }
    return new AthenaSettings(
        AccountSettings.of(settings.name(), reader),
        reader.text("database"),
        reader.zone("timezone"),
        new Work(group, output),
        new Limits(
            reader.duration("query-timeout", Duration.ofMinutes(1)),
            reader.number("concurrent-queries", 10, 1, 100)));
  }

  String name() {
    return account.source();
  }
}
