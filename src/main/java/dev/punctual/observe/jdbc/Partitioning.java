package dev.punctual.observe.jdbc;

import java.util.List;

/**
 * How a table is cut into partitions.
 *
 * @param range by ranges, as against lists and hashes
 * @param keyType type of the first key column, empty where the key is an expression
 * @param partitions the table's own; theirs are not looked into
 */
record Partitioning(boolean range, String keyType, List<Partition> partitions) {

  /**
   * One partition.
   *
   * @param bound as the server prints it: {@code FOR VALUES FROM ('2026-11-19') TO ('2026-11-20')}
   * @param constraint the SQL condition its rows hold, on the columns of the parent
   */
  record Partition(String name, String bound, String constraint) {}
}
