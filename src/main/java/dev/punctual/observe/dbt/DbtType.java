package dev.punctual.observe.dbt;

import dev.punctual.observe.LineageInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: dbt}. */
@Singleton
final class DbtType implements SourceType {

  private final LineageInbox inbox;

  DbtType(LineageInbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public String type() {
    return "dbt";
  }

  @Override
  public Set<String> targets() {
    return Set.of("dataset");
  }

  @Override
  public Source open(Settings settings) {
    return new DbtSource(DbtSettings.of(settings), inbox);
  }
}
