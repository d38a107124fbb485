package dev.punctual.observe.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for a SQL Server, which no test can start: H2 as it imitates SQL Server, with the
 * catalogue views and functions that are asked for. It takes addresses of {@code
 * jdbc:sqlserver:h2:…}, which Microsoft's driver leaves alone, and keeps every text it was sent.
 */
public final class SqlserverStandIn implements Driver {

  static final String URL = "jdbc:sqlserver:h2:mem:";

  private static final String H2 =
      ";MODE=MSSQLServer;DATABASE_TO_LOWER=TRUE;IGNORECASE=TRUE;NON_KEYWORDS=VALUE";

  /** Every text that was sent, as it was sent. */
  static final List<String> SENT = new CopyOnWriteArrayList<>();

  /** Permissions and objects that are refused. */
  static final Set<String> DENIED = ConcurrentHashMap.newKeySet();

  private static final Set<String> READ_ONLY = ConcurrentHashMap.newKeySet();

  private static volatile Duration ahead = Duration.ZERO;
  private static volatile @Nullable Supplier<SQLException> refusal;

  static {
    try {
      DriverManager.registerDriver(new SqlserverStandIn());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private SqlserverStandIn() {}

  /** An owner's connection to a new database that lives as long as it. */
  static Connection create(String name) throws SQLException {
    SENT.clear();
    DENIED.clear();
    READ_ONLY.clear();
    ahead = Duration.ZERO;
    refusal = null;
    Connection owner = DriverManager.getConnection("jdbc:h2:mem:" + name + H2, "sa", "");
    try (Statement statement = owner.createStatement()) {
      for (String sql : CATALOGUE.split(";\n", -1)) {
        statement.execute(sql.replace("'@.", "'" + SqlserverStandIn.class.getName() + "."));
      }
    }
    return owner;
  }

  static void runAhead(Duration by) {
    ahead = by;
  }

  /** Connections fail so until the next database is created. */
  static void refuse(Supplier<SQLException> error) {
    refusal = error;
  }

  static void makeReadOnly() {
    READ_ONLY.add("all");
  }

  private static final String CATALOGUE =
      """
      create user punctual_ro password 'tds-r3ader' admin;
      create schema sys;
      create alias serverproperty for '@.property';
      create alias databasepropertyex for '@.updateability';
      create alias sysdatetimeoffset for '@.now';
      create alias has_perms_by_name for '@.permits';
      create alias tsql_text for '@.text';
      create alias partition_of for '@.partitionOf';
      create alias type_name for '@.typeName';
      create alias suser_sname for '@.login';
      create alias user_name for '@.user';
      create alias db_name for '@.database';
      create alias db_id for '@.databaseId';
      create alias schema_name for '@.schema';
      create alias quotename for '@.quoted';
      create alias object_id for '@.objectId';
      create alias object_schema_name for '@.objectSchema';
      create alias object_name for '@.objectName';
      create view sys.schemas as
        select lower(schema_name) as name, schema_name as schema_id from information_schema.schemata;
      create view sys.objects as
        select lower(table_name) as name, object_id(table_schema || '.' || table_name) as object_id,
          table_schema as schema_id, case table_type when 'VIEW' then 'V' else 'U' end as type
        from information_schema.tables
        where table_schema not in ('information_schema', 'sys');
      create view sys.columns as
        select lower(column_name) as name, object_id(table_schema || '.' || table_name) as object_id,
          ordinal_position as column_id, data_type as system_type_id
        from information_schema.columns;
      create table sys.dm_db_index_usage_stats
        (database_id int, object_id int, last_user_update timestamp(3));
      create table sys.dm_tran_locks (resource_type varchar, resource_database_id int,
        resource_associated_entity_id int, request_mode varchar, request_session_id int);
      create table sys.indexes (object_id int, index_id int, data_space_id int);
      create table sys.partition_schemes (data_space_id int, function_id int);
      create table sys.partition_functions
        (function_id int, name varchar, boundary_value_on_right boolean);
      create table sys.partition_parameters
        (function_id int, parameter_id int, system_type_id varchar);
      create table sys.index_columns
        (object_id int, index_id int, partition_ordinal int, column_id int);
      create table sys.partition_range_values (function_id int, boundary_id int, value varchar);
      create schema dbo;
      create schema mart\
      """;

  public static String login() {
    return "punctual";
  }

  public static String user() {
    return "punctual_ro";
  }

  public static String database() {
    return "dwh";
  }

  public static int databaseId() {
    return 5;
  }

  public static String schema() {
    return "dbo";
  }

  public static String quoted(String name) {
    return "[" + name + "]";
  }

  public static int objectId(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "").hashCode();
  }

  public static String objectSchema(int id) {
    return id == objectId("mart.orders") ? "MART" : "DBO";
  }

  public static String objectName(int id) {
    return id == objectId("mart.orders") ? "ORDERS" : "OTHER";
  }

  public static String property(String name) {
    return switch (name) {
      case "ProductVersion" -> "16.0.4135.4";
      default -> "3";
    };
  }

  public static String updateability(String database, String property) {
    return READ_ONLY.isEmpty() ? "READ_WRITE" : "READ_ONLY";
  }

  /** A server in Tokyo, whose statistics are in local time. */
  public static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.ofHours(9)).plus(ahead);
  }

  public static Integer permits(String securable, String kind, String permission) {
    return DENIED.contains(permission) || DENIED.contains(String.valueOf(securable)) ? 0 : 1;
  }

  /** {@code convert(nvarchar(4000), value, 121)} as the documentation of the styles has it. */
  public static @Nullable String text(Value value, int style) {
    if (style != 121) {
      throw new IllegalArgumentException("style " + style);
    }
    String text = value.getString();
    return switch (value.getValueType()) {
      case Value.NULL -> null;
      case Value.BOOLEAN -> value.getBoolean() ? "1" : "0";
      case Value.TIMESTAMP_TZ ->
          text.replaceFirst("([+-]\\d\\d)$", " $1:00").replaceFirst("([^ ])([+-]\\d\\d:)", "$1 $2");
      default -> text;
    };
  }

  public static String typeName(String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "TIMESTAMP" -> "datetime2";
      case "TIMESTAMP WITH TIME ZONE" -> "datetimeoffset";
      case "INTEGER" -> "int";
      case "CHARACTER VARYING" -> "nvarchar";
      default -> type.toLowerCase(Locale.ROOT);
    };
  }

  /** {@code $partition}: counts the boundaries at or before a value, with RANGE LEFT before it. */
  public static int partitionOf(Connection connection, String function, String value)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select f.boundary_value_on_right, r.value from sys.partition_range_values r join"
                + " sys.partition_functions f on f.function_id = r.function_id where f.name = ?")) {
      statement.setString(1, function);
      int partition = 1;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          int compared = value.compareTo(rows.getString(2));
          partition += compared > 0 || (compared == 0 && rows.getBoolean(1)) ? 1 : 0;
        }
      }
      return partition;
    }
  }

  /** What H2 does not imitate. */
  private static String translated(String sql) {
    return sql.replace("convert(nvarchar(4000), ", "tsql_text(")
        .replace("count_big(*)", "count(*)")
        .replace("@@servername", "'SQL01'")
        .replace("@@spid", "51")
        .replaceAll("\\$partition\\.\\[(\\w+)]\\(", "partition_of('$1', ");
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL);
  }

  @Override
  public @Nullable Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Supplier<SQLException> refused = refusal;
    if (refused != null) {
      throw refused.get();
    }
    Properties login = new Properties();
    login.put("user", properties.getProperty("user"));
    login.put("password", properties.getProperty("password"));
    try {
      String h2 = "jdbc:h2:mem:" + url.substring(URL.length()).replaceFirst(";.*", "");
      return recorded(Connection.class, DriverManager.getConnection(h2 + H2, login));
    } catch (SQLException e) {
      throw new SQLException(
          "Login failed for user 'punctual_ro'."
              + " ClientConnectionId:01234567-89ab-cdef-0123-456789abcdef",
          "S0001",
          18456,
          e);
    }
  }

  private static <T> T recorded(Class<T> type, Object target) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object[] given = arguments == null ? new Object[0] : arguments.clone();
          if (given.length > 0 && given[0] instanceof String sql && isText(method.getName())) {
            SENT.add(sql);
            if (!sql.startsWith("select")) {
              return method.getReturnType() == boolean.class ? false : null;
            }
            given[0] = translated(sql);
          }
          try {
            Object result = method.invoke(target, given);
            return method.getName().equals("createStatement")
                ? recorded(Statement.class, result)
                : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(
            SqlserverStandIn.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static boolean isText(String method) {
    return Set.of("prepareStatement", "execute").contains(method);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
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
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  /** The texts that ask tables, without those that ask the catalogue. */
  static List<String> questions() {
    return Collections.unmodifiableList(
        SENT.stream().filter(sql -> sql.startsWith("select -1 as n")).toList());
  }
}
