package dev.punctual.observe.http;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: http}. */
@Singleton
final class HttpType implements SourceType {

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Set<String> targets() {
    return Set.of("endpoint");
  }

  @Override
  public Source open(Settings settings) {
    return new HttpSource(HttpSettings.of(settings));
  }
}
