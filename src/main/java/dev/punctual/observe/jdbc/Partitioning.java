package dev.punctual.observe.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a table is cut into partitions, in PostgreSQL's words, into which other catalogues translate
 * theirs.
 *
 * @param range by ranges, as against lists and hashes
 * @param keyType type of the first key column, empty where the key is an expression
 * @param partitions the table's own; theirs are not looked into
 * @param refusal why they prove nothing; null where they do
 */
record Partitioning(
    boolean range, String keyType, List<Partition> partitions, @Nullable String refusal) {

  Partitioning(boolean range, String keyType, List<Partition> partitions) {
    this(range, keyType, partitions, null);
  }

  static Partitioning refused(String why) {
    return new Partitioning(false, "", List.of(), why);
  }

  /**
   * One partition.
   *
   * @param bound as PostgreSQL prints it: {@code FOR VALUES FROM ('2026-11-19') TO ('2026-11-20')}
   * @param constraint the SQL condition its rows hold, on the columns of the parent
   */
  record Partition(String name, String bound, String constraint) {}
}
