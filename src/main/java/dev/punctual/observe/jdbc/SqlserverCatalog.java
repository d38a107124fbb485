package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Relation.Column;
import dev.punctual.observe.jdbc.Relation.Footprint;
import dev.punctual.observe.jdbc.Relation.Kind;
import dev.punctual.observe.jdbc.Relation.Name;
import dev.punctual.observe.jdbc.Relation.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * SQL Server's catalogue views, which show a login only what it was granted something on, and its
 * statistics of index usage: the local time of the last statement that wrote to a table, committed
 * or not, since the server started. Names are compared as the database compares.
 */
final class SqlserverCatalog implements Catalog {

  private static final String GREETING =
      """
      select convert(nvarchar(128), serverproperty('ProductVersion')), suser_sname(),
        sysdatetimeoffset(), coalesce(@@servername, 'local'), db_name(), schema_name(),
        user_name(), convert(int, serverproperty('EngineEdition')),
        convert(nvarchar(60), databasepropertyex(db_name(), 'Updateability')),
        coalesce(has_perms_by_name(null, null, 'VIEW SERVER STATE'), 0),
        coalesce(has_perms_by_name(null, null, 'VIEW SERVER PERFORMANCE STATE'), 0),
        coalesce(has_perms_by_name(db_name(), 'DATABASE', 'VIEW DATABASE STATE'), 0)
      """;

  private static final String TABLE =
      """
      select :n as n, o.object_id, s.name, o.name, o.type,
        coalesce(has_perms_by_name(
          quotename(s.name) + '.' + quotename(o.name), 'OBJECT', 'SELECT'), 0),
        case when exists (select 1 from sys.indexes i
            join sys.partition_schemes p on p.data_space_id = i.data_space_id
            where i.object_id = o.object_id and i.index_id in (0, 1)) then 1 else 0 end
      from sys.objects o join sys.schemas s on s.schema_id = o.schema_id
      where s.name = ? and o.name = ? and o.type in ('U', 'V')
      """;

  private static final String WRITTEN =
      """
      select object_id, max(last_user_update) from sys.dm_db_index_usage_stats
      where database_id = db_id() and last_user_update is not null group by object_id
      """;

  private static final String COLUMN =
      """
      select :n as n, name, type_name(system_type_id) from sys.columns
      where object_id = ? and name = ?
      """;

  private static final String LOCKED =
      """
      select distinct object_schema_name(resource_associated_entity_id),
        object_name(resource_associated_entity_id)
      from sys.dm_tran_locks
      where resource_type = 'OBJECT' and resource_database_id = db_id()
        and request_mode in ('X', 'IX', 'SIX', 'Sch-M') and request_session_id <> @@spid
      """;

  private static final String NAMES =
      """
      select top (20000) s.name + '.' + o.name
      from sys.objects o join sys.schemas s on s.schema_id = o.schema_id
      where o.type in ('U', 'V') order by 1
      """;

  private static final int BRANCHES = 250;

  /** Azure SQL Database, where permissions on the server are not to be had. */
  private static final int AZURE = 5;

  private final Grammar grammar = new SqlserverGrammar();
  private final SqlserverPartitions partitions = new SqlserverPartitions();
  private String database = "";
  private String schema = "";
  private String user = "";
  private String blindness = "";
  private ZoneOffset offset = ZoneOffset.UTC;

  private record Found(int id, Relation relation) {}

  private record Asked(Wanted wanted, int id, String column) {}

  @Override
  public Server greet(Session session) throws SourceFailure {
    return session.greet(
        Sql.of(GREETING).build(),
        rows -> {
          rows.next();
          OffsetDateTime clock = rows.getObject(3, OffsetDateTime.class);
          offset = clock.getOffset();
          database = rows.getString(5);
          schema = rows.getString(6);
          user = rows.getString(7);
          blindness = blindness(rows);
          return new Server(
              rows.getString(1),
              rows.getString(2),
              clock.toInstant(),
              rows.getString(4) + "/" + database,
              blindness.isEmpty() ? null : blindness,
              false);
        });
  }

  private String blindness(ResultSet rows) throws SQLException {
    if ("READ_ONLY".equals(rows.getString(9))) {
      return "this database is read-only, as a replica is, and notices no writes; give the source"
          + " the address of the primary, or use where or column";
    }
    boolean azure = rows.getInt(8) == AZURE;
    boolean sees = rows.getInt(10) == 1 || rows.getInt(11) == 1 || (azure && rows.getInt(12) == 1);
    return sees
        ? ""
        : "this login may not see when tables were written; run: "
            + grant(rows.getString(1), azure, rows.getString(2))
            + ", or use where or column";
  }

  private String grant(String version, boolean azure, String login) {
    if (azure) {
      return "grant view database state to " + grammar.quote(user);
    }
    int major = Integer.parseInt(version.replaceFirst("\\..*", ""));
    return (major >= 16 ? "grant view server performance state to " : "grant view server state to ")
        + grammar.quote(login);
  }

  @Override
  public Map<List<String>, Relation> survey(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    Map<Wanted, Found> found = look(session, wanted);
    boolean counts = wanted.stream().anyMatch(Wanted::leaves);
    Map<Integer, Long> written = counts ? written(session) : Map.of();
    Map<Wanted, Map<String, Column>> columns = columnTypes(session, found);
    Map<Integer, Partitioning> cuts =
        partitions.cuts(
            session,
            found.entrySet().stream()
                .filter(one -> one.getKey().bounds())
                .filter(one -> one.getValue().relation().kind() == Kind.PARTITIONED)
                .map(one -> one.getValue().id())
                .toList());
    Map<List<String>, Relation> relations = new HashMap<>();
    found.forEach(
        (one, seen) ->
            relations.put(
                one.path(),
                new Relation(
                    seen.relation().name(),
                    seen.relation().kind(),
                    seen.relation().forbidden(),
                    columns.getOrDefault(one, Map.of()),
                    seen.relation().kind() == Kind.VIEW || !blindness.isEmpty()
                        ? null
                        : new Footprint(
                            seen.id(), 0, written.getOrDefault(seen.id(), 0L), "", Map.of()),
                    cuts.get(seen.id()))));
    return relations;
  }

  private Map<Wanted, Found> look(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    List<Wanted> here =
        wanted.stream()
            .filter(
                one -> one.path().size() < 3 || one.path().getFirst().equalsIgnoreCase(database))
            .toList();
    Map<Wanted, Found> found = new HashMap<>();
    for (int from = 0; from < here.size(); from += BRANCHES) {
      List<Wanted> some = here.subList(from, Math.min(from + BRANCHES, here.size()));
      Sql sql = Unions.of(some, TABLE, one -> List.of(schemaOf(one.path()), one.path().getLast()));
      session.query(
          sql,
          rows -> {
            while (rows.next()) {
              found.put(some.get(rows.getInt(1)), read(rows));
            }
            return found;
          });
    }
    return found;
  }

  private String schemaOf(List<String> path) {
    return path.size() == 1 ? schema : path.get(path.size() - 2);
  }

  private Found read(ResultSet rows) throws SQLException {
    Name name = new Name(rows.getString(3), rows.getString(4));
    Kind kind =
        rows.getString(5).strip().equals("V")
            ? Kind.VIEW
            : rows.getInt(7) == 1 ? Kind.PARTITIONED : Kind.TABLE;
    String forbidden =
        rows.getInt(6) == 1
            ? null
            : "grant select on " + grammar.quote(name.path()) + " to " + grammar.quote(user);
    return new Found(rows.getInt(2), new Relation(name, kind, forbidden, Map.of(), null, null));
  }

  /** In ms since 1970; the server's clock had today's offset then too, if it was not moved. */
  private Map<Integer, Long> written(Session session) throws SQLException, SourceFailure {
    return session.query(
        Sql.of(WRITTEN).build(),
        rows -> {
          Map<Integer, Long> written = new HashMap<>();
          while (rows.next()) {
            LocalDateTime at = rows.getObject(2, LocalDateTime.class);
            written.put(rows.getInt(1), at.toInstant(offset).toEpochMilli());
          }
          return written;
        });
  }

  private static Map<Wanted, Map<String, Column>> columnTypes(
      Session session, Map<Wanted, Found> found) throws SQLException, SourceFailure {
    List<Asked> asked = new ArrayList<>();
    found.forEach(
        (wanted, seen) ->
            wanted.columns().forEach(column -> asked.add(new Asked(wanted, seen.id(), column))));
    Map<Wanted, Map<String, Column>> columns = new HashMap<>();
    for (int from = 0; from < asked.size(); from += BRANCHES) {
      List<Asked> some = asked.subList(from, Math.min(from + BRANCHES, asked.size()));
      Sql sql = Unions.of(some, COLUMN, one -> List.of(one.id(), one.column()));
      session.query(
          sql,
          rows -> {
            while (rows.next()) {
              Asked one = some.get(rows.getInt(1));
              columns
                  .computeIfAbsent(one.wanted(), w -> new TreeMap<>())
                  .put(one.column(), column(rows.getString(2), rows.getString(3)));
            }
            return columns;
          });
    }
    return columns;
  }

  private static Column column(String name, String type) {
    Time time =
        switch (type) {
          case "date" -> Time.DATE;
          case "datetimeoffset" -> Time.INSTANT;
          case "datetime", "datetime2", "smalldatetime" -> Time.LOCAL;
          default -> Time.NONE;
        };
    return new Column(name, time, type);
  }

  @Override
  public Set<Name> locked(Session session) throws SQLException, SourceFailure {
    if (!blindness.isEmpty()) {
      return Set.of();
    }
    return session.query(
        Sql.of(LOCKED).build(),
        rows -> {
          Set<Name> locked = new HashSet<>();
          while (rows.next()) {
            locked.add(new Name(rows.getString(1), rows.getString(2)));
          }
          return locked;
        });
  }

  @Override
  public List<String> names(Session session) throws SQLException, SourceFailure {
    return session.query(Sql.of(NAMES).build(), SqlserverCatalog::strings);
  }

  @Override
  public List<String> columns(Session session, Relation relation)
      throws SQLException, SourceFailure {
    Sql sql =
        Sql.of("select name from sys.columns where object_id = object_id(")
            .bind(grammar.quote(relation.name().path()))
            .add(") order by 1")
            .build();
    return session.query(sql, SqlserverCatalog::strings);
  }

  private static List<String> strings(ResultSet rows) throws SQLException {
    List<String> strings = new ArrayList<>();
    while (rows.next()) {
      strings.add(rows.getString(1));
    }
    return strings;
  }

  @Override
  public String grant(List<String> path) {
    return "grant select on "
        + grammar.quote(List.of(schemaOf(path), path.getLast()))
        + " to "
        + grammar.quote(user);
  }
}
