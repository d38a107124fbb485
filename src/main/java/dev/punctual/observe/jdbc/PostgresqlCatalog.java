package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.PostgresqlPartitions.Tree;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's catalogues, which every login may read. Names are matched as written first, then in
 * lower case, as unquoted SQL is read.
 */
final class PostgresqlCatalog implements Catalog {

  private static final String GREETING =
      """
      select current_setting('server_version'), current_user, clock_timestamp(),
        coalesce(inet_server_addr()::text, 'local') || ':' || coalesce(inet_server_port(), 0),
        pg_is_in_recovery(), current_setting('track_counts')::boolean,
        current_setting('track_commit_timestamp')::boolean, current_database(),
        array_to_string(current_schemas(false), ',')
      """;

  /** Rows by position: relations in {@code a.n} order of the arrays bound. */
  private static final String SURVEY =
      """
      select a.n, c.oid::bigint, c.relkind, c.relhassubclass,
        has_schema_privilege(s.oid, 'USAGE'),
        has_table_privilege(c.oid, 'SELECT') or has_any_column_privilege(c.oid, 'SELECT'),
        c.relfilenode::bigint, pg_stat_get_tuples_inserted(c.oid),
        pg_stat_get_tuples_updated(c.oid), pg_stat_get_tuples_deleted(c.oid)
      from unnest(?::name[], ?::name[]) with ordinality a(schema, tab, n)
      join pg_catalog.pg_class c on c.relname = a.tab and c.relkind in ('r','p','v','m','f')
      join pg_catalog.pg_namespace s on s.oid = c.relnamespace and s.nspname = a.schema
      """;

  private static final String COLUMNS =
      """
      select a.n, t.attname, coalesce(b.typname, y.typname)
      from unnest(?::oid[], ?::name[]) with ordinality a(tab, col, n)
      join pg_catalog.pg_attribute t
        on t.attrelid = a.tab and t.attname = a.col and t.attnum > 0 and not t.attisdropped
      join pg_catalog.pg_type y on y.oid = t.atttypid
      left join pg_catalog.pg_type b on b.oid = y.typbasetype
      """;

  private static final String LOCKED =
      """
      select distinct s.nspname, c.relname
      from pg_catalog.pg_locks l
      join pg_catalog.pg_class c on c.oid = l.relation
      join pg_catalog.pg_namespace s on s.oid = c.relnamespace
      where l.mode = 'AccessExclusiveLock' and l.pid <> pg_backend_pid()
        and l.database = (select oid from pg_database where datname = current_database())
      """;

  private static final String NAMES =
      """
      select s.nspname || '.' || c.relname
      from pg_catalog.pg_class c join pg_catalog.pg_namespace s on s.oid = c.relnamespace
      where c.relkind in ('r','p','v','m','f') and not c.relispartition
        and s.nspname not in ('pg_catalog', 'information_schema') and s.nspname not like 'pg\\_t%'
      order by 1 limit 20000
      """;

  private static final Grammar GRAMMAR = new Grammar() {};
  private static final Pattern COMMA = Pattern.compile(",");

  private String database = "";
  private List<String> searchPath = List.of();
  private String user = "";
  private String blindness = "";
  private final PostgresqlPartitions parts = new PostgresqlPartitions();

  private Spellings spellings = new Spellings(List.of(), List.of(), List.of(), Sql.of("").build());

  /**
   * The names to look up, as they stand in one statement; the same from round to round.
   *
   * @param owners the path that each name is a spelling of
   */
  private record Spellings(
      List<List<String>> paths, List<List<String>> owners, List<Name> names, Sql sql) {}

  /** What one row of the survey says, before columns and partitions are known. */
  private record Found(long id, Relation relation, boolean parent) {}

  @Override
  public Server greet(Session session) throws SourceFailure {
    return session.greet(
        Sql.of(GREETING).build(),
        rows -> {
          rows.next();
          know(rows.getString(8), List.of(COMMA.split(rows.getString(9), -1)));
          user = rows.getString(2);
          blindness = blindness(rows.getBoolean(5), rows.getBoolean(6));
          return new Server(
              rows.getString(1).replaceFirst(" .*", ""),
              user,
              rows.getObject(3, OffsetDateTime.class).toInstant(),
              rows.getString(4),
              blindness.isEmpty() ? null : blindness,
              rows.getBoolean(7));
        });
  }

  private void know(String database, List<String> searchPath) {
    if (!database.equals(this.database) || !searchPath.equals(this.searchPath)) {
      this.database = database;
      this.searchPath = searchPath;
      spellings = new Spellings(List.of(), List.of(), List.of(), Sql.of("").build());
    }
  }

  private static String blindness(boolean standby, boolean counts) {
    if (standby) {
      return "this server is a standby, which counts no writes; give the source the address of the"
          + " primary, or use where or column";
    }
    return counts
        ? ""
        : "track_counts is off on this server, so it counts no writes; switch it on, or use where"
            + " or column";
  }

  @Override
  public Map<List<String>, Relation> survey(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    Map<List<String>, Found> found = look(session, wanted);
    Set<Long> bounded = ids(wanted, found, Wanted::bounds);
    Set<Long> parents =
        found.values().stream()
            .filter(seen -> seen.parent() && (blindness.isEmpty() || bounded.contains(seen.id())))
            .map(Found::id)
            .collect(Collectors.toSet());
    Map<Long, Tree> trees = parts.trees(session, parents, ids(wanted, found, Wanted::leaves));
    Map<Long, Partitioning> cuts = parts.cuts(session, bounded, trees);
    Map<List<String>, Map<String, Column>> columns = columnTypes(session, wanted, found);
    Map<List<String>, Relation> relations = new HashMap<>();
    found.forEach(
        (path, seen) ->
            relations.put(
                path,
                columns.isEmpty() && !seen.parent()
                    ? seen.relation()
                    : new Relation(
                        seen.relation().name(),
                        seen.relation().kind(),
                        seen.relation().forbidden(),
                        columns.getOrDefault(path, Map.of()),
                        footprint(seen, trees.get(seen.id())),
                        cuts.get(seen.id()))));
    return relations;
  }

  private @Nullable Footprint footprint(Found seen, @Nullable Tree tree) {
    if (!blindness.isEmpty() || !seen.parent()) {
      return seen.relation().footprint();
    }
    return tree == null ? null : tree.footprint();
  }

  private static Set<Long> ids(
      Collection<Wanted> wanted, Map<List<String>, Found> found, Predicate<Wanted> which) {
    return wanted.stream()
        .filter(which)
        .flatMap(one -> Stream.ofNullable(found.get(one.path())))
        .filter(Found::parent)
        .map(Found::id)
        .collect(Collectors.toSet());
  }

  /** All spellings of all wanted names in one statement; the most exact one that exists wins. */
  private Map<List<String>, Found> look(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    List<List<String>> paths = new ArrayList<>(wanted.size());
    wanted.forEach(one -> paths.add(one.path()));
    if (!paths.equals(spellings.paths())) {
      spellings = spellings(paths);
    }
    Spellings asked = spellings;
    Map<List<String>, Found> found = new LinkedHashMap<>();
    if (!asked.names().isEmpty()) {
      @Nullable Found[] rows = session.query(asked.sql(), result -> read(result, asked.names()));
      for (int i = 0; i < rows.length; i++) {
        Found row = rows[i];
        if (row != null) {
          found.putIfAbsent(asked.owners().get(i), row);
        }
      }
    }
    return found;
  }

  private Spellings spellings(List<List<String>> paths) {
    List<List<String>> owners = new ArrayList<>();
    List<Name> names = new ArrayList<>();
    for (List<String> path : paths) {
      for (Name name : spellingsOf(path)) {
        owners.add(path);
        names.add(name);
      }
    }
    Sql sql =
        new Sql(
            SURVEY,
            List.of(
                Sql.array(names.stream().map(Name::schema).toList()),
                Sql.array(names.stream().map(Name::table).toList())));
    return new Spellings(paths, owners, names, sql);
  }

  private List<Name> spellingsOf(List<String> path) {
    if (path.size() == 3 && !path.getFirst().equalsIgnoreCase(database)) {
      return List.of();
    }
    String table = path.getLast();
    List<String> schemas = path.size() == 1 ? searchPath : List.of(path.get(path.size() - 2));
    return Stream.of(table, table.toLowerCase(Locale.ROOT))
        .distinct()
        .flatMap(
            t ->
                schemas.stream()
                    .flatMap(s -> Stream.of(s, s.toLowerCase(Locale.ROOT)).distinct())
                    .map(s -> new Name(s, t)))
        .toList();
  }

  private @Nullable Found[] read(ResultSet rows, List<Name> names) throws SQLException {
    @Nullable Found[] found = new Found[names.size()];
    while (rows.next()) {
      int row = rows.getInt(1) - 1;
      Name name = names.get(row);
      Kind kind = kind(rows.getString(3));
      long id = rows.getLong(2);
      boolean parent = kind == Kind.PARTITIONED || (kind == Kind.TABLE && rows.getBoolean(4));
      String forbidden = forbidden(name, rows.getBoolean(5), rows.getBoolean(6));
      Footprint footprint =
          kind == Kind.TABLE || kind == Kind.MATERIALIZED_VIEW ? footprint(id, kind, rows) : null;
      found[row] =
          new Found(id, new Relation(name, kind, forbidden, Map.of(), footprint, null), parent);
    }
    return found;
  }

  private @Nullable Footprint footprint(long id, Kind kind, ResultSet rows) throws SQLException {
    if (!blindness.isEmpty()) {
      return null;
    }
    long file = rows.getLong(7);
    long inserted = rows.getLong(8);
    long updated = rows.getLong(9);
    return new Footprint(
        id,
        kind == Kind.MATERIALIZED_VIEW ? file : 0,
        inserted + updated,
        id + "/" + file + "/" + inserted + "/" + updated + "/" + rows.getLong(10),
        Map.of());
  }

  private static Kind kind(String relkind) {
    return switch (relkind) {
      case "p" -> Kind.PARTITIONED;
      case "v" -> Kind.VIEW;
      case "m" -> Kind.MATERIALIZED_VIEW;
      case "f" -> Kind.FOREIGN;
      default -> Kind.TABLE;
    };
  }

  private @Nullable String forbidden(Name name, boolean usage, boolean select) {
    if (usage && select) {
      return null;
    }
    String schema = GRAMMAR.quote(name.schema());
    String to = " to " + GRAMMAR.quote(user);
    return Stream.of(
            usage ? "" : "grant usage on schema " + schema + to,
            select ? "" : "grant select on " + GRAMMAR.quote(name.path()) + to)
        .filter(grant -> !grant.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private Map<List<String>, Map<String, Column>> columnTypes(
      Session session, Collection<Wanted> wanted, Map<List<String>, Found> found)
      throws SQLException, SourceFailure {
    record Asked(List<String> path, String column, long id, String spelling) {}
    List<Asked> asked = new ArrayList<>();
    for (Wanted one : wanted) {
      Found seen = found.get(one.path());
      if (seen != null) {
        for (String column : one.columns()) {
          Stream.of(column, column.toLowerCase(Locale.ROOT))
              .distinct()
              .forEach(spelling -> asked.add(new Asked(one.path(), column, seen.id(), spelling)));
        }
      }
    }
    Map<List<String>, Map<String, Column>> columns = new HashMap<>();
    if (asked.isEmpty()) {
      return columns;
    }
    Sql sql =
        new Sql(
            COLUMNS,
            List.of(
                Sql.array(asked.stream().map(Asked::id).toList()),
                Sql.array(asked.stream().map(Asked::spelling).toList())));
    return session.query(
        sql,
        rows -> {
          while (rows.next()) {
            Asked one = asked.get(rows.getInt(1) - 1);
            Column column = column(rows.getString(2), rows.getString(3));
            columns
                .computeIfAbsent(one.path(), p -> new HashMap<>())
                .merge(one.column(), column, (a, b) -> a.name().equals(one.column()) ? a : b);
          }
          return columns;
        });
  }

  private static Column column(String name, String type) {
    Time time =
        switch (type) {
          case "date" -> Time.DATE;
          case "timestamptz" -> Time.INSTANT;
          case "timestamp" -> Time.LOCAL;
          default -> Time.NONE;
        };
    return new Column(name, time, type);
  }

  @Override
  public Set<Name> locked(Session session) throws SQLException, SourceFailure {
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
    return session.query(Sql.of(NAMES).build(), PostgresqlCatalog::strings);
  }

  @Override
  public List<String> columns(Session session, Relation relation)
      throws SQLException, SourceFailure {
    String regclass = GRAMMAR.quote(relation.name().path());
    Sql sql =
        Sql.of("select attname from pg_catalog.pg_attribute where attrelid = ")
            .bind(regclass)
            .add("::regclass and attnum > 0 and not attisdropped order by 1")
            .build();
    return session.query(sql, PostgresqlCatalog::strings);
  }

  private static List<String> strings(ResultSet rows) throws SQLException {
    List<String> strings = new ArrayList<>();
    while (rows.next()) {
      strings.add(rows.getString(1));
    }
    return strings;
  }
}
