package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.JdbcSettings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** PostgreSQL, Aurora PostgreSQL too. */
final class PostgresqlDialect implements Dialect {

  /** How much longer than the server's own time-out the network may stay silent. */
  private static final int GRACE_SECONDS = 10;

  /** An idle session reports its counters within ten seconds of the commit. */
  private static final Duration COUNTER_LAG = Duration.ofSeconds(10);

  private static final String READ_ONLY = "select current_setting('transaction_read_only')";

  @Override
  public String type() {
    return "postgresql";
  }

  @Override
  public String title() {
    return "PostgreSQL";
  }

  @Override
  public Address address() {
    return new Address(List.of("jdbc:postgresql:"), "//host:5432/database");
  }

  @Override
  public Driver driver() {
    return new Driver("org.postgresql.Driver", "org.postgresql:postgresql");
  }

  @Override
  public Catalog catalog() {
    return new PostgresqlCatalog();
  }

  @Override
  public Grammar grammar() {
    return new Grammar() {};
  }

  @Override
  public Errors errors() {
    return new PostgresqlErrors();
  }

  /**
   * Each branch takes locks on its table and the table's indexes until the transaction ends; a
   * server has room for about 6,400 locks as shipped.
   */
  @Override
  public int branches() {
    return 250;
  }

  @Override
  public Counting counting() {
    return Counting.ofRows(COUNTER_LAG);
  }

  @Override
  public LastWrite lastWrite() {
    return new LastWrite.OfRows("max(pg_xact_commit_timestamp(t.xmin))");
  }

  @Override
  public boolean recalls() {
    return true;
  }

  @Override
  public Map<String, String> properties(Limits limits) {
    String connect = Long.toString(limits.connect().toSeconds());
    return Map.of(
        "ApplicationName",
        "punctual",
        "connectTimeout",
        connect,
        "loginTimeout",
        connect,
        "socketTimeout",
        Long.toString(limits.statement().toSeconds() + GRACE_SECONDS),
        "tcpKeepAlive",
        "true",
        // The server keeps a plan for each of them, of some megabytes where many tables are asked.
        "preparedStatementCacheQueries",
        "16");
  }

  @Override
  public List<String> sessionSettings(Connection opened, Limits limits) {
    return List.of(
        "set default_transaction_read_only = on; set statement_timeout = "
            + limits.statement().toMillis()
            + "; set lock_timeout = "
            + limits.lock().toMillis()
            + "; set timezone = 'UTC'; set datestyle = 'ISO'; set jit = off");
  }

  @Override
  public Finding readOnly(Session session) throws SourceFailure {
    try {
      String setting =
          session.query(
              Sql.of(READ_ONLY).build(),
              rows -> {
                rows.next();
                return rows.getString(1);
              });
      return new Finding(
          "on".equals(setting), "read-only transactions", "transaction_read_only is " + setting);
    } catch (SQLException e) {
      return new Finding(false, "read-only transactions", errors().said(e));
    }
  }
}
