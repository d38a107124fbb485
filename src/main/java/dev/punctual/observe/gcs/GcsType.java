package dev.punctual.observe.gcs;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: gcs}. */
@Singleton
final class GcsType implements SourceType {

  @Override
  public String type() {
    return "gcs";
  }

  @Override
  public Set<String> targets() {
    return Set.of("file");
  }

  @Override
  public Source open(Settings settings) {
    return new GcsSource(GcsSettings.of(settings));
  }
}
