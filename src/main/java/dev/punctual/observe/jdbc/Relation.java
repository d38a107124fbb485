package dev.punctual.observe.jdbc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table or view as the catalogue has it.
 *
 * @param forbidden the statement that grants what is missing; null when it may be read
 * @param columns the asked columns it has, by the name in the rule
 * @param footprint what its writes leave in the catalogue; null where they leave nothing that this
 *     server shows
 * @param partitioning null where it has no partitions
 */
record Relation(
    Name name,
    Kind kind,
    @Nullable String forbidden,
    Map<String, Column> columns,
    @Nullable Footprint footprint,
    @Nullable Partitioning partitioning) {

  record Name(String schema, String table) {
    String shown() {
      return schema + "." + table;
    }

    List<String> path() {
      return List.of(schema, table);
    }
  }

  enum Kind {
    TABLE("table"),
    PARTITIONED("partitioned table"),
    VIEW("view"),
    MATERIALIZED_VIEW("materialized view"),
    FOREIGN("foreign table");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** A column by its exact name. */
  record Column(String name, Time time, String type) {}

  /** How values of a column lie in time. */
  enum Time {
    DATE,
    INSTANT,
    LOCAL,
    NONE
  }

  /**
   * What writes leave behind, counted since the server began to count.
   *
   * @param id of the table; another one under the same name is another table
   * @param file of a materialised view, 0 for others
   * @param written rows inserted and updated, of all partitions; of a server that only knows when
   *     the last statement wrote, that time in ms since 1970, 0 where it is forgotten
   * @param mark differs after any write, deletes and rewrites included
   * @param leaves written rows by id of partition; empty where they were not asked for
   */
  record Footprint(long id, long file, long written, String mark, Map<Long, Long> leaves) {}
}
