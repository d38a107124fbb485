package dev.punctual;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Empty databases for tests: configuration properties that a context takes. */
public final class TestDatabase {

  private static @Nullable EmbeddedPostgres server;

  private TestDatabase() {}

  /** A new in-memory H2. */
  public static Map<String, Object> h2() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    return Map.of("punctual.database.url", url);
  }

  /** A new database on a real PostgreSQL, which starts once for all tests of a JVM. */
  public static Map<String, Object> postgres() {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    EmbeddedPostgres postgres = server();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Map.of(
        "punctual.database.url",
        postgres.getJdbcUrl("postgres", name),
        "punctual.database.username",
        "postgres");
  }

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }
}
