package dev.punctual.observe.aws;

import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements: Trino's own parser has to take them, and H2, told what it does not know, answers
 * them. So the grammar is proved and the logic, and not what Athena's types make of each other.
 */
final class FakeAthena implements AutoCloseable {

  final Connection database;
  final List<String> statements = new ArrayList<>();
  final List<String> stopped = new ArrayList<>();

  /** What fails a statement that holds the key, with that reason. */
  final Map<String, String> failing = new ConcurrentHashMap<>();

  boolean hangs;

  private final Map<String, Execution> executions = new ConcurrentHashMap<>();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  /** A statement under way; it is seen running once before it is done. */
  static final class Execution {
    final String sql;
    @Nullable List<List<@Nullable String>> rows;
    String state = "QUEUED";
    String reason = "";
    int looks;

    Execution(String sql) {
      this.sql = sql;
    }
  }

  FakeAthena() throws SQLException {
    database =
        DriverManager.getConnection(
            "jdbc:h2:mem:"
                + UUID.randomUUID()
                + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;NON_KEYWORDS=YEAR,MONTH,DAY,HOUR;TIME"
                + " ZONE=UTC");
  }

  void sql(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The id, or null where it is refused with the reason in {@code why}. */
  synchronized @Nullable String start(String sql, String token, List<String> why) {
    String known = tokens.get(token);
    if (known != null) {
      return known;
    }
    try {
      new SqlParser().createStatement(sql);
    } catch (ParsingException e) {
      why.add(String.valueOf(e.getMessage()));
      return null;
    }
    String id = UUID.randomUUID().toString();
    tokens.put(token, id);
    statements.add(sql);
    executions.put(id, new Execution(sql));
    return id;
  }

  synchronized @Nullable Map<String, Object> look(String id) {
    Execution execution = executions.get(id);
    if (execution == null) {
      return null;
    }
    execution.looks++;
    if (execution.looks == 1) {
      execution.state = "RUNNING";
    } else if (execution.state.equals("RUNNING") && !hangs) {
      run(execution);
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("State", execution.state);
    if (execution.state.equals("FAILED")) {
      status.put("StateChangeReason", execution.reason);
      status.put(
          "AthenaError",
          Map.of("ErrorCategory", 2, "ErrorType", 1006, "ErrorMessage", execution.reason));
    }
    return Map.of("QueryExecutionId", id, "Query", execution.sql, "Status", status);
  }

  private void run(Execution execution) {
    for (Map.Entry<String, String> one : failing.entrySet()) {
      if (execution.sql.contains(one.getKey())) {
        execution.state = "FAILED";
        execution.reason = one.getValue();
        return;
      }
    }
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(forH2(execution.sql))) {
      execution.rows = read(rows);
      execution.state = "SUCCEEDED";
    } catch (SQLException e) {
      execution.state = "FAILED";
      execution.reason =
          "SYNTAX_ERROR: line 1:55: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  private static String forH2(String sql) {
    return sql.replaceAll("count_if\\(([^()]*)\\)", "count(*) filter (where $1)")
        .replaceAll("timestamp '([^']*) UTC'", "timestamp with time zone '$1+00:00'");
  }

  private static List<List<@Nullable String>> read(ResultSet rows) throws SQLException {
    List<List<@Nullable String>> read = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    List<@Nullable String> heading = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      heading.add(rows.getMetaData().getColumnLabel(i));
    }
    read.add(heading);
    while (rows.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        String cell = rows.getString(i);
        row.add(cell == null ? null : cell.replaceFirst("\\+00(:00)?$", " UTC"));
      }
      read.add(row);
    }
    return read;
  }

  synchronized @Nullable List<List<@Nullable String>> rows(String id) {
    Execution execution = executions.get(id);
    return execution == null ? null : execution.rows;
  }

  synchronized void stop(String id) {
    stopped.add(id);
    Execution execution = executions.get(id);
    if (execution != null) {
      execution.state = "CANCELLED";
    }
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
