package dev.punctual.observe.airflow;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: airflow}, Airflow 2 or 3: it is asked which. */
@Singleton
final class AirflowType implements SourceType {

  @Override
  public String type() {
    return "airflow";
  }

  @Override
  public Set<String> targets() {
    return Set.of("task", "dag");
  }

  @Override
  public Source open(Settings settings) {
    return new AirflowSource(AirflowSettings.of(settings));
  }
}
