package dev.punctual.observe.bigquery;

import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What BigQuery says of a table.
 *
 * @param columns its own (no fields of records), by name in lower case
 */
record TableCard(
    Kind kind, String location, Storage storage, Cut cut, Map<String, Column> columns) {

  /** The fields that {@link #of} reads. */
  static final String FIELDS =
      "type,location,lastModifiedTime,numRows,streamingBuffer,timePartitioning,rangePartitioning"
          + ",schema";

  /** What the table is. */
  enum Kind {
    TABLE("table"),
    VIEW("view"),
    MATERIALIZED_VIEW("materialized view"),
    EXTERNAL("external table"),
    OTHER("table of another kind");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    /** Whether the time of its last change is that of its rows, not of its definition. */
    boolean tellsChanges() {
      return this == TABLE;
    }

    private static Kind of(String type) {
      return switch (type) {
        case "TABLE", "SNAPSHOT", "CLONE" -> TABLE;
        case "VIEW" -> VIEW;
        case "MATERIALIZED_VIEW" -> MATERIALIZED_VIEW;
        case "EXTERNAL", "BIGLAKE" -> EXTERNAL;
        default -> OTHER;
      };
    }
  }

  /**
   * What is stored.
   *
   * @param modified when last; it does not move while rows are only buffered
   * @param rows without buffered ones
   * @param buffered since when the oldest buffered row waits; null without a streaming buffer
   */
  record Storage(@Nullable Instant modified, long rows, @Nullable Instant buffered) {}

  record Column(String name, String type) {
    String sql() {
      return "`" + name.replace("`", "") + "`";
    }
  }

  /** How it is cut into partitions. */
  sealed interface Cut {
    record None() implements Cut {}

    /**
     * By time.
     *
     * @param unit DAY, HOUR, MONTH or YEAR
     * @param field null: by the time of ingestion
     */
    record ByTime(String unit, @Nullable String field) implements Cut {}

    /** Whole numbers from {@code start} (inclusive) to {@code end} (exclusive), in steps. */
    record ByNumber(long start, long end, long step) implements Cut {}
  }

  /** Reads the answer of {@code tables.get}. */
  static TableCard of(Json table) {
    Json buffer = table.get("streamingBuffer");
    Long rows = table.whole("numRows");
    return new TableCard(
        Kind.of(table.text("type", "TABLE")),
        table.text("location", ""),
        new Storage(
            millis(table.whole("lastModifiedTime")),
            rows == null ? 0 : rows,
            buffer.isObject() ? millis(buffer.whole("oldestEntryTime")) : null),
        cut(table),
        columns(table.get("schema")));
  }

  private static Cut cut(Json table) {
    Json time = table.get("timePartitioning");
    if (time.isObject()) {
      return new Cut.ByTime(time.text("type", "DAY"), time.text("field"));
    }
    Json range = table.get("rangePartitioning").get("range");
    Long start = range.whole("start");
    Long end = range.whole("end");
    Long step = range.whole("interval");
    return start == null || end == null || step == null || step < 1
        ? new Cut.None()
        : new Cut.ByNumber(start, end, step);
  }

  private static Map<String, Column> columns(Json schema) {
    Map<String, Column> columns = new LinkedHashMap<>();
    List<Json> fields = schema.items("fields");
    for (Json field : fields == null ? List.<Json>of() : fields) {
      String name = field.text("name", "");
      String type = "REPEATED".equals(field.text("mode")) ? "ARRAY" : field.text("type", "");
      columns.put(name.toLowerCase(Locale.ROOT), new Column(name, type));
    }
    return columns;
  }

  private static @Nullable Instant millis(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** A column, or the time of ingestion of a table that is cut by that; null for none. */
  @Nullable Column column(String name) {
    boolean byIngestion = cut instanceof Cut.ByTime time && time.field() == null;
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "_PARTITIONDATE" -> byIngestion ? new Column("_PARTITIONDATE", "DATE") : null;
      case "_PARTITIONTIME" -> byIngestion ? new Column("_PARTITIONTIME", "TIMESTAMP") : null;
      default -> columns.get(name.toLowerCase(Locale.ROOT));
    };
  }
}
