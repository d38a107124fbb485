package dev.punctual.observe.bigquery;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.bigquery.TableCard.Storage;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The storage of many tables, one query for all of a project and region. It lags behind by seconds
 * to minutes: its yes holds, its no may be old.
 */
final class Storages {

  /** BigQuery says "a few seconds to a few minutes". */
  static final Duration LAG = Duration.ofMinutes(5);

  private static final int MOST = 5_000;

  private final BigQuerySettings settings;
  private final Jobs jobs;

  Storages(BigQuerySettings settings, Jobs jobs) {
    this.settings = settings;
    this.jobs = jobs;
  }

  private record Region(String project, String location) {}

  /**
   * What is stored of each table; those without an entry are to be asked themselves.
   *
   * @param locations of datasets
   * @throws Refusal when the view may not be read
   */
  Map<TableId, Storage> of(Collection<TableId> tables, Map<String, String> locations)
      throws SourceFailure, InterruptedException, Refusal {
    Map<Region, List<TableId>> byRegion = new LinkedHashMap<>();
    for (TableId table : tables) {
      String location = location(table, locations);
      if (location != null) {
        Region region = new Region(table.project(), location);
        byRegion.computeIfAbsent(region, none -> new ArrayList<>()).add(table);
      }
    }
    Map<TableId, Storage> stored = new HashMap<>();
    for (Map.Entry<Region, List<TableId>> entry : byRegion.entrySet()) {
      List<TableId> all = entry.getValue();
      for (int from = 0; from < all.size(); from += MOST) {
        List<TableId> some = all.subList(from, Math.min(from + MOST, all.size()));
        stored.putAll(read(entry.getKey(), some));
      }
    }
    return stored;
  }

  private @Nullable String location(TableId table, Map<String, String> locations) {
    String set = settings.billing().location();
    return set == null ? locations.get(table.datasetName()) : set;
  }

  private Map<TableId, Storage> read(Region region, List<TableId> tables)
      throws SourceFailure, InterruptedException, Refusal {
    Map<String, TableId> byName = new HashMap<>();
    tables.forEach(table -> byName.put(table.dataset() + "." + table.table(), table));
    Map<TableId, Storage> stored = new HashMap<>();
    for (Jobs.Row row :
        jobs.run(sql(region, byName), region.location(), settings.billing().mostBytes())) {
      TableId table = byName.get(String.valueOf(row.text(0)));
      Instant modified = micros(row.whole(1));
      Long rows = row.whole(2);
      if (table != null && modified != null) {
        stored.put(table, new Storage(modified, rows == null ? 0 : rows, null));
      }
    }
    return stored;
  }

  private static Sql sql(Region region, Map<String, TableId> byName) {
    String view =
        "`" + region.project() + "`.`region-" + region.location().toLowerCase(Locale.ROOT);
    return Sql.of("SELECT CONCAT(table_schema, '.', table_name),")
        .add(" CAST(UNIX_MICROS(storage_last_modified_time) AS STRING),")
        .add(" CAST(total_rows AS STRING) FROM " + view + "`.INFORMATION_SCHEMA.TABLE_STORAGE")
        .add(" WHERE NOT deleted AND table_type <> 'MATERIALIZED VIEW'")
        .add(" AND CONCAT(table_schema, '.', table_name) IN ")
        .list(byName.keySet().stream().sorted().toList())
        .build();
  }

  /** Null for null. */
  static @Nullable Instant micros(@Nullable Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
