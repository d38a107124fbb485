package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Relation.Column;
import dev.punctual.observe.jdbc.Relation.Footprint;
import dev.punctual.observe.jdbc.Relation.Kind;
import dev.punctual.observe.jdbc.Relation.Name;
import dev.punctual.observe.jdbc.Relation.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * H2's information schema, which shows a login only what it may read. Its modification counter
 * moves with the statement and not with the commit, and with deletes as well.
 */
final class H2Catalog implements Catalog {

  private static final String TABLES =
      """
      select table_schema, table_name, table_type, last_modification
      from information_schema.tables
      where lower(table_schema) <> 'information_schema'
      """;

  private static final String COLUMNS =
      """
      select table_schema, table_name, column_name, data_type from information_schema.columns
      where lower(table_name) = any(?) and lower(column_name) = any(?)
      """;

  private String database = "";
  private String schema = "";

  private record Row(Name name, Kind kind, long modification) {}

  @Override
  public Server greet(Session session) throws SourceFailure {
    return session.greet(
        Sql.of("select h2version(), current_user, current_timestamp(6), current_catalog,")
            .add(" current_schema")
            .build(),
        rows -> {
          rows.next();
          database = rows.getString(4);
          schema = rows.getString(5);
          return new Server(
              rows.getString(1),
              rows.getString(2),
              rows.getObject(3, OffsetDateTime.class).toInstant(),
              database,
              null,
              false);
        });
  }

  @Override
  public Map<List<String>, Relation> survey(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    Map<String, List<Row>> tables = tables(session);
    Map<Name, List<Column>> columns = columnTypes(session, wanted);
    Map<List<String>, Relation> relations = new HashMap<>();
    for (Wanted one : wanted) {
      Row row = find(one.path(), tables);
      if (row != null) {
        relations.put(one.path(), relation(row, one, columns.getOrDefault(row.name(), List.of())));
      }
    }
    return relations;
  }

  private @Nullable Row find(List<String> path, Map<String, List<Row>> tables) {
    if (path.size() == 3 && !path.getFirst().equalsIgnoreCase(database)) {
      return null;
    }
    String wanted = path.size() == 1 ? schema : path.get(path.size() - 2);
    return tables.getOrDefault(path.getLast().toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(row -> row.name().schema().equalsIgnoreCase(wanted))
        .min(
            Comparator.comparing((Row row) -> !row.name().table().equals(path.getLast()))
                .thenComparing(row -> !row.name().schema().equals(wanted)))
        .orElse(null);
  }

  private static Relation relation(Row row, Wanted wanted, List<Column> there) {
    Map<String, Column> columns = new TreeMap<>();
    for (String column : wanted.columns()) {
      there.stream()
          .filter(c -> c.name().equalsIgnoreCase(column))
          .min(Comparator.comparing(c -> !c.name().equals(column)))
          .ifPresent(c -> columns.put(column, c));
    }
    Footprint footprint =
        row.kind() == Kind.TABLE ? new Footprint(0, 0, row.modification(), "", Map.of()) : null;
    return new Relation(row.name(), row.kind(), null, columns, footprint, null);
  }

  private static Map<String, List<Row>> tables(Session session) throws SQLException, SourceFailure {
    return session.query(
        Sql.of(TABLES).build(),
        rows -> {
          Map<String, List<Row>> tables = new HashMap<>();
          while (rows.next()) {
            Name name = new Name(rows.getString(1), rows.getString(2));
            Kind kind =
                rows.getString(3).toUpperCase(Locale.ROOT).contains("VIEW")
                    ? Kind.VIEW
                    : Kind.TABLE;
            tables
                .computeIfAbsent(name.table().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                .add(new Row(name, kind, rows.getLong(4)));
          }
          return tables;
        });
  }

  private static Map<Name, List<Column>> columnTypes(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    List<Wanted> asked = wanted.stream().filter(w -> !w.columns().isEmpty()).toList();
    if (asked.isEmpty()) {
      return Map.of();
    }
    Set<String> tables =
        asked.stream()
            .map(w -> w.path().getLast().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Set<String> columns =
        asked.stream()
            .flatMap(w -> w.columns().stream())
            .map(c -> c.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Sql sql =
        new Sql(COLUMNS, List.of(tables.toArray(String[]::new), columns.toArray(String[]::new)));
    return session.query(sql, H2Catalog::read);
  }

  private static Map<Name, List<Column>> read(ResultSet rows) throws SQLException {
    Map<Name, List<Column>> columns = new HashMap<>();
    while (rows.next()) {
      columns
          .computeIfAbsent(new Name(rows.getString(1), rows.getString(2)), n -> new ArrayList<>())
          .add(column(rows.getString(3), rows.getString(4)));
    }
    return columns;
  }

  private static Column column(String name, String type) {
    Time time =
        switch (type.toUpperCase(Locale.ROOT)) {
          case "DATE" -> Time.DATE;
          case "TIMESTAMP WITH TIME ZONE" -> Time.INSTANT;
          case "TIMESTAMP" -> Time.LOCAL;
          default -> Time.NONE;
        };
    return new Column(name, time, type.toLowerCase(Locale.ROOT));
  }

  /** Readers of H2 wait for nobody. */
  @Override
  public Set<Name> locked(Session session) {
    return Set.of();
  }

  @Override
  public List<String> names(Session session) throws SQLException, SourceFailure {
    return tables(session).values().stream()
        .flatMap(List::stream)
        .map(row -> row.name().shown())
        .sorted()
        .toList();
  }

  @Override
  public List<String> columns(Session session, Relation relation)
      throws SQLException, SourceFailure {
    Sql sql =
        Sql.of("select column_name from information_schema.columns where table_schema = ")
            .bind(relation.name().schema())
            .add(" and table_name = ")
            .bind(relation.name().table())
            .add(" order by 1")
            .build();
    return session.query(
        sql,
        rows -> {
          List<String> names = new ArrayList<>();
          while (rows.next()) {
            names.add(rows.getString(1));
          }
          return names;
        });
  }
}
