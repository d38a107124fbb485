package dev.punctual.observe.bigquery;

import static dev.punctual.observe.bigquery.Asking.DAY;
import static dev.punctual.observe.bigquery.Asking.ask;
import static dev.punctual.observe.bigquery.Asking.seen;
import static dev.punctual.observe.bigquery.Asking.source;
import static dev.punctual.observe.bigquery.Asking.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.bigquery.FakeBigQuery.Table;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.RowsRule;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What metadata proves of BigQuery, and what fools it. */
class BigQueryMetadataTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  @TempDir Path folder;
  private FakeBigQuery bigquery;
  private Source source;

  @BeforeEach
  void start() throws Exception {
    bigquery = new FakeBigQuery();
    source = source(bigquery, folder);
  }

  @AfterEach
  void stop() {
    source.close();
    bigquery.close();
  }

  private Observation modified(String name) throws Exception {
    return ask(source, NOW, DAY.of(table("mart", name), new Evidence.Modified()));
  }

  private Observation partition(String name, String value) throws Exception {
    return ask(source, NOW, DAY.of(table("mart", name), new Evidence.Partition(value)));
  }

  @Test
  void a_change_in_the_window_is_weak_evidence_with_its_own_time() throws Exception {
    bigquery.table("mart", "sales", "dt DATE").modified("2026-11-20T08:00:00Z");
    assertThat(modified("sales"))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                Instant.parse("2026-11-20T08:00:00Z"),
                Strength.WEAK,
                "mart.sales was last changed at 2026-11-20 08:00:00 UTC"));
  }

  @Test
  void metadata_is_never_asked_for_in_the_view_that_leaves_the_time_out() throws Exception {
    bigquery.table("mart", "sales", "dt DATE").modified("2026-11-20T08:00:00Z");
    modified("sales");
    assertThat(bigquery.requests("/tables/"))
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.query().get("view")).isEqualTo("STORAGE_STATS"));
  }

  @Test
  void an_arrival_is_narrowed_by_the_last_no() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").modified("2026-11-19T08:00:00Z");
    Probe probe = DAY.of(table("mart", "sales"), new Evidence.Modified());
    assertThat(ask(source, NOW, probe)).isInstanceOf(NotYet.class);
    sales.modified("2026-11-20T09:40:00Z");
    assertThat(ask(source, NOW.plusSeconds(900), probe))
        .isInstanceOfSatisfying(Arrived.class, a -> assertThat(a.earliest()).isEqualTo(NOW));
  }

  @ParameterizedTest
  @CsvSource({"VIEW, view", "MATERIALIZED_VIEW, materialized view", "EXTERNAL, external table"})
  void the_change_of_a_definition_is_not_taken_for_one_of_rows(String type, String words)
      throws Exception {
    bigquery.table("mart", "v", "dt DATE").modified("2026-11-20T08:00:00Z").type = type;
    assertThat(modified("v"))
        .isInstanceOf(Absent.class)
        .extracting(Observation::text)
        .asString()
        .contains("is a " + words)
        .contains("use column or where");
  }

  @Test
  void a_wildcard_that_would_always_look_fresh_is_refused() throws Exception {
    assertThat(modified("events_*"))
        .isInstanceOf(Absent.class)
        .extracting(Observation::text)
        .asString()
        .contains("always looks changed");
    assertThat(bigquery.exchanges).isEmpty();
  }

  @Test
  void buffered_rows_since_the_opening_are_a_change_by_then() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").modified("2026-11-19T08:00:00Z");
    sales.buffered = Instant.parse("2026-11-20T07:00:00Z");
    assertThat(modified("sales"))
        .isInstanceOfSatisfying(
            Arrived.class, a -> assertThat(a.latest()).isEqualTo(sales.buffered));
  }

  @Test
  void an_old_buffer_leaves_open_whether_newer_rows_are_in_it() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").modified("2026-11-19T08:00:00Z");
    sales.buffered = Instant.parse("2026-11-19T23:00:00Z");
    assertThat(modified("sales"))
        .isInstanceOf(Unreachable.class)
        .extracting(Observation::text)
        .asString()
        .contains("streaming buffer");
  }

  @Test
  void age_counts_from_the_last_change_unless_a_buffer_hides_it() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").modified("2026-11-20T08:00:00Z");
    Probe probe = DAY.fresh(table("mart", "sales"), new Evidence.Modified(), Duration.ofHours(1));
    assertThat(ask(source, NOW, probe))
        .isInstanceOfSatisfying(
            Newest.class, n -> assertThat(n.newest()).isEqualTo(sales.modified));
    sales.buffered = Instant.parse("2026-11-20T08:10:00Z");
    assertThat(ask(source, NOW, probe)).isInstanceOf(Unreachable.class);
  }

  @Test
  void rows_are_counted_from_metadata_and_gate_the_change() throws Exception {
    bigquery.table("mart", "sales", "dt DATE").modified("2026-11-20T08:00:00Z").rows = 3;
    RowsRule ten = new RowsRule(RowsRule.Operator.AT_LEAST, BigDecimal.TEN, false);
    Probe probe =
        DAY.of(table("mart", "sales"), new Readiness(new Evidence.Modified(), ten, null, null));
    assertThat(ask(source, NOW, probe))
        .isEqualTo(new NotYet("rows", "mart.sales has 3 rows, and >= 10 is promised"));
    assertThat(bigquery.requests("/queries")).isEmpty();
  }

  @Test
  void writes_are_not_counted_and_the_rule_is_told_so() throws Exception {
    assertThat(ask(source, NOW, DAY.of(table("mart", "sales"), new Evidence.Changed())))
        .isInstanceOf(Absent.class)
        .extracting(Observation::text)
        .asString()
        .contains("write modified");
  }

  @Test
  void many_tables_take_one_query_and_those_it_says_no_of_near_the_due_instant_are_asked()
      throws Exception {
    List<Probe> probes = many(DAY.cheaply(), 60);
    Objects.requireNonNull(bigquery.tables.get("acme-warehouse.mart.t7")).storageModified =
        Instant.parse("2026-11-19T08:00:00Z");
    Instant early = Instant.parse("2026-11-20T09:00:00Z");
    Map<String, Observation> first =
        seen(source.observe(probes, new Source.Ask(early, Map.of(), Map.of())));
    assertThat(first.get("mart.t7")).isInstanceOf(NotYet.class);
    assertThat(bigquery.requests("/tables/")).hasSize(1);
    Round due = source.observe(probes, new Source.Ask(DAY.dueAt(), Map.of(), Map.of()));
    assertThat(seen(due).get("mart.t7")).isInstanceOf(Arrived.class);
    assertThat(due.queries()).isEqualTo(2);
  }

  private List<Probe> many(Probes day, int count) {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bigquery.table("mart", "t" + i, "dt DATE").modified("2026-11-20T08:00:00Z");
      probes.add(day.of(table("mart", "t" + i), new Evidence.Modified()));
    }
    return probes;
  }

  @Test
  void where_the_view_of_storage_may_not_be_read_tables_are_asked_one_by_one() throws Exception {
    List<Probe> probes = many(DAY, 60);
    bigquery.storageRefused =
        "Access Denied: Table"
            + " acme-warehouse:region-asia-northeast1.INFORMATION_SCHEMA.TABLE_STORAGE: User does"
            + " not have bigquery.tables.list permission";
    Round round = source.observe(probes, new Source.Ask(NOW, Map.of(), Map.of()));
    assertThat(seen(round).values()).hasSize(60).allMatch(Arrived.class::isInstance);
    assertThat(round.note()).contains("one by one").contains("roles/bigquery.metadataViewer");
    assertThat(source.check(probes)).anyMatch(f -> !f.ok() && f.tried().contains("TABLE_STORAGE"));
  }

  @ParameterizedTest
  @CsvSource({"DAY, 20261120", "MONTH, 202611", "YEAR, 2026"})
  void a_date_is_looked_for_in_the_partition_of_its_name(String unit, String id) throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").byTime(unit, "dt");
    bigquery.partition(sales, id, 1204, "2026-11-20T08:00:00Z");
    assertThat(partition("sales", ":data_date"))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                Instant.parse("2026-11-20T08:00:00Z"),
                Strength.STRONG,
                "partition "
                    + id
                    + " of mart.sales has 1,204 rows, last written at 2026-11-20 08:00:00 UTC"));
  }

  @Test
  void a_slot_is_looked_for_in_the_hour_of_its_start_in_utc() throws Exception {
    Table events = bigquery.table("mart", "events", "at TIMESTAMP").byTime("HOUR", null);
    bigquery.partition(events, "2026112008", 5, "2026-11-20T09:01:00Z");
    Probe slot =
        Probes.on(LocalDate.parse("2026-11-20"))
            .in("Asia/Tokyo")
            .slot(
                table("mart", "events"),
                new Readiness(new Evidence.Partition(":slot_start"), null, null, null),
                Instant.parse("2026-11-20T08:00:00Z"),
                Duration.ofHours(1));
    assertThat(ask(source, NOW, slot)).isInstanceOf(Arrived.class);
    assertThat(partition("events", ":data_date")).isInstanceOf(Absent.class);
  }

  @Test
  void a_number_lies_in_the_range_that_begins_before_it() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt INT64");
    sales.partitioning =
        Map.of(
            "rangePartitioning",
            Map.of(
                "field",
                "dt",
                "range",
                Map.of("start", "20260000", "end", "20270000", "interval", "100")));
    bigquery.partition(sales, "20261100", 5, "2026-11-20T08:00:00Z");
    assertThat(partition("sales", ":data_date")).isInstanceOf(Arrived.class);
  }

  @Test
  void a_partition_written_after_the_due_instant_proves_no_late_arrival() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").byTime("DAY", "dt");
    bigquery.partition(sales, "20261120", 5, "2026-11-20T10:05:00Z");
    Probe probe = DAY.of(table("mart", "sales"), new Evidence.Partition(":data_date"));
    assertThat(ask(source, DAY.dueAt().plusSeconds(600), probe)).isInstanceOf(Present.class);
  }

  @Test
  void an_empty_partition_is_not_there_unless_rows_are_buffered() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").byTime("DAY", "dt");
    bigquery.partition(sales, "20261119", 5, "2026-11-20T08:00:00Z");
    assertThat(partition("sales", ":data_date"))
        .isEqualTo(NotYet.because("partition 20261120 of mart.sales is not there yet"));
    bigquery.partition(sales, "20261120", 0, "2026-11-20T08:00:00Z");
    assertThat(partition("sales", ":data_date"))
        .isEqualTo(NotYet.because("partition 20261120 of mart.sales is empty"));
    bigquery.partition(sales, "__UNPARTITIONED__", 7, "2026-11-20T08:00:00Z");
    bigquery.partition(sales, "__UNPARTITIONED__", 2, "2026-11-20T08:00:00Z");
    assertThat(partition("sales", ":data_date")).isInstanceOf(Unreachable.class);
  }

  @Test
  void last_weeks_rows_come_from_last_weeks_partition() throws Exception {
    Table sales = bigquery.table("mart", "sales", "dt DATE").byTime("DAY", "dt");
    bigquery.partition(sales, "20261120", 70, "2026-11-20T08:00:00Z");
    bigquery.partition(sales, "20261113", 100, "2026-11-13T08:00:00Z");
    RowsRule most = new RowsRule(RowsRule.Operator.AT_LEAST, new BigDecimal("0.8"), true);
    Probe probe =
        DAY.of(
            table("mart", "sales"),
            new Readiness(new Evidence.Partition(":data_date"), most, null, null));
    assertThat(ask(source, NOW, probe))
        .isEqualTo(
            new NotYet(
                "rows", "mart.sales has 70 rows, and >= 80% of last_week (100 rows) is promised"));
  }

  @Test
  void a_table_without_partitions_is_a_broken_rule() throws Exception {
    bigquery.table("mart", "sales", "dt DATE");
    assertThat(partition("sales", ":data_date"))
        .isEqualTo(
            new Absent(
                "mart.sales cannot be asked: it is not partitioned; write where or column instead"
                    + " of partition"));
  }

  @Test
  void a_thousand_partitions_take_one_query_once_the_tables_are_known() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Table one = bigquery.table("mart", "p" + i, "dt DATE").byTime("DAY", "dt");
      bigquery.partition(one, "20261120", 5, "2026-11-20T08:00:00Z");
      probes.add(DAY.of(table("mart", "p" + i), new Evidence.Partition(":data_date")));
    }
    assertThat(source.observe(probes, new Source.Ask(NOW, Map.of(), Map.of())).queries())
        .isEqualTo(1_001);
    Round second = source.observe(probes, new Source.Ask(NOW.plusSeconds(60), Map.of(), Map.of()));
    assertThat(second.queries()).isEqualTo(1);
    assertThat(seen(second).values()).allMatch(Arrived.class::isInstance);
  }

  @Test
  void a_thousand_changes_take_two_requests() throws Exception {
    List<Probe> probes = many(DAY.cheaply(), 1_000);
    source.observe(probes, new Source.Ask(NOW, Map.of(), Map.of()));
    assertThat(source.observe(probes, new Source.Ask(NOW, Map.of(), Map.of())).queries())
        .isEqualTo(1);
  }
}
