package dev.punctual.board;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver before the driver: remembers what is asked. Its addresses begin with {@code
 * jdbc:p6spy:}, which Flyway knows.
 */
public final class SpiedDatabase implements Driver {

  private static final List<Asked> ASKED = new CopyOnWriteArrayList<>();

  private static final String PREFIX = "jdbc:p6spy:";

  /** A query with what was bound to it. */
  record Asked(String sql, Map<Integer, Object> bound) {}

  /** What was asked since the last call. */
  static List<Asked> asked() {
    List<Asked> all = List.copyOf(ASKED);
    ASKED.clear();
    return all;
  }

  /** Asks the same again and reads every column of every row, nothing more. */
  static int replay(Connection connection, List<Asked> queries) throws SQLException {
    int read = 0;
    for (Asked query : queries) {
      try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
        for (Map.Entry<Integer, Object> one : query.bound().entrySet()) {
          statement.setObject(one.getKey(), one.getValue());
        }
        try (ResultSet rows = statement.executeQuery()) {
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
              read += rows.getObject(column) == null ? 0 : 1;
            }
          }
        }
      }
    }
    return read;
  }

  /** Settings of a database, through this driver. */
  static Map<String, Object> over(Map<String, Object> settings) {
    Map<String, Object> spied = new HashMap<>(settings);
    String url = String.valueOf(settings.get("punctual.database.url"));
    spied.put("punctual.database.url", PREFIX + url.substring("jdbc:".length()));
    spied.put("datasources.default.driver-class-name", SpiedDatabase.class.getName());
    return spied;
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    return acceptsURL(url) ? spy(DriverManager.getConnection(real(url), info)) : null;
  }

  private static String real(String url) {
    return "jdbc:" + url.substring(PREFIX.length());
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return true;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("spied");
  }

  private static Connection spy(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            SpiedDatabase.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              Object result = call(real, method, arguments);
              return method.getName().equals("prepareStatement") && arguments != null
                  ? spy(
                      (PreparedStatement) Objects.requireNonNull(result),
                      String.valueOf(arguments[0]))
                  : result;
            });
  }

  private static PreparedStatement spy(PreparedStatement real, String sql) {
    Map<Integer, Object> bound = new HashMap<>();
    return (PreparedStatement)
        Proxy.newProxyInstance(
            SpiedDatabase.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (_, method, arguments) -> {
              String name = method.getName();
              if (name.startsWith("set") && arguments != null && arguments.length == 2) {
                bound.put((Integer) arguments[0], arguments[1]);
              }
              if (name.equals("executeQuery")) {
                ASKED.add(new Asked(sql, Map.copyOf(bound)));
              }
              return call(real, method, arguments);
            });
  }

  private static @Nullable Object call(
      Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
