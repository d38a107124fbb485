package dev.punctual.observe.file;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: files}, a folder of this machine or one that is mounted. */
@Singleton
final class FilesType implements SourceType {

  @Override
  public String type() {
    return "files";
  }

  @Override
  public Set<String> targets() {
    return Set.of("file");
  }

  @Override
  public Source open(Settings settings) {
    return new FilesSource(FilesSettings.of(settings), Disk.THIS);
  }
}
