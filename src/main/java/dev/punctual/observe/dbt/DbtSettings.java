package dev.punctual.observe.dbt;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a dbt source.
 *
 * @param environment whose artifacts it reads
 * @param toldWithin how long after a node is done its artifact may arrive: dbt tells of all nodes
 *     when its whole run is over, so this is as long as a run takes
 */
record DbtSettings(String name, String environment, Duration toldWithin) {

  static final String ENVIRONMENT = "default";

  private static final List<String> KEYS = List.of("environment", "told-within");

  static DbtSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KEYS);
    return new DbtSettings(
        settings.name(),
        reader.text("environment", ENVIRONMENT),
        reader.duration("told-within", Duration.ofMinutes(30)));
  }
}
