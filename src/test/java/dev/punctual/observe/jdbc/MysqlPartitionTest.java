package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
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

/** That partition exists and is not empty, on a real MariaDB. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MysqlPartitionTest {

  private static final Probes YESTERDAY = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();
  private static final Evidence DATA_DATE = new Evidence.Partition(":data_date");

  private final Mariadb mariadb = new Mariadb();
  private final Source source = mariadb.source();

  @AfterEach
  void drop() {
    source.close();
    mariadb.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "date      | range columns (k) | less than ('2026-11-19') | less than ('2026-11-20') |"
            + " '2026-11-19'",
        "date      | range columns (k) | less than ('2026-11-01') | less than ('2026-12-01') |"
            + " '2026-11-30'",
        "datetime  | range columns (k) | less than ('2026-11-19') | less than ('2026-11-20') |"
            + " '2026-11-19 23:00'",
        "int       | range (k)         | less than (20261119)     | less than (20261120)     |"
            + " 20261119",
        "date      | range (to_days(k)) | less than (to_days('2026-11-19')) | less than"
            + " (to_days('2026-11-20')) | '2026-11-19'",
        "datetime  | range (TO_DAYS(k)) | less than (to_days('2026-11-19')) | less than"
            + " (to_days('2026-11-20')) | '2026-11-19 23:59'",
        "datetime  | range (to_seconds(k)) | less than (to_seconds('2026-11-19')) | less than"
            + " (to_seconds('2026-11-20')) | '2026-11-19 23:59'",
        "date      | range (year(k))   | less than (2026)         | less than (2027)         |"
            + " '2026-01-01'",
        "timestamp | range (unix_timestamp(k)) | less than (unix_timestamp('2026-11-19')) | less"
            + " than (unix_timestamp('2026-11-20')) | '2026-11-19 23:59'",
        "int       | list (k)          | in (20261118, 0)         | in (20261119)            |"
            + " 20261119",
        "varchar(10) | list columns (k) | in ('2026-11-18')       | in ('a,b', '2026-11-19') |"
            + " 'a,b'",
        "varchar(10) | list columns (k) | in ('20261118')         | in ('20261119')          |"
            + " '20261119'",
        "date      | list columns (k)  | in ('2026-11-18')        | in ('2026-11-19')        |"
            + " '2026-11-19'",
        "date      | list (to_days(k)) | in (to_days('2026-11-18')) | in (to_days('2026-11-17'),"
            + " to_days('2026-11-19')) | '2026-11-17'",
      })
  void a_partition_that_holds_the_date_and_is_not_empty_is_present(
      String type, String by, String before, String there, String value) throws Exception {
    mariadb.run(
        "create table p (k "
            + type
            + " not null) partition by "
            + by
            + " (partition p18 values "
            + before
            + ")");
    assertThat(ask()).isEqualTo(NotYet.because(name() + " has no partition for 2026-11-19"));
    mariadb.run("alter table p add partition (partition p19 values " + there + ")");
    assertThat(ask()).isEqualTo(NotYet.because("partition p19 is empty"));
    mariadb.run("insert into p values (" + value + ")");
    assertThat(ask())
        .isEqualTo(new Present(Strength.STRONG, null, "partition p19 is there and not empty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hash (year(k)) partitions 2 | HASH, which gives no date a partition of its own",
        "key (k) partitions 2        | KEY, which gives no date a partition of its own",
        "range (year(k) * 100 + month(k)) (partition p values less than (202612))"
            + " | RANGE of year(`k`) * 100 + month(`k`), whose bounds are not understood",
        "list columns (k, n) (partition p values in (('2026-11-19', 1)))"
            + " | LIST COLUMNS of `k`,`n`, whose bounds are not understood",
        "list (year(k)) (partition p values in (2026))"
            + " | LIST of year(`k`), whose bounds are not understood",
      })
  void partitions_that_tell_no_date_are_refused_in_words(String by, String says) throws Exception {
    mariadb.run("create table p (k date not null, n int not null) partition by " + by);
    assertThat(ask())
        .isEqualTo(
            new Unreachable(
                name()
                    + " cannot be asked: its partitions are cut by "
                    + says
                    + "; write where or column instead of partition"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "range columns (k) (partition p18 values less than ('2026-11-19'),"
            + " partition px values less than (maxvalue))",
        "range (to_days(k)) (partition p18 values less than (to_days('2026-11-19')),"
            + " partition px values less than maxvalue)",
        "list columns (k) (partition p18 values in ('2026-11-18'), partition px default)",
        "list (to_days(k)) (partition p18 values in (to_days('2026-11-18')), partition px default)",
      })
  void the_partition_that_takes_whatever_comes_proves_nothing(String by) throws Exception {
    mariadb.run(
        "create table p (k date not null) partition by " + by,
        "insert into p values ('2026-11-18'), ('2026-11-19')");
    assertThat(ask()).isEqualTo(NotYet.because(name() + " has no partition for 2026-11-19"));
  }

  @Test
  void days_cut_at_another_hour_than_the_zone_of_the_rule_are_refused() throws Exception {
    mariadb.run(
        "create table p (k timestamp not null) partition by range (unix_timestamp(k)) ("
            + "partition p17 values less than (unix_timestamp('2026-11-18')),"
            + "partition p18 values less than (unix_timestamp('2026-11-19')),"
            + "partition p19 values less than (unix_timestamp('2026-11-20')))",
        "insert into p values ('2026-11-19 20:00')");
    Probe tokyo = YESTERDAY.in("Asia/Tokyo").of(table("p"), DATA_DATE);
    assertThat(ask(source, tokyo).text())
        .contains("not cut at midnight in Asia/Tokyo (p18); set timezone on the source");
    try (Source utc = mariadb.source("timezone", "UTC")) {
      assertThat(ask(utc, tokyo).text()).isEqualTo("partition p19 is there and not empty");
    }
  }

  @Test
  void rows_of_several_partitions_of_a_date_are_counted_and_compared() throws Exception {
    mariadb.run(
        "create table p (k date not null, n int not null) partition by range columns (k, n)"
            + " subpartition by hash (n) subpartitions 2 ("
            + "partition p12 values less than ('2026-11-13', 0),"
            + "partition p19a values less than ('2026-11-19', 5),"
            + "partition p19b values less than ('2026-11-19', maxvalue))",
        "insert into p select '2026-11-12', seq from seq_1_to_10",
        "insert into p select '2026-11-19', seq from seq_1_to_7");
    Probe probe = YESTERDAY.of(table("p"), Tables.with(DATA_DATE, Tables.shareOfLastWeek("0.8")));
    assertThat(ask(source, probe).text())
        .isEqualTo("p has 7 rows, and >= 80% of last_week (10 rows) is promised");
    mariadb.run("insert into p values ('2026-11-19', 8)");
    assertThat(ask(source, probe).text()).isEqualTo("partition p19a, p19b has 8 rows");
  }

  @Test
  void a_table_without_partitions_is_told() throws Exception {
    mariadb.run("create table p (k date)");
    assertThat(ask().text()).contains("p is no partitioned table; write where or column");
  }

  private String name() {
    return mariadb.database() + ".p";
  }

  private Observation ask() throws Exception {
    return ask(source, YESTERDAY.of(table("p"), DATA_DATE));
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
