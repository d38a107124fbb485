package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Partitioning.Partition;
import dev.punctual.observe.jdbc.Relation.Footprint;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tables that consist of others: what was written to their parts, and how they are cut. */
final class PostgresqlPartitions {

  private static final String TREES =
      """
      with recursive tree(root, leaf) as (
        select r, r from unnest(?::oid[]) r
        union all
        select t.root, i.inhrelid from tree t
        join pg_catalog.pg_inherits i on i.inhparent = t.leaf)
      select t.root::bigint, bool_or(c.relkind = 'f'),
        sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid)),
        count(*) || '/' || sum(c.oid::bigint),
        sum(c.relfilenode::bigint) || '/' || sum(pg_stat_get_tuples_inserted(c.oid))
          || '/' || sum(pg_stat_get_tuples_updated(c.oid))
          || '/' || sum(pg_stat_get_tuples_deleted(c.oid)),
        array_agg(c.oid::bigint) filter (where t.root = any(?::oid[])),
        array_agg(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid))
          filter (where t.root = any(?::oid[]))
      from tree t join pg_catalog.pg_class c on c.oid = t.leaf
      group by t.root
      """;

  private static final String BOUNDS =
      """
      select p.partrelid::bigint, p.partstrat, coalesce(y.typname, ''), c.relname,
        pg_get_expr(c.relpartbound, c.oid),
        coalesce(pg_get_partition_constraintdef(c.oid), 'true')
      from pg_catalog.pg_partitioned_table p
      left join pg_catalog.pg_attribute t
        on t.attrelid = p.partrelid and t.attnum = p.partattrs[0] and t.attnum > 0
      left join pg_catalog.pg_type y on y.oid = t.atttypid
      left join pg_catalog.pg_inherits i on i.inhparent = p.partrelid
      left join pg_catalog.pg_class c on c.oid = i.inhrelid
      where p.partrelid = any(?::oid[])
      order by c.relname
      """;

  private final Map<Long, Cached> known = new HashMap<>();

  /** The partitions of a table while it has the same ones. */
  private record Cached(String members, Partitioning partitioning) {}

  /**
   * A table with all its parts.
   *
   * @param members the same while no part comes or goes
   * @param footprint null where a part is written elsewhere, uncounted
   */
  record Tree(String members, @Nullable Footprint footprint) {}

  /**
   * The trees of these tables.
   *
   * @param inDetail those whose parts are needed one by one
   */
  Map<Long, Tree> trees(Session session, Collection<Long> roots, Collection<Long> inDetail)
      throws SQLException, SourceFailure {
    if (roots.isEmpty()) {
      return Map.of();
    }
    String detail = Sql.array(inDetail);
    return session.query(
        new Sql(TREES, List.of(Sql.array(roots), detail, detail)),
        rows -> {
          Map<Long, Tree> trees = new HashMap<>();
          while (rows.next()) {
            trees.put(rows.getLong(1), tree(rows));
          }
          return trees;
        });
  }

  private static Tree tree(ResultSet rows) throws SQLException {
    String members = rows.getString(4);
    boolean foreign = rows.getBoolean(2);
    Footprint footprint =
        new Footprint(
            rows.getLong(1),
            0,
            rows.getLong(3),
            members + "/" + rows.getString(5),
            leaves(rows.getArray(6), rows.getArray(7)));
    return new Tree(members, foreign ? null : footprint);
  }

  private static Map<Long, Long> leaves(@Nullable Array ids, @Nullable Array counts)
      throws SQLException {
    Map<Long, Long> leaves = new HashMap<>();
    if (ids != null && counts != null) {
      Long[] leaf = (Long[]) ids.getArray();
      Long[] count = (Long[]) counts.getArray();
      for (int i = 0; i < leaf.length; i++) {
        leaves.put(leaf[i], count[i]);
      }
    }
    return Map.copyOf(leaves);
  }

  /** How these tables are cut, asked anew only where parts came or went. */
  Map<Long, Partitioning> cuts(Session session, Set<Long> roots, Map<Long, Tree> trees)
      throws SQLException, SourceFailure {
    List<Long> unknown = new ArrayList<>();
    for (Long root : roots) {
      Tree tree = trees.get(root);
      Cached cached = known.get(root);
      if (tree == null || cached == null || !cached.members().equals(tree.members())) {
        unknown.add(root);
      }
    }
    if (!unknown.isEmpty()) {
      Sql sql = new Sql(BOUNDS, List.of(Sql.array(unknown)));
      session
          .query(sql, PostgresqlPartitions::read)
          .forEach((root, cut) -> known.put(root, new Cached(members(trees.get(root)), cut)));
    }
    known.keySet().retainAll(roots);
    Map<Long, Partitioning> cuts = new HashMap<>();
    known.forEach((root, cached) -> cuts.put(root, cached.partitioning()));
    return cuts;
  }

  private static String members(@Nullable Tree tree) {
    return tree == null ? "" : tree.members();
  }

  private static Map<Long, Partitioning> read(ResultSet rows) throws SQLException {
    Map<Long, Partitioning> cuts = new HashMap<>();
    while (rows.next()) {
      long root = rows.getLong(1);
      Partitioning cut = cuts.get(root);
      if (cut == null) {
        cut = new Partitioning("r".equals(rows.getString(2)), rows.getString(3), new ArrayList<>());
        cuts.put(root, cut);
      }
      if (rows.getString(4) != null) {
        cut.partitions()
            .add(new Partition(rows.getString(4), rows.getString(5), rows.getString(6)));
      }
    }
    return cuts;
  }
}
