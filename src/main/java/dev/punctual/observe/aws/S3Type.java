package dev.punctual.observe.aws;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: s3}, objects of S3 and of what speaks its protocol. */
@Singleton
final class S3Type implements SourceType {

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public Set<String> targets() {
    return Set.of("file");
  }

  @Override
  public Source open(Settings settings) {
    return new S3Source(S3Settings.of(settings));
  }
}
