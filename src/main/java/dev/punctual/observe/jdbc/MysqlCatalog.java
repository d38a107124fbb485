package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Relation.Column;
import dev.punctual.observe.jdbc.Relation.Footprint;
import dev.punctual.observe.jdbc.Relation.Kind;
import dev.punctual.observe.jdbc.Relation.Name;
import dev.punctual.observe.jdbc.Relation.Time;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The information schema of MySQL and MariaDB, which shows a login only what it was granted
 * something on. Its {@code update_time} is a statement's, in whole seconds, shown once the
 * statement was committed, and forgotten when the server restarts or closes the table.
 */
final class MysqlCatalog implements Catalog {

  private static final String GREETING =
      """
      select version(), current_user(), unix_timestamp(now(6)),
        concat(@@hostname, ':', @@port, '/', @@server_id), @@innodb_read_only, database()
      """;

  /** One table a branch: a server opens but the tables that are named in full. */
  private static final String TABLE =
      """
      select :n as n, table_schema, table_name, table_type,
        coalesce(create_options, '') like '%partitioned%', unix_timestamp(update_time)
      from information_schema.tables where table_schema = ? and table_name = ?
      """;

  /** Type of a column. */
  static final String COLUMN =
      """
      select :n as n, column_name, data_type from information_schema.columns
      where table_schema = ? and table_name = ? and column_name = ?
      """;

  private static final String NAMES =
      """
      select concat(table_schema, '.', table_name) from information_schema.tables
      where table_schema not in ('information_schema', 'mysql', 'performance_schema', 'sys')
      order by 1 limit 20000
      """;

  private static final String READER =
      "this server only reads (innodb_read_only), so it notices no writes; give the source the"
          + " address of the writer, or use where or column";

  private static final int BRANCHES = 250;

  private final Grammar grammar = new MysqlGrammar();
  private final MysqlPartitions partitions = new MysqlPartitions();
  private String database = "";
  private String account = "";
  private boolean reader;

  /** Where a wanted relation may be: its name as written, or in lower case. */
  private record Spelling(Wanted wanted, Name name) {}

  private record Asked(Wanted wanted, Relation relation, String column) {}

  @Override
  public Server greet(Session session) throws SourceFailure {
    return session.greet(
        Sql.of(GREETING).build(),
        rows -> {
          rows.next();
          account = account(rows.getString(2));
          reader = rows.getBoolean(5);
          String current = rows.getString(6);
          database = current == null ? "" : current;
          return new Server(
              rows.getString(1),
              rows.getString(2),
              instant(rows.getBigDecimal(3)),
              rows.getString(4),
              reader ? READER : null,
              false);
        });
  }

  /** As a GRANT names it. */
  private static String account(String user) {
    int at = user.lastIndexOf('@');
    return "'" + user.substring(0, at) + "'@'" + user.substring(at + 1) + "'";
  }

  private static Instant instant(BigDecimal seconds) {
    return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
  }

  @Override
  public Map<List<String>, Relation> survey(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    Map<Wanted, Relation> found = look(session, wanted);
    Map<Wanted, Map<String, Column>> columns = columnTypes(session, found);
    Map<Name, Partitioning> cuts =
        partitions.cuts(
            session,
            found.entrySet().stream()
                .filter(one -> one.getKey().bounds())
                .map(Map.Entry::getValue)
                .filter(relation -> relation.kind() == Kind.PARTITIONED)
                .map(Relation::name)
                .toList());
    Map<List<String>, Relation> relations = new HashMap<>();
    found.forEach(
        (one, relation) ->
            relations.put(
                one.path(),
                new Relation(
                    relation.name(),
                    relation.kind(),
                    null,
                    columns.getOrDefault(one, Map.of()),
                    relation.footprint(),
                    cuts.get(relation.name()))));
    return relations;
  }

  /** A server on Linux tells the case of names apart, others keep them in lower case. */
  private Map<Wanted, Relation> look(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure {
    List<Spelling> spellings = wanted.stream().flatMap(this::spellings).toList();
    Map<Wanted, Relation> found = new HashMap<>();
    for (int from = 0; from < spellings.size(); from += BRANCHES) {
      List<Spelling> some = spellings.subList(from, Math.min(from + BRANCHES, spellings.size()));
      Sql sql =
          Unions.of(
              some, TABLE, spelling -> List.of(spelling.name().schema(), spelling.name().table()));
      session
          .query(sql, rows -> relations(rows, some))
          .forEach((one, relation) -> found.merge(one, relation, (a, b) -> nearer(one, a, b)));
    }
    return found;
  }

  private Stream<Spelling> spellings(Wanted wanted) {
    List<String> path = wanted.path();
    if (path.size() > 2) {
      return Stream.of();
    }
    String schema = path.size() == 1 ? database : path.getFirst();
    return Stream.of(
            new Name(schema, path.getLast()),
            new Name(schema, path.getLast().toLowerCase(Locale.ROOT)),
            new Name(schema.toLowerCase(Locale.ROOT), path.getLast().toLowerCase(Locale.ROOT)))
        .distinct()
        .map(name -> new Spelling(wanted, name));
  }

  private Map<Wanted, Relation> relations(ResultSet rows, List<Spelling> spellings)
      throws SQLException {
    Map<Wanted, Relation> found = new HashMap<>();
    while (rows.next()) {
      Wanted wanted = spellings.get(rows.getInt(1)).wanted();
      found.merge(wanted, relation(rows), (a, b) -> nearer(wanted, a, b));
    }
    return found;
  }

  private static Relation nearer(Wanted wanted, Relation a, Relation b) {
    String table = wanted.path().getLast();
    return b.name().table().equals(table) && !a.name().table().equals(table) ? b : a;
  }

  private Relation relation(ResultSet rows) throws SQLException {
    Name name = new Name(rows.getString(2), rows.getString(3));
    boolean view = rows.getString(4).toUpperCase(Locale.ROOT).contains("VIEW");
    Kind kind = view ? Kind.VIEW : rows.getBoolean(5) ? Kind.PARTITIONED : Kind.TABLE;
    BigDecimal written = rows.getBigDecimal(6);
    long at = written == null ? 0 : instant(written).toEpochMilli();
    Footprint footprint = view || reader ? null : new Footprint(0, 0, at, "", Map.of());
    return new Relation(name, kind, null, Map.of(), footprint, null);
  }

  private static Map<Wanted, Map<String, Column>> columnTypes(
      Session session, Map<Wanted, Relation> found) throws SQLException, SourceFailure {
    List<Asked> asked = new ArrayList<>();
    found.forEach(
        (wanted, relation) ->
            wanted.columns().forEach(column -> asked.add(new Asked(wanted, relation, column))));
    Map<Wanted, Map<String, Column>> columns = new HashMap<>();
    for (int from = 0; from < asked.size(); from += BRANCHES) {
      List<Asked> some = asked.subList(from, Math.min(from + BRANCHES, asked.size()));
      Sql sql =
          Unions.of(
              some,
              COLUMN,
              one ->
                  List.of(
                      one.relation().name().schema(), one.relation().name().table(), one.column()));
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
        switch (type.toLowerCase(Locale.ROOT)) {
          case "date" -> Time.DATE;
          case "timestamp" -> Time.INSTANT;
          case "datetime" -> Time.LOCAL;
          default -> Time.NONE;
        };
    return new Column(name, time, type.toLowerCase(Locale.ROOT));
  }

  /** Servers do not say which table is locked without settings and grants of their own. */
  @Override
  public Set<Name> locked(Session session) {
    return Set.of();
  }

  @Override
  public List<String> names(Session session) throws SQLException, SourceFailure {
    return session.query(Sql.of(NAMES).build(), MysqlCatalog::strings);
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
    return session.query(sql, MysqlCatalog::strings);
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
    List<String> full = path.size() == 1 ? List.of(database, path.getFirst()) : path;
    return "grant select on " + grammar.quote(full) + " to " + account;
  }
}
