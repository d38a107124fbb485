package dev.punctual.bench;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Listens to the queries of a page, and runs them again without the page. */
@Singleton
@Requires(property = "bench.pages")
final class RecordedSql implements BeanCreatedEventListener<DataSource>, Ordered {
  private @Nullable DataSource database;
  private @Nullable List<Query> recording;
  private final IdentityHashMap<Array, ArrayOf> arrays = new IdentityHashMap<>();

  /** A query and what was bound, by position. */
  record Query(String sql, Map<Integer, Object> bound) {}

  private record ArrayOf(String type, List<Object> elements) {}

  /** Does a call by itself, after somebody had a look at it. */
  private interface Look {
    @Nullable Object answer(String method, Object[] arguments, @Nullable Object result);
  }

  /** Next to the database: what knows of transactions is laid around this. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
    DataSource real = event.getBean();
    database = real;
    return proxy(
        DataSource.class,
        real,
        (_, _, result) ->
            result instanceof Connection connection ? connection(connection) : result);
  }

  void record() {
    recording = new ArrayList<>();
  }

  List<Query> stop() {
    List<Query> recorded = recording == null ? List.of() : List.copyOf(recording);
    recording = null;
    return recorded;
  }

  /** Runs them in one transaction and reads every column; returns how many rows there were. */
  long replay(List<Query> queries) throws SQLException {
    if (database == null) {
      throw new IllegalStateException("There is no database yet");
    }
    long rows = 0;
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      for (Query query : queries) {
        rows += replay(connection, query);
      }
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return rows;
  }

  /** Which indexes it goes through, as H2 explains it; empty elsewhere. */
  String way(Query query) throws SQLException {
    if (database == null) {
      return "";
    }
    try (Connection connection = database.getConnection();
        PreparedStatement explain = connection.prepareStatement("explain " + query.sql())) {
      if (!connection.getMetaData().getURL().startsWith("jdbc:h2")) {
        return "";
      }
      bind(connection, explain, query);
      try (ResultSet plan = explain.executeQuery()) {
        plan.next();
        return Pattern.compile("/\\*([^*]*)\\*/")
            .matcher(plan.getString(1))
            .results()
            .map(hit -> hit.group(1).strip())
            .collect(Collectors.joining("; "));
      }
    }
  }

  private static void bind(Connection connection, PreparedStatement statement, Query query)
      throws SQLException {
    for (Map.Entry<Integer, Object> bound : query.bound().entrySet()) {
      Object value =
          bound.getValue() instanceof ArrayOf array
              ? connection.createArrayOf(array.type(), array.elements().toArray())
              : bound.getValue();
      statement.setObject(bound.getKey(), value);
    }
  }

  private static long replay(Connection connection, Query query) throws SQLException {
    long rows = 0;
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      statement.setFetchSize(2_000);
      bind(connection, statement, query);
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          rows++;
          for (int i = 1; i <= columns; i++) {
            result.getString(i);
          }
        }
      }
    }
    return rows;
  }

  private Connection connection(Connection real) {
    return proxy(
        Connection.class,
        real,
        (method, arguments, result) -> {
          if (result instanceof PreparedStatement statement) {
            return statement(statement, String.valueOf(arguments[0]));
          }
          if (method.equals("createArrayOf") && result instanceof Array array) {
            arrays.put(array, new ArrayOf((String) arguments[0], List.of((Object[]) arguments[1])));
          }
          return result;
        });
  }

  private PreparedStatement statement(PreparedStatement real, String sql) {
    Map<Integer, Object> bound = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        real,
        (method, arguments, result) -> {
          if (method.startsWith("set") && arguments.length >= 2) {
            Object value = arguments[1];
            bound.put(
                (Integer) arguments[0], arrays.containsKey(value) ? arrays.get(value) : value);
          }
          if (method.equals("executeQuery") && recording != null) {
            recording.add(new Query(sql, Map.copyOf(bound)));
          }
          return result;
        });
  }

  private static <T> T proxy(Class<T> type, T real, Look look) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          try {
            Object result = method.invoke(real, arguments);
            return look.answer(
                method.getName(), arguments == null ? new Object[0] : arguments, result);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(RecordedSql.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
