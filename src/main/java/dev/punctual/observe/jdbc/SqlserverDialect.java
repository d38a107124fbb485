package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.jdbc.JdbcSettings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** SQL Server, Azure SQL too. */
final class SqlserverDialect implements Dialect {

  /** How much longer than the statement's own time-out the network may stay silent. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** It would write a line for each server that does not answer, which the source says itself. */
  private static final Logger DRIVER = Logger.getLogger("com.microsoft.sqlserver.jdbc");

  static {
    DRIVER.setLevel(Level.SEVERE);
  }

  /** Where the database does not allow it, a statement reads what is committed, waiting for it. */
  private static final String SNAPSHOT =
      """
      if exists (select 1 from sys.databases
          where database_id = db_id() and snapshot_isolation_state = 1)
        set transaction isolation level snapshot
      else
        set transaction isolation level read committed
      """;

  @Override
  public String type() {
    return "sqlserver";
  }

  @Override
  public String title() {
    return "SQL Server";
  }

  @Override
  public Address address() {
    return new Address(List.of("jdbc:sqlserver:"), "//host:1433;databaseName=dwh");
  }

  @Override
  public Driver driver() {
    return new Driver(
        "com.microsoft.sqlserver.jdbc.SQLServerDriver", "com.microsoft.sqlserver:mssql-jdbc");
  }

  @Override
  public Catalog catalog() {
    return new SqlserverCatalog();
  }

  @Override
  public Grammar grammar() {
    return new SqlserverGrammar();
  }

  @Override
  public Errors errors() {
    return new SqlserverErrors();
  }

  /** A statement takes at most 2,100 parameters, of which a branch may need eight. */
  @Override
  public int branches() {
    return 200;
  }

  @Override
  public Counting counting() {
    return new Counting(Duration.ZERO, "the server forgot the last write to ", "");
  }

  @Override
  public LastWrite lastWrite() {
    return new LastWrite.OfStatement("a server forgets it when it restarts or closes the database");
  }

  @Override
  public Map<String, String> properties(Limits limits) {
    return Map.of(
        "applicationName",
        "punctual",
        "loginTimeout",
        Long.toString(limits.connect().toSeconds()),
        "queryTimeout",
        Long.toString(Math.max(1, limits.statement().toSeconds())),
        "lockTimeout",
        Long.toString(limits.lock().toMillis()),
        "socketTimeout",
        Long.toString(limits.statement().plus(GRACE).toMillis()));
  }

  @Override
  public List<String> sessionSettings(Connection opened, Limits limits) {
    return List.of("set dateformat ymd", "set deadlock_priority low", SNAPSHOT);
  }

  /** There are no read-only transactions, and the isolation depends on the database. */
  @Override
  public void prepare(Connection opened, Limits limits) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      for (String setting : sessionSettings(opened, limits)) {
        statement.execute(setting);
      }
    }
    opened.setAutoCommit(false);
  }

  @Override
  public Finding readOnly(Session session) {
    return new Finding(
        true,
        "read-only transactions",
        "SQL Server has none; give the login SELECT on its tables and nothing else");
  }
}
