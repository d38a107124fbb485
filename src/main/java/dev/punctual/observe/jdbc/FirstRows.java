package dev.punctual.observe.jdbc;

import dev.punctual.observe.Probe;
import dev.punctual.observe.sql.Scale;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.RowsRule;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The first row of each of many days, or the one that makes enough of them, in one pass over the
 * table: rows fall into buckets between the instants at which days begin and end.
 */
final class FirstRows {

  private final JdbcSettings settings;
  private final Relation relation;
  private final Relation.Column column;
  private final List<Instant> bounds;
  private final Scale scale;
  private final long needed;

  /**
   * @param probes of one rule
   */
  FirstRows(
      JdbcSettings settings,
      Relation relation,
      Relation.Column column,
      List<Probe> probes,
      Instant now) {
    this.settings = settings;
    this.relation = relation;
    this.column = column;
    this.scale = Scale.of(probes.getFirst(), now, settings.timezone());
    this.needed = needed(probes.getFirst().rule().readiness().rows());
    TreeSet<Instant> edges = new TreeSet<>();
    for (Probe probe : probes) {
      edges.add(opens(probe));
      edges.add(Recollection.until(probe));
    }
    this.bounds = new ArrayList<>(edges);
  }

  private static Instant opens(Probe probe) {
    Deadline deadline = Objects.requireNonNull(probe.deadline());
    return deadline.opensAt();
  }

  /** Why such a gate says nothing of the past; null when it does. */
  static @Nullable String undated(@Nullable RowsRule rows) {
    if (rows == null) {
      return null;
    }
    boolean grows =
        switch (rows.op()) {
          case AT_LEAST, MORE_THAN -> true;
          case AT_MOST, FEWER_THAN, EXACTLY -> false;
        };
    return grows && !rows.relativeToLastWeek()
        ? null
        : "whether there were " + rows + " rows can only be asked now";
  }

  private static long needed(@Nullable RowsRule rows) {
    if (rows == null) {
      return 1;
    }
    long number = rows.number().setScale(0, RoundingMode.CEILING).longValueExact();
    return Math.max(1, rows.op() == RowsRule.Operator.MORE_THAN ? number + 1 : number);
  }

  /** The bucket of a day; PostgreSQL numbers them from 1. */
  int bucket(Probe probe) {
    return bounds.indexOf(opens(probe)) + 1;
  }

  /** Bucket and time of the row that made enough. */
  Sql sql() {
    String name = settings.dialect().grammar().quote(column.name());
    boolean local = column.time() == Relation.Time.LOCAL;
    String type = local ? "timestamp" : "timestamptz";
    String edges = Sql.array(bounds.stream().map(bound -> local ? local(bound) : bound).toList());
    Sql.Builder inside =
        Sql.of("select width_bucket(" + name + ", cast(")
            .bind(edges)
            .add(" as " + type + "[])) as b, " + name + " as t from ")
            .add(settings.dialect().grammar().quote(relation.name().path()))
            .add(" where " + name + " >= cast(")
            .bind(String.valueOf(local ? local(bounds.getFirst()) : bounds.getFirst()))
            .add(" as " + type + ") and " + name + " < cast(")
            .bind(String.valueOf(local ? local(bounds.getLast()) : bounds.getLast()))
            .add(" as " + type + ")");
    return needed == 1
        ? Sql.of("select b, cast(min(t) as varchar) from (")
            .add(inside.build())
            .add(") q group by b")
            .build()
        : Sql.of(
                "select b, cast(t as varchar) from (select b, t, row_number() over (partition by b")
            .add(" order by t) as n from (")
            .add(inside.build())
            .add(") q) r where n = " + needed)
            .build();
  }

  private LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, scale.localZone());
  }

  static Map<Integer, String> read(ResultSet rows) throws SQLException {
    Map<Integer, String> found = new HashMap<>();
    while (rows.next()) {
      found.put(rows.getInt(1), rows.getString(2));
    }
    return found;
  }
}
