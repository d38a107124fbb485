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
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver before the driver: counts the time the database takes to answer and its rows to be
 * walked through. Its addresses begin with {@code jdbc:p6spy:}, which Flyway knows.
 */
public final class SpiedDatabase implements Driver {

  static final AtomicLong NANOS = new AtomicLong();
  static final AtomicInteger STATEMENTS = new AtomicInteger();

  private static final String PREFIX = "jdbc:p6spy:";
  private static final Set<String> TIMED = Set.of("executeQuery", "execute", "next");

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
    return acceptsURL(url)
        ? spy(DriverManager.getConnection(real(url), info), Connection.class)
        : null;
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

  private static <T> T spy(T real, Class<T> type) {
    Object proxy =
        Proxy.newProxyInstance(
            SpiedDatabase.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> call(real, method, arguments));
    return type.cast(proxy);
  }

  private static @Nullable Object call(
      Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    long start = System.nanoTime();
    try {
      return wrapped(method.invoke(real, arguments));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      if (TIMED.contains(method.getName())) {
        NANOS.addAndGet(System.nanoTime() - start);
        STATEMENTS.addAndGet(method.getName().equals("next") ? 0 : 1);
      }
    }
  }

  private static @Nullable Object wrapped(@Nullable Object result) {
    return switch (result) {
      case Connection connection -> spy(connection, Connection.class);
      case PreparedStatement statement -> spy(statement, PreparedStatement.class);
      case Statement statement -> spy(statement, Statement.class);
      case ResultSet rows -> spy(rows, ResultSet.class);
      case null, default -> result;
    };
  }
}
