package dev.punctual.observe.sftp;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: sftp}. */
@Singleton
final class SftpType implements SourceType {

  @Override
  public String type() {
    return "sftp";
  }

  @Override
  public Set<String> targets() {
    return Set.of("file");
  }

  @Override
  public Source open(Settings settings) {
    return new SftpSource(SftpSettings.of(settings));
  }
}
