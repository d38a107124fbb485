package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: sqlserver}. */
@Singleton
final class SqlserverType implements SourceType {

  private static final Dialect DIALECT = new SqlserverDialect();

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
