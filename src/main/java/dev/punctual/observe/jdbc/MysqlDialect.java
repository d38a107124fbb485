package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.JdbcSettings.Limits;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MySQL, Aurora MySQL and MariaDB, which differ in a few settings of a session. */
final class MysqlDialect implements Dialect {

  /** How much longer than the server's own time-out the network may stay silent. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Two names: {@code tx_read_only} before MySQL 5.7.20 and MariaDB 11.1. */
  private static final String READ_ONLY =
      """
      show session variables where variable_name in ('transaction_read_only', 'tx_read_only')
      """;

  private final String type;
  private final String title;

  private MysqlDialect(String type, String title) {
    this.type = type;
    this.title = title;
  }

  static MysqlDialect mysql() {
    return new MysqlDialect("mysql", "MySQL");
  }

  static MysqlDialect mariadb() {
    return new MysqlDialect("mariadb", "MariaDB");
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Address address() {
    return new Address(
        type.equals("mysql")
            ? List.of("jdbc:mysql:", "jdbc:mariadb:")
            : List.of("jdbc:mariadb:", "jdbc:mysql:"),
        "//host:3306/database");
  }

  @Override
  public Driver driver() {
    return new Driver("org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client");
  }

  /** MariaDB's driver speaks to both, and leaves MySQL's scheme to MySQL's driver. */
  @Override
  public String driverUrl(String url) {
    return url.replaceFirst("(?i)^jdbc:mysql:", "jdbc:mariadb:");
  }

  @Override
  public Catalog catalog() {
    return new MysqlCatalog();
  }

  @Override
  public Grammar grammar() {
    return new MysqlGrammar();
  }

  @Override
  public Errors errors() {
    return new MysqlErrors();
  }

  /** A server joins at most 61 tables in one SELECT, but has no such bound for a union. */
  @Override
  public int branches() {
    return 250;
  }

  @Override
  public Counting counting() {
    return new Counting(Duration.ZERO, "the server forgot the last write to ", "");
  }

  @Override
  public LastWrite lastWrite() {
    return new LastWrite.OfStatement("a server forgets it when it restarts or closes the table");
  }

  @Override
  public Map<String, String> properties(Limits limits) {
    return Map.of(
        "connectTimeout",
        Long.toString(limits.connect().toMillis()),
        "socketTimeout",
        Long.toString(limits.statement().plus(GRACE).toMillis()),
        "connectionAttributes",
        "program_name:punctual",
        // A server that is not what it seems could otherwise ask for files of this machine.
        "allowLocalInfile",
        "false");
  }

  @Override
  public List<String> sessionSettings(Connection opened, Limits limits) throws SQLException {
    DatabaseMetaData server = opened.getMetaData();
    return sessionSettings(
        server.getDatabaseProductName().equalsIgnoreCase("MariaDB"),
        server.getDatabaseMajorVersion(),
        limits);
  }

  /**
   * The same by what answers. One statement is one transaction here, and InnoDB reads all of it in
   * the snapshot that its first read makes; asking for a snapshot beforehand would only cost a
   * round trip.
   */
  static List<String> sessionSettings(boolean mariadb, int major, Limits limits) {
    long lock = Math.max(1, Math.ceilDiv(limits.lock().toMillis(), 1000));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "set session transaction read only",
                "set session time_zone = '+00:00'",
                "set session lock_wait_timeout = " + lock,
                "set session innodb_lock_wait_timeout = " + lock,
                mariadb
                    ? "set session max_statement_time = " + limits.statement().toMillis() / 1000.0
                    : "set session max_execution_time = " + limits.statement().toMillis()));
    if (!mariadb && major >= 8) {
      // The times of tables would be a day old otherwise.
      settings.add("set session information_schema_stats_expiry = 0");
    }
    return List.copyOf(settings);
  }

  @Override
  public Finding readOnly(Session session) throws SourceFailure {
    try {
      String setting =
          session.query(
              Sql.of(READ_ONLY).build(), rows -> rows.next() ? rows.getString(2) : "not known");
      return new Finding(
          "ON".equalsIgnoreCase(setting),
          "read-only transactions",
          "transaction_read_only is " + setting);
    } catch (SQLException e) {
      return new Finding(false, "read-only transactions", errors().said(e));
    }
  }
}
