package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: mysql}. */
@Singleton
final class MysqlType implements SourceType {

  private static final Dialect DIALECT = MysqlDialect.mysql();

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
