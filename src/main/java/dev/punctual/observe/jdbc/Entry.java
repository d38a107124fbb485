package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Relation.Footprint;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a table's counters: how they stood, and the last change that was seen.
 *
 * @param id of the table, another one after it was replaced
 * @param file of a materialised view
 * @param written rows inserted and updated
 * @param server whose counters they are
 * @param from last instant before the change; null where nothing was known before
 * @param at instant of the round that saw the change, or that began to count
 */
record Entry(
    long id,
    long file,
    long written,
    String server,
    Change change,
    @Nullable Instant from,
    Instant at) {

  enum Change {
    NONE,
    WRITTEN,
    RESET
  }

  /** The round before which nothing moved, and this one. */
  record Since(Instant unchanged, Instant now) {}

  static Entry base(Footprint now, String server, Instant at) {
    return new Entry(now.id(), now.file(), now.written(), server, Change.NONE, null, at);
  }

  /**
   * The entry after a look at the counters; equal to this one when nothing moved.
   *
   * @param leaves the counters of the partitions at the previous look; empty where unknown
   */
  Entry next(Footprint now, String server, Since since, Map<Long, Long> leaves) {
    if (!this.server.equals(server)) {
      return with(now, server, Change.RESET, since.unchanged(), since.now());
    }
    if (now.id() != id || now.file() != file) {
      return now.written() > 0 || now.file() != file
          ? with(now, server, Change.WRITTEN, since.unchanged(), since.now())
          : with(now, server, change, from, at);
    }
    long moved = leaves.isEmpty() ? now.written() - written : moved(now.leaves(), leaves);
    if (moved == 0) {
      return with(now, server, change, from, at);
    }
    return with(
        now, server, moved > 0 ? Change.WRITTEN : Change.RESET, since.unchanged(), since.now());
  }

  /** Positive when a partition grew or came with rows, negative when one began anew, else 0. */
  private static long moved(Map<Long, Long> now, Map<Long, Long> before) {
    long reset = 0;
    for (Map.Entry<Long, Long> leaf : now.entrySet()) {
      long grown = leaf.getValue() - before.getOrDefault(leaf.getKey(), 0L);
      if (grown > 0) {
        return grown;
      }
      reset += grown;
    }
    return reset;
  }

  private Entry with(
      Footprint now, String server, Change change, @Nullable Instant from, Instant at) {
    return new Entry(now.id(), now.file(), now.written(), server, change, from, at);
  }

  /** Changes with every write; for {@code stable_for}. */
  String measure() {
    return id + "/" + file + "/" + written;
  }

  /** The form of the source's memory. */
  @Override
  public String toString() {
    return String.join(
        " ",
        Long.toString(id),
        Long.toString(file),
        Long.toString(written),
        server,
        change.name(),
        from == null ? "-" : from.toString(),
        at.toString());
  }

  /** Reads {@link #toString}; null for null and for what another version wrote. */
  static @Nullable Entry parse(@Nullable String text) {
    String[] parts = text == null ? new String[0] : text.split(" ");
    if (parts.length != 7) {
      return null;
    }
    try {
      return new Entry(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          parts[3],
          Change.valueOf(parts[4]),
          parts[5].equals("-") ? null : Instant.parse(parts[5]),
          Instant.parse(parts[6]));
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }
}
