package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Partitioning.Partition;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How tables of SQL Server are cut: by the boundaries of a partition function, between which there
 * is always a partition. The last one takes whatever comes and proves nothing.
 */
final class SqlserverPartitions {

  private static final String BOUNDARIES =
      """
      select :n as n, f.name, f.boundary_value_on_right, r.boundary_id,
        convert(nvarchar(4000), r.value, 121), type_name(a.system_type_id), c.name
      from sys.indexes i
      join sys.partition_schemes p on p.data_space_id = i.data_space_id
      join sys.partition_functions f on f.function_id = p.function_id
      join sys.partition_parameters a on a.function_id = f.function_id and a.parameter_id = 1
      join sys.index_columns k on k.object_id = i.object_id and k.index_id = i.index_id
        and k.partition_ordinal = 1
      join sys.columns c on c.object_id = k.object_id and c.column_id = k.column_id
      left join sys.partition_range_values r on r.function_id = f.function_id
      where i.object_id = ? and i.index_id in (0, 1)
      """;

  private static final int BRANCHES = 100;

  private final Grammar grammar = new SqlserverGrammar();

  /**
   * A partition function on a column.
   *
   * @param right whether a boundary belongs to the partition that begins there
   * @param boundaries by number, from 1
   */
  private record Function(
      String name,
      boolean right,
      String type,
      String column,
      TreeMap<Integer, @Nullable String> boundaries) {}

  /** How the tables with these ids are cut. */
  Map<Integer, Partitioning> cuts(Session session, List<Integer> tables)
      throws SQLException, SourceFailure {
    Map<Integer, Partitioning> cuts = new HashMap<>();
    for (int from = 0; from < tables.size(); from += BRANCHES) {
      List<Integer> some = tables.subList(from, Math.min(from + BRANCHES, tables.size()));
      Sql sql = Unions.of(some, BOUNDARIES, id -> List.of(id));
      session
          .query(sql, SqlserverPartitions::read)
          .forEach((n, function) -> cuts.put(some.get(n), cut(function)));
    }
    return cuts;
  }

  private static Map<Integer, Function> read(ResultSet rows) throws SQLException {
    Map<Integer, Function> read = new HashMap<>();
    while (rows.next()) {
      int table = rows.getInt(1);
      Function function = read.get(table);
      if (function == null) {
        function =
            new Function(
                rows.getString(2),
                rows.getBoolean(3),
                rows.getString(6),
                rows.getString(7),
                new TreeMap<>());
        read.put(table, function);
      }
      int boundary = rows.getInt(4);
      if (boundary > 0) {
        function.boundaries().put(boundary, rows.getString(5));
      }
    }
    return read;
  }

  private Partitioning cut(Function function) {
    String keyType =
        switch (function.type()) {
          case "date" -> "date";
          case "datetime", "datetime2", "smalldatetime" -> "timestamp";
          case "datetimeoffset" -> "timestamptz";
          case "tinyint", "smallint", "int", "bigint", "numeric", "decimal" -> "numeric";
          case "char", "varchar", "nchar", "nvarchar" -> function.right() ? "text" : "";
          default -> "";
        };
    try {
      return keyType.isEmpty()
          ? refused(function)
          : new Partitioning(true, keyType, partitions(function, keyType));
    } catch (DateTimeException | NumberFormatException e) {
      return refused(function);
    }
  }

  private static Partitioning refused(Function function) {
    return Partitioning.refused(
        "its partitions are cut by "
            + function.name()
            + " (RANGE "
            + (function.right() ? "RIGHT" : "LEFT")
            + " of "
            + function.type()
            + "), whose bounds are not understood; write where or column instead of partition");
  }

  private List<Partition> partitions(Function function, String keyType) {
    List<Partition> partitions = new ArrayList<>();
    String call =
        "$partition."
            + grammar.quote(function.name())
            + "("
            + grammar.quote(function.column())
            + ")";
    String from = "MINVALUE";
    for (Map.Entry<Integer, @Nullable String> boundary : function.boundaries().entrySet()) {
      String to = bound(boundary.getValue(), keyType, function.right());
      partitions.add(
          new Partition(
              boundary.getKey() + " of " + function.name(),
              "FOR VALUES FROM (" + from + ") TO (" + to + ")",
              call + " = " + boundary.getKey()));
      from = to;
    }
    return partitions;
  }

  /**
   * The first value beyond a boundary. With RANGE LEFT a boundary belongs to the partition that
   * ends there; of times that is one instant, which tells no day from another.
   */
  private static String bound(@Nullable String value, String keyType, boolean right) {
    if (value == null) {
      return "MINVALUE";
    }
    return switch (keyType) {
      case "date" -> "'" + LocalDate.parse(value.strip()).plusDays(right ? 0 : 1) + "'";
      case "numeric" ->
          new BigDecimal(value.strip()).add(right ? BigDecimal.ZERO : BigDecimal.ONE).toString();
      case "timestamptz" ->
          "'"
              + OffsetDateTime.parse(value.strip().replaceFirst(" ", "T").replace(" ", ""))
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDateTime()
              + "'";
      default -> "'" + value.replace("'", "''") + "'";
    };
  }
}
