package dev.punctual.observe.aws;

import dev.punctual.observe.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table as the Glue catalogue has it.
 *
 * @param location where its objects lie; null where it has none, as a view
 * @param columns types by name, partition keys among them
 * @param partitionKeys outermost first; of an Iceberg table none
 * @param parameters what engines keep beside it
 */
record Card(
    Name name,
    Kind kind,
    @Nullable String location,
    Map<String, String> columns,
    List<String> partitionKeys,
    Map<String, String> parameters) {

  /** Database and table, in lower case as Glue keeps them. */
  record Name(String database, String table) {
    @Override
    public String toString() {
      return database + "." + table;
    }

    /** As SQL of Athena names it. */
    String quoted() {
      return quote(database) + "." + quote(table);
    }

    static String quote(String name) {
      return "\"" + name.replace("\"", "\"\"") + "\"";
    }
  }

  enum Kind {
    HIVE,
    ICEBERG,
    VIEW,
    /** Delta, Hudi: Glue knows their definition only. */
    OTHER;

    String words() {
      return switch (this) {
        case HIVE -> "Hive table";
        case ICEBERG -> "Iceberg table";
        case VIEW -> "view";
        case OTHER -> "table of Delta or Hudi";
      };
    }
  }

  /** Null where the answer is none that can be read. */
  static @Nullable Card of(Name name, Json table) {
    if (table.text("Name") == null) {
      return null;
    }
    Json storage = table.get("StorageDescriptor");
    Map<String, String> columns = new LinkedHashMap<>(types(storage.items("Columns")));
    Map<String, String> keys = types(table.items("PartitionKeys"));
    columns.putAll(keys);
    Map<String, String> parameters = texts(table.get("Parameters"));
    return new Card(
        name,
        kind(table, parameters),
        storage.text("Location"),
        columns,
        List.copyOf(keys.keySet()),
        parameters);
  }

  private static Kind kind(Json table, Map<String, String> parameters) {
    String type = parameters.getOrDefault("table_type", "").toUpperCase(Locale.ROOT);
    if (type.equals("ICEBERG")) {
      return Kind.ICEBERG;
    }
    if (table.text("TableType", "").equals("VIRTUAL_VIEW")) {
      return Kind.VIEW;
    }
    String provider = parameters.getOrDefault("spark.sql.sources.provider", "");
    return type.equals("DELTA") || provider.matches("(?i)delta|hudi") ? Kind.OTHER : Kind.HIVE;
  }

  private static Map<String, String> types(@Nullable List<Json> columns) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Json column : Objects.requireNonNullElse(columns, new ArrayList<Json>())) {
      types.put(
          column.text("Name", "").toLowerCase(Locale.ROOT),
          column.text("Type", "").toLowerCase(Locale.ROOT));
    }
    return types;
  }

  private static Map<String, String> texts(Json object) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (object.value() instanceof Map<?, ?> fields) {
      fields.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }

  /**
   * Of an Iceberg table: the file that says what its snapshots are. Every commit writes another.
   */
  @Nullable String metadataLocation() {
    return parameters.get("metadata_location");
  }

  /** Whether partitions are worked out by Athena instead of being kept in Glue. */
  boolean isProjected() {
    return "true".equalsIgnoreCase(parameters.get("projection.enabled"));
  }

  /**
   * Seconds since 1970 with a fraction, as Glue and Athena write times; null where there is none.
   */
  static @Nullable Instant time(Json object, String field) {
    if (!(object.get(field).value() instanceof Number seconds)) {
      return null;
    }
    BigDecimal exact = new BigDecimal(seconds.toString());
    return Instant.ofEpochSecond(0, exact.movePointRight(6).longValue() * 1000);
  }
}
