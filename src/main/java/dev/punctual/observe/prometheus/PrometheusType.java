package dev.punctual.observe.prometheus;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: prometheus}. */
@Singleton
final class PrometheusType implements SourceType {

  @Override
  public String type() {
    return "prometheus";
  }

  @Override
  public Set<String> targets() {
    return Set.of("metric");
  }

  @Override
  public Source open(Settings settings) {
    return new PrometheusSource(PrometheusSettings.of(settings));
  }
}
