package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That partition exists and is not empty; the login has a grant on the parent alone. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PostgresqlPartitionTest {

  private static final Probes YESTERDAY = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();
  private static final Evidence DATA_DATE = new Evidence.Partition(":data_date");

  private final Warehouse warehouse =
      new Warehouse("create schema mart", "grant usage on schema mart to punctual_ro");
  private final Source source = warehouse.source();

  @AfterEach
  void drop() {
    source.close();
    warehouse.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "date        | range | from ('2026-11-19') to ('2026-11-20') | '2026-11-19'",
        "date        | range | from ('2026-11-01') to ('2026-12-01') | '2026-11-30'",
        "date        | range | from (minvalue) to ('2026-11-20')     | '2026-11-01'",
        "timestamp   | range | from ('2026-11-19') to ('2026-11-20') | '2026-11-19 23:00'",
        "timestamptz | range | from ('2026-11-19 00:00+00') to ('2026-11-20 00:00+00') | '2026-11-19 23:00+00'",
        "int         | range | from (20261119) to (20261120)         | 20261119",
        "date        | list  | in ('2026-11-18', '2026-11-19')       | '2026-11-18'",
        "text        | list  | in ('2026-11-19')                     | '2026-11-19'",
        "text        | list  | in ('20261119')                       | '20261119'",
        "int         | list  | in (20261119)                         | 20261119",
      })
  void a_partition_that_holds_the_date_and_is_not_empty_is_present(
      String type, String strategy, String bound, String value) throws Exception {
    warehouse.run(
        "create table mart.p (k " + type + ") partition by " + strategy + " (k)",
        "grant select on mart.p to punctual_ro");
    assertThat(ask()).isEqualTo(NotYet.because("mart.p has no partition for 2026-11-19"));
    warehouse.run("create table mart.p_there partition of mart.p for values " + bound);
    assertThat(ask()).isEqualTo(NotYet.because("partition p_there is empty"));
    warehouse.run("insert into mart.p values (" + value + ")");
    assertThat(ask())
        .isEqualTo(new Present(Strength.STRONG, null, "partition p_there is there and not empty"));
  }

  @Test
  void a_partition_of_another_date_and_the_default_one_prove_nothing() throws Exception {
    warehouse.run(
        "create table mart.p (k date) partition by list (k)",
        "grant select on mart.p to punctual_ro",
        "create table mart.p18 partition of mart.p for values in ('2026-11-18')",
        "create table mart.px partition of mart.p default",
        "insert into mart.p values ('2026-11-18'), ('2026-11-19')");
    assertThat(ask()).isEqualTo(NotYet.because("mart.p has no partition for 2026-11-19"));
  }

  @Test
  void days_cut_at_another_hour_than_the_zone_of_the_rule_are_refused() throws Exception {
    warehouse.run(
        "create table mart.p (k timestamptz) partition by range (k)",
        "grant select on mart.p to punctual_ro",
        "create table mart.p18 partition of mart.p for values from ('2026-11-18 00:00+00') to"
            + " ('2026-11-19 00:00+00')",
        "create table mart.p19 partition of mart.p for values from ('2026-11-19 00:00+00') to"
            + " ('2026-11-20 00:00+00')",
        "insert into mart.p values ('2026-11-18 20:00+00'), ('2026-11-19 20:00+00')");
    assertThat(ask(source, YESTERDAY.in("Asia/Tokyo").of(table("mart.p"), DATA_DATE)).text())
        .contains("not cut at midnight in Asia/Tokyo (p18); set timezone on the source");
    try (Source utc = warehouse.source("timezone", "UTC")) {
      assertThat(ask(utc, YESTERDAY.in("Asia/Tokyo").of(table("mart.p"), DATA_DATE)).text())
          .isEqualTo("partition p19 is there and not empty");
    }
  }

  @Test
  void rows_of_a_partition_of_partitions_are_counted_and_compared() throws Exception {
    warehouse.run(
        "create table mart.p (k date, shop int) partition by range (k, shop)",
        "grant select on mart.p to punctual_ro",
        "create table mart.p12 partition of mart.p for values from ('2026-11-12', minvalue) to"
            + " ('2026-11-12', maxvalue)",
        "create table mart.p19 partition of mart.p for values from ('2026-11-19', minvalue) to"
            + " ('2026-11-19', maxvalue) partition by hash (shop)",
        "create table mart.p19_0 partition of mart.p19 for values with (modulus 1, remainder 0)",
        "insert into mart.p select '2026-11-12', n from generate_series(1, 10) n",
        "insert into mart.p select '2026-11-19', n from generate_series(1, 7) n");
    Probe probe =
        YESTERDAY.of(table("mart.p"), Tables.with(DATA_DATE, Tables.shareOfLastWeek("0.8")));
    assertThat(ask(source, probe).text())
        .isEqualTo("mart.p has 7 rows, and >= 80% of last_week (10 rows) is promised");
    warehouse.run("insert into mart.p values ('2026-11-19', 8)");
    assertThat(ask(source, probe).text()).isEqualTo("partition p19 has 8 rows");
  }

  private Observation ask() throws Exception {
    return ask(source, YESTERDAY.of(table("mart.p"), DATA_DATE));
  }

  private static Observation ask(Source source, Probe probe) throws Exception {
    Instant now = Instant.parse("2026-11-20T09:00:00Z");
    return source
        .observe(List.of(probe), new Ask(now, Map.of(), Map.of()))
        .answers()
        .getFirst()
        .observation();
  }
}
