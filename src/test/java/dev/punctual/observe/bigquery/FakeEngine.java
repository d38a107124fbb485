package dev.punctual.observe.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punctual.observe.bigquery.FakeBigQuery.Refused;
import dev.punctual.observe.bigquery.FakeBigQuery.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs BigQuery's SQL, as far as the source writes it, on H2: names in backticks are its tables,
 * types and functions are put over, typed parameters are bound as what they say they are.
 */
final class FakeEngine implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern VIEW =
      Pattern.compile("`([^`]+)`(?:\\.`(region-[^`]+)`)?\\.INFORMATION_SCHEMA\\.([A-Z_]+)");
  private static final Pattern MICROS =
      Pattern.compile("UNIX_MICROS\\(((?:[^()]|\\([^()]*\\))*)\\)");
  private static final String EPOCH = "TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00:00'";

  private final Connection h2;

  FakeEngine() {
    try {
      h2 =
          DriverManager.getConnection(
              "jdbc:h2:mem:"
                  + UUID.randomUUID()
                  + ";TIME ZONE=UTC;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
      execute(
          "create table STORAGE (region varchar, table_schema varchar, table_name varchar,"
              + " table_type varchar, deleted boolean, total_rows bigint,"
              + " storage_last_modified_time timestamp(6) with time zone)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql, Object... values) {
    try (PreparedStatement statement = h2.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void create(String table, String columns) {
    execute(
        "create table \""
            + table
            + "\" ("
            + types(columns.replaceAll("(\\w+) (\\w+)", "\"$1\" $2"))
            + ")");
  }

  /** Rows as SQL values, without parentheses. */
  void insert(String table, String... rows) {
    for (String row : rows) {
      execute(
          "insert into \"" + FakeBigQuery.PROJECT + "." + table + "\" values (" + types(row) + ")");
    }
  }

  void partition(String dataset, String table, String id, long rows, String modified) {
    execute(
        "create table if not exists \""
            + dataset
            + ".PARTITIONS\" (table_name varchar, partition_id varchar, total_rows bigint,"
            + " last_modified_time timestamp(6) with time zone)");
    execute(
        "insert into \"" + dataset + ".PARTITIONS\" values (?, ?, ?, ?)",
        table,
        id,
        rows,
        OffsetDateTime.parse(modified));
  }

  /** Fills TABLE_STORAGE, which shows no views. */
  synchronized void storage(Collection<Table> tables) {
    execute("delete from STORAGE");
    for (Table table : tables) {
      if (table.storageModified != null && table.type.equals("TABLE")) {
        execute(
            "insert into STORAGE values (?, ?, ?, 'BASE TABLE', false, ?, ?)",
            "region-" + table.location.toLowerCase(java.util.Locale.ROOT),
            table.dataset,
            table.name,
            table.rows,
            table.storageModified.atOffset(java.time.ZoneOffset.UTC));
      }
    }
  }

  /** The full names of what a statement reads, views of metadata left out. */
  static Set<String> tablesOf(String sql) {
    Set<String> names = new LinkedHashSet<>();
    Matcher name = NAME.matcher(VIEW.matcher(sql).replaceAll(""));
    while (name.find()) {
      if (name.group(1).contains(".")) {
        names.add(name.group(1));
      }
    }
    return names;
  }

  private static String types(String sql) {
    return sql.replaceAll("\\bSTRING\\b", "VARCHAR")
        .replaceAll("\\bINT64\\b", "BIGINT")
        .replaceAll("\\bFLOAT64\\b", "DOUBLE PRECISION")
        .replaceAll("\\bTIMESTAMP\\b(?! ')", "TIMESTAMP(6) WITH TIME ZONE")
        .replaceAll("\\bTIMESTAMP '", "TIMESTAMP WITH TIME ZONE '")
        .replaceAll("\\bDATETIME\\b", "TIMESTAMP(6)");
  }

  private static String put(String sql) {
    String views =
        VIEW.matcher(sql)
            .replaceAll(
                view ->
                    Matcher.quoteReplacement(
                        view.group(3).equals("TABLE_STORAGE")
                            ? "(select * from STORAGE where region = '" + view.group(2) + "') s"
                            : "`" + view.group(1) + "." + view.group(3) + "`"));
    String micros =
        MICROS
            .matcher(views)
            .replaceAll("DATEDIFF(MICROSECOND, " + EPOCH.replace("TIMESTAMP W", "TS W") + ", $1)");
    return types(micros)
        .replace("TS WITH", "TIMESTAMP WITH")
        .replace("SESSION_USER()", "'punctual@acme'")
        .replace('`', '"');
  }

  /** Runs one statement; what H2 refuses is an invalid query. */
  synchronized List<Object> run(String sql, JsonNode parameters) throws Refused {
    try (PreparedStatement statement = h2.prepareStatement(put(sql))) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, value(parameters.get(i)));
      }
      List<Object> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      Matcher column =
          Pattern.compile("Column \"([^\"]+)\" not found").matcher(String.valueOf(e.getMessage()));
      throw new Refused(
          400,
          "invalidQuery",
          column.find()
              ? "Unrecognized name: " + column.group(1) + " at " + place(sql, column.group(1))
              : "Syntax error: " + e.getMessage());
    }
  }

  private static String place(String sql, String word) {
    String before = sql.substring(0, Math.max(0, sql.indexOf(word)));
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    return "[" + line + ":" + (before.length() - before.lastIndexOf('\n')) + "]";
  }

  private static Map<String, Object> row(ResultSet result) throws SQLException {
    List<Object> cells = new ArrayList<>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      String value = result.getString(i);
      cells.add(Collections.singletonMap("v", value));
    }
    return Map.of("f", cells);
  }

  private static @Nullable Object value(JsonNode parameter) throws Refused {
    String value = parameter.path("parameterValue").path("value").asText();
    String type = parameter.path("parameterType").path("type").asText();
    return switch (type) {
      case "DATE" -> LocalDate.parse(value);
      case "DATETIME" -> LocalDateTime.parse(value);
      case "TIMESTAMP" -> OffsetDateTime.parse(value.replace(' ', 'T'));
      case "STRING" -> value;
      default -> throw new Refused(400, "invalid", "no such type: " + type);
    };
  }

  @Override
  public void close() {
    try {
      h2.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
