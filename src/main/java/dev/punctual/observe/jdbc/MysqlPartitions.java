package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Partitioning.Partition;
import dev.punctual.observe.jdbc.Relation.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How tables of MySQL and MariaDB are cut, as far as their bounds tell dates: by a column, or by
 * {@code to_days}, {@code to_seconds}, {@code year} or {@code unix_timestamp} of one. The partition
 * below {@code maxvalue} takes whatever comes and proves nothing, as a default one.
 */
final class MysqlPartitions {

  private static final String PARTITIONS =
      """
      select :n as n, partition_ordinal_position, partition_name, partition_method,
        partition_expression, partition_description
      from information_schema.partitions
      where table_schema = ? and table_name = ? and partition_name is not null
      """;

  private static final int BRANCHES = 50;

  /** The day from which {@code to_days} counts, in days before 1970. */
  private static final long YEAR_ZERO = 719_528;

  private static final long SECONDS_A_DAY = 86_400;

  /** MySQL 5.7 leaves out the backticks that were not written. */
  private static final String NAME = "(`(?:[^`]|``)+`|[\\w$]+)";

  private static final Pattern COLUMNS = Pattern.compile(NAME + "(?:\\s*,.*)?");
  private static final Pattern FUNCTION =
      Pattern.compile("(to_days|to_seconds|year|unix_timestamp)\\(" + NAME + "\\)");
  private static final Pattern ZERO = Pattern.compile("'\\d{4}-(00-\\d\\d|\\d\\d-00)[^']*'");

  /** One partition, without its subpartitions. */
  private record Part(String name, String method, String expression, @Nullable String bound) {}

  /**
   * What a table is cut by.
   *
   * @param function of the column; empty where it is the column itself
   * @param column the first one
   */
  private record Key(String function, String column) {}

  /** How these tables are cut. */
  Map<Name, Partitioning> cuts(Session session, List<Name> tables)
      throws SQLException, SourceFailure {
    Map<Name, List<Part>> parts = new HashMap<>();
    for (int from = 0; from < tables.size(); from += BRANCHES) {
      List<Name> some = tables.subList(from, Math.min(from + BRANCHES, tables.size()));
      Sql sql = Unions.of(some, PARTITIONS, name -> List.of(name.schema(), name.table()));
      session
          .query(sql, MysqlPartitions::read)
          .forEach((n, of) -> parts.put(some.get(n), List.copyOf(of.values())));
    }
    Map<Name, Key> keys = new LinkedHashMap<>();
    parts.forEach((name, of) -> putKey(keys, name, of.getFirst()));
    Map<Name, String> types = types(session, keys);
    Map<Name, Partitioning> cuts = new HashMap<>();
    parts.forEach((name, of) -> cuts.put(name, cut(of, keys.get(name), types.get(name))));
    return cuts;
  }

  private static Map<Integer, Map<Integer, Part>> read(ResultSet rows) throws SQLException {
    Map<Integer, Map<Integer, Part>> read = new HashMap<>();
    while (rows.next()) {
      String expression = rows.getString(5);
      Part part =
          new Part(
              rows.getString(3),
              rows.getString(4).toUpperCase(Locale.ROOT),
              expression == null ? "" : expression.toLowerCase(Locale.ROOT),
              rows.getString(6));
      read.computeIfAbsent(rows.getInt(1), n -> new TreeMap<>()).putIfAbsent(rows.getInt(2), part);
    }
    return read;
  }

  private static void putKey(Map<Name, Key> keys, Name name, Part part) {
    Matcher function = FUNCTION.matcher(part.expression());
    Matcher columns = COLUMNS.matcher(part.expression());
    if (function.matches()) {
      keys.put(name, new Key(function.group(1), unquoted(function.group(2))));
    } else if (columns.matches()) {
      keys.put(name, new Key("", unquoted(columns.group(1))));
    }
  }

  private static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  private static Map<Name, String> types(Session session, Map<Name, Key> keys)
      throws SQLException, SourceFailure {
    List<Map.Entry<Name, Key>> asked = List.copyOf(keys.entrySet());
    Map<Name, String> types = new HashMap<>();
    for (int from = 0; from < asked.size(); from += BRANCHES) {
      List<Map.Entry<Name, Key>> some =
          asked.subList(from, Math.min(from + BRANCHES, asked.size()));
      Sql sql =
          Unions.of(
              some,
              MysqlCatalog.COLUMN,
              one -> List.of(one.getKey().schema(), one.getKey().table(), one.getValue().column()));
      session.query(
          sql,
          rows -> {
            while (rows.next()) {
              types.put(some.get(rows.getInt(1)).getKey(), rows.getString(3));
            }
            return types;
          });
    }
    return types;
  }

  private static Partitioning cut(List<Part> parts, @Nullable Key key, @Nullable String type) {
    Part first = parts.getFirst();
    boolean range = first.method().startsWith("RANGE");
    if (!range && !first.method().startsWith("LIST")) {
      return Partitioning.refused(
          "its partitions are cut by "
              + first.method()
              + ", which gives no date a partition of its own; write where or column instead of"
              + " partition");
    }
    boolean severalLists = !range && first.expression().indexOf(',') >= 0;
    if (key == null || severalLists || (key.function().equals("year") && !range)) {
      return Partitioning.refused(
          "its partitions are cut by "
              + first.method()
              + " of "
              + first.expression()
              + ", whose bounds are not understood; write where or column instead of partition");
    }
    String by = key.function();
    return new Partitioning(range, keyType(by, type), range ? ranges(parts, by) : lists(parts, by));
  }

  private static String keyType(String by, @Nullable String columnType) {
    return switch (by) {
      case "to_days", "year" -> "date";
      case "to_seconds" -> "timestamp";
      case "unix_timestamp" -> "timestamptz";
      default ->
          switch (columnType == null ? "" : columnType.toLowerCase(Locale.ROOT)) {
            case "date" -> "date";
            case "datetime" -> "timestamp";
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> "int8";
            default -> "text";
          };
    };
  }

  /** Each reaches from the bound of the one before to its own. */
  private static List<Partition> ranges(List<Part> parts, String by) {
    List<Partition> partitions = new ArrayList<>();
    long columns = parts.getFirst().expression().chars().filter(c -> c == ',').count() + 1;
    String from = String.join(",", Collections.nCopies((int) columns, "MINVALUE"));
    for (Part part : parts) {
      String to = bound(String.valueOf(part.bound()), by);
      if (!to.startsWith("MAXVALUE")) {
        partitions.add(
            new Partition(part.name(), "FOR VALUES FROM (" + from + ") TO (" + to + ")", ""));
      }
      from = to;
    }
    return partitions;
  }

  private static List<Partition> lists(List<Part> parts, String by) {
    List<Partition> partitions = new ArrayList<>();
    for (Part part : parts) {
      String values = part.bound();
      if (values != null && !values.equalsIgnoreCase("DEFAULT")) {
        String in = by.isEmpty() ? values : each(values, by);
        partitions.add(new Partition(part.name(), "FOR VALUES IN (" + in + ")", ""));
      }
    }
    return partitions;
  }

  private static String each(String values, String by) {
    List<String> each = new ArrayList<>();
    for (String value : values.split(",", -1)) {
      each.add(bound(value.strip(), by));
    }
    return String.join(", ", each);
  }

  /** A bound as the date or time it stands for; one that is no date lies before all of them. */
  private static String bound(String description, String by) {
    if (by.isEmpty() || description.equals("MAXVALUE")) {
      return ZERO.matcher(description).replaceAll("MINVALUE");
    }
    try {
      long number = Long.parseLong(description);
      return switch (by) {
        case "to_days" -> "'" + LocalDate.ofEpochDay(number - YEAR_ZERO) + "'";
        case "year" -> "'" + LocalDate.of((int) number, 1, 1) + "'";
        case "to_seconds" -> time(number - YEAR_ZERO * SECONDS_A_DAY);
        default -> time(number);
      };
    } catch (NumberFormatException | DateTimeException e) {
      return "MINVALUE";
    }
  }

  private static String time(long secondsSince1970) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(secondsSince1970, 0, ZoneOffset.UTC);
    return "'" + time.toString().replace('T', ' ') + "'";
  }
}
