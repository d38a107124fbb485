package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One real MariaDB for all tests; each test makes a database of its own in it. */
final class Mariadb implements AutoCloseable {

  static final String PASSWORD = "tr0ub4dor-reader";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final MariadbServer SERVER = start();

  private final String database = "mart" + NUMBER.incrementAndGet();

  private static MariadbServer start() {
    MariadbServer server = MariadbServer.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("create user punctual_ro@'%' identified by '" + PASSWORD + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return server;
  }

  /** A new database; {@code punctual_ro} may read it unless a test says otherwise. */
  Mariadb(String... statements) {
    this(true, statements);
  }

  private Mariadb(boolean granted, String... statements) {
    try (Connection connection = SERVER.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
      if (granted) {
        statement.execute("grant select on " + database + ".* to punctual_ro@'%'");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    run(statements);
  }

  /** Nothing is granted on the new database. */
  static Mariadb withoutGrants(String... statements) {
    return new Mariadb(false, statements);
  }

  String database() {
    return database;
  }

  /** As its owner, in UTC. */
  Connection connect() throws SQLException {
    Connection connection = SERVER.connect(database);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set time_zone = '+00:00'");
    }
    return connection;
  }

  void run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The clock that dates writes. */
  Instant now() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select unix_timestamp(sysdate(6))")) {
      rows.next();
      return Instant.ofEpochMilli(rows.getBigDecimal(1).movePointRight(3).longValue());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return SERVER.url("jdbc:mariadb:", database);
  }

  /** The source as the restricted login, with more settings. */
  Source source(String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("url", url());
    values.put("username", "punctual_ro");
    values.put("password", PASSWORD);
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return new MariadbType().open(new Settings("dwh", values));
  }

  @Override
  public void close() {
    try (Connection connection = SERVER.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("drop database " + database);
      statement.execute("revoke all privileges, grant option from punctual_ro@'%'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
