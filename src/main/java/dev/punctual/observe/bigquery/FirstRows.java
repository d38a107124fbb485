package dev.punctual.observe.bigquery;

import dev.punctual.observe.Probe;
import dev.punctual.observe.bigquery.TableCard.Column;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.observe.sql.Scale;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;

/**
 * The first row of each of many days of one rule, in one pass over the column: what is read once is
 * billed once. The answer is one text, a value a day, joined by commas.
 */
final class FirstRows {

  private final TableId table;
  private final Column column;
  private final Scale scale;
  private final List<Probe> probes;

  /**
   * Asks nothing yet.
   *
   * @param probes of one rule, at least one
   * @param column a TIMESTAMP or DATETIME
   */
  FirstRows(TableId table, Column column, Scale scale, List<Probe> probes) {
    this.table = table;
    this.column = column;
    this.scale = scale;
    this.probes = probes;
  }

  static Instant opens(Probe probe) {
    return deadline(probe).opensAt();
  }

  /** Where the next deadline's evidence begins. */
  static Instant until(Probe probe) {
    Instant next = probe.nextOpensAt();
    return next == null ? deadline(probe).closesAt() : next;
  }

  private static Deadline deadline(Probe probe) {
    return Objects.requireNonNull(probe.deadline());
  }

  Sql sql() {
    Sql.Builder sql = Sql.of("NULL, NULL, NULL, (SELECT CONCAT(''");
    for (Probe probe : probes) {
      sql.add(", ',', COALESCE(CAST(MIN(CASE WHEN ")
          .add(between(opens(probe), until(probe)))
          .add(" THEN " + column.sql() + " END) AS STRING), '')");
    }
    Instant first = probes.stream().map(FirstRows::opens).min(Instant::compareTo).orElseThrow();
    Instant last = probes.stream().map(FirstRows::until).max(Instant::compareTo).orElseThrow();
    return sql.add(") FROM " + table.sql() + " WHERE ").add(between(first, last)).add(")").build();
  }

  private Sql between(Instant from, Instant until) {
    return Sql.of(column.sql() + " >= ")
        .bind(bound(from))
        .add(" AND " + column.sql() + " < ")
        .bind(bound(until))
        .build();
  }

  private Object bound(Instant instant) {
    return column.type().equals("DATETIME")
        ? LocalDateTime.ofInstant(instant, scale.localZone())
        : Parameters.utc(instant);
  }

  /** The values in the order of the probes; empty where there is no row. */
  static List<String> values(String answer) {
    return List.of(answer.substring(1).split(",", -1));
  }
}
