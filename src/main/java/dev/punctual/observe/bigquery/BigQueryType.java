package dev.punctual.observe.bigquery;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: bigquery}. */
@Singleton
final class BigQueryType implements SourceType {

  @Override
  public String type() {
    return "bigquery";
  }

  @Override
  public Set<String> targets() {
    return Set.of("table", "query");
  }

  @Override
  public Source open(Settings settings) {
    return new BigQuerySource(BigQuerySettings.of(settings));
  }
}
