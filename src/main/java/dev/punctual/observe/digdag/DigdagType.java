package dev.punctual.observe.digdag;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: digdag}. */
@Singleton
final class DigdagType implements SourceType {

  @Override
  public String type() {
    return "digdag";
  }

  @Override
  public Set<String> targets() {
    return Set.of("task", "dag");
  }

  @Override
  public Source open(Settings settings) {
    return new DigdagSource(DigdagSettings.of(settings));
  }
}
