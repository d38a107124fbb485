package dev.punctual.observe.openlineage;

import dev.punctual.observe.LineageInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: openlineage}. */
@Singleton
final class OpenLineageType implements SourceType {

  private final LineageInbox inbox;

  OpenLineageType(LineageInbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public String type() {
    return "openlineage";
  }

  @Override
  public Set<String> targets() {
    return Set.of("job", "dataset");
  }

  @Override
  public Source open(Settings settings) {
    return new OpenLineageSource(OpenLineageSettings.of(settings), inbox);
  }
}
