package dev.punctual.observe.salesforce;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: salesforce}. */
@Singleton
final class SalesforceType implements SourceType {

  @Override
  public String type() {
    return "salesforce";
  }

  @Override
  public Set<String> targets() {
    return Set.of("object");
  }

  @Override
  public Source open(Settings settings) {
    return new SalesforceSource(SalesforceSettings.of(settings));
  }
}
