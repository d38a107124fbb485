package dev.punctual.observe.openlineage;

import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an OpenLineage source.
 *
 * @param jobNamespace of jobs whose rule names none; null: the only one that knows the name
 * @param datasetNamespace of datasets whose rule names none; null: the only one
 */
record OpenLineageSettings(
    String name, @Nullable String jobNamespace, @Nullable String datasetNamespace) {

  private static final List<String> KEYS = List.of("job-namespace", "dataset-namespace");

  static OpenLineageSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KEYS);
    return new OpenLineageSettings(
        settings.name(), reader.text("job-namespace"), reader.text("dataset-namespace"));
  }

  @Nullable String namespace(Kind kind) {
    return kind == Kind.JOB ? jobNamespace : datasetNamespace;
  }
}
