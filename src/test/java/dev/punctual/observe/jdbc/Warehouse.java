package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests; each test makes a database of its own in it. */
final class Warehouse implements AutoCloseable {

  static final String PASSWORD = "tr0ub4dor-reader";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private final String database = "dwh" + NUMBER.incrementAndGet();

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("track_commit_timestamp", "on")
              .setServerConfig("fsync", "off")
              .setServerConfig("hba_file", accessRules().toString())
              .start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create role punctual_ro login password '" + PASSWORD + "'");
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The restricted login has to know its password; the owner is trusted. */
  private static Path accessRules() throws IOException {
    Path file = Files.createTempFile("pg_hba", ".conf");
    Files.writeString(
        file,
        """
        host all punctual_ro all scram-sha-256
        host all all all trust
        local all all trust
        """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    file.toFile().deleteOnExit();
    return file;
  }

  /** A new database; {@code punctual_ro} may connect and nothing else. */
  Warehouse(String... statements) {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    run(statements);
  }

  /** As its owner. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        SERVER.getJdbcUrl("postgres", database), "postgres", "postgres");
  }

  /** What was written shows in the counters when this returns; {@code :database} is its name. */
  void run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql.replace(":database", database));
      }
      statement.execute("select pg_stat_force_next_flush()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "jdbc:postgresql://localhost:" + SERVER.getPort() + "/" + database;
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
    return new PostgresqlType().open(new Settings("dwh", values));
  }

  @Override
  public void close() {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop database " + database + " with (force)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
