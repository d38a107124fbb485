package dev.punctual.observe.drive;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: google-drive}. */
@Singleton
final class DriveType implements SourceType {

  @Override
  public String type() {
    return "google-drive";
  }

  @Override
  public Set<String> targets() {
    return Set.of("file");
  }

  @Override
  public Source open(Settings settings) {
    return new DriveSource(DriveSettings.of(settings));
  }
}
