package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Relation.Time;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a source, kept open between rounds and opened anew where it broke. Sessions
 * are read-only, run in UTC, and wait neither for locks nor for statements longer than configured.
 * Used by one thread at a time; {@link #abort} may come from another.
 */
final class Session implements AutoCloseable {

  private final JdbcSettings settings;
  private final Dialect dialect;
  private final Grammar grammar;
  private final Failures failures;
  private volatile @Nullable Connection connection;
  private volatile @Nullable Statement running;
  private final Map<String, Time> answers = new HashMap<>();
  private int statements;

  Session(JdbcSettings settings) {
    this.settings = settings;
    this.dialect = settings.dialect();
    this.grammar = dialect.grammar();
    this.failures = new Failures(settings);
  }

  /** Reads the rows of a statement. */
  @FunctionalInterface
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** How many statements were sent since the last call. */
  int countedStatements() {
    int counted = statements;
    statements = 0;
    return counted;
  }

  /**
   * Makes sure of a connection and asks it something light. A connection that broke since it was
   * last used is replaced, once.
   *
   * @throws SourceFailure when there is none to be had
   */
  <T> T greet(Sql sql, Rows<T> rows) throws SourceFailure {
    boolean fresh = connection == null;
    try {
      return query(open(), sql, rows);
    } catch (SQLException e) {
      close();
      if (fresh) {
        throw failures.connecting(e);
      }
    }
    try {
      return query(open(), sql, rows);
    } catch (SQLException e) {
      close();
      throw failures.connecting(e);
    }
  }

  /**
   * One statement in a transaction and a snapshot of its own, both over when it returns.
   *
   * @throws SQLException when the statement failed and the session goes on
   * @throws SourceFailure when the connection is gone
   */
  <T> T query(Sql sql, Rows<T> rows) throws SQLException, SourceFailure {
    Connection current = connection;
    if (current == null) {
      throw new SourceFailure(settings.name() + ": the connection was closed", null);
    }
    try {
      return query(current, sql, rows);
    } catch (SQLException e) {
      if (failures.fault(e) == Dialect.Fault.WHOLE) {
        close();
        throw failures.during(e);
      }
      throw e;
    }
  }

  /**
   * What a SELECT of one column answers, asked of the server once and without running it: an
   * instant, or anything else.
   *
   * @throws SourceFailure when the connection is gone
   */
  Time answerOf(Sql select) throws SourceFailure {
    Time known = answers.get(select.text());
    Connection current = connection;
    if (known != null || current == null) {
      return known == null ? Time.NONE : known;
    }
    statements++;
    try (PreparedStatement statement = current.prepareStatement(select.text())) {
      ResultSetMetaData columns = statement.getMetaData();
      boolean instant = columns != null && columns.getColumnTypeName(1).equals("TIMESTAMP");
      answers.put(select.text(), instant ? Time.INSTANT : Time.NONE);
      return instant ? Time.INSTANT : Time.NONE;
    } catch (SQLException e) {
      if (failures.fault(e) == Dialect.Fault.WHOLE) {
        close();
        throw failures.during(e);
      }
      // Asking it in earnest will tell what is wrong.
      return Time.NONE;
    }
  }

  private <T> T query(Connection current, Sql sql, Rows<T> rows) throws SQLException {
    statements++;
    try (PreparedStatement statement = current.prepareStatement(sql.text())) {
      running = statement;
      List<Object> binds = sql.binds();
      for (int i = 0; i < binds.size(); i++) {
        statement.setObject(i + 1, grammar.bind(binds.get(i)));
      }
      T answer;
      try (ResultSet result = statement.executeQuery()) {
        answer = rows.read(result);
      }
      current.commit();
      return answer;
    } catch (SQLException e) {
      rollback(current, e);
      throw e;
    } finally {
      running = null;
    }
  }

  private static void rollback(Connection current, SQLException because) {
    try {
      current.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private Connection open() throws SourceFailure, SQLException {
    Connection current = connection;
    if (current != null) {
      return current;
    }
    try {
      String url = dialect.driverUrl(settings.login().url());
      Connection opened = DriverManager.getConnection(url, properties());
      connection = opened;
      dialect.prepare(opened, settings.limits());
      return opened;
    } catch (IOException e) {
      throw failures.password(e);
    }
  }

  private Properties properties() throws IOException {
    Properties properties = new Properties();
    properties.putAll(dialect.properties(settings.limits()));
    put(properties, "user", settings.login().username());
    put(properties, "password", settings.login().secret());
    return properties;
  }

  private static void put(Properties properties, String key, @Nullable String value) {
    if (value != null) {
      properties.put(key, value);
    }
  }

  /** Breaks off whatever runs; the next round opens a new connection. */
  void abort() {
    try {
      Statement statement = running;
      if (statement != null) {
        statement.cancel();
      }
    } catch (SQLException e) {
      // The connection is given up below in any case.
    }
    Connection current = connection;
    connection = null;
    try {
      if (current != null) {
        current.abort(Runnable::run);
      }
    } catch (SQLException e) {
      // Broken already.
    }
  }

  @Override
  public void close() {
    Connection current = connection;
    connection = null;
    try {
      if (current != null) {
        current.close();
      }
    } catch (SQLException e) {
      // A connection that cannot be closed is broken, and gone all the same.
    }
  }
}
