package dev.punctual.observe.aws;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: athena}, tables of the Glue catalogue and what Athena can select from. */
@Singleton
final class AthenaType implements SourceType {

  @Override
  public String type() {
    return "athena";
  }

  @Override
  public Set<String> targets() {
    return Set.of("table", "query");
  }

  @Override
  public Source open(Settings settings) {
    return new AthenaSource(AthenaSettings.of(settings));
  }
}
