package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: h2}. */
@Singleton
final class H2Type implements SourceType {

  private static final Dialect DIALECT = new H2Dialect();

  @Override
  public String type() {
    return DIALECT.type();
  }

  @Override
  public Set<String> targets() {
    return Set.of("table", "query");
  }

  @Override
  public Source open(Settings settings) {
    return new JdbcSource(JdbcSettings.of(DIALECT, settings));
  }
}
