package dev.punctual.observe.aws;

import static dev.punctual.observe.aws.AthenaContractTest.DAY;
import static dev.punctual.observe.aws.AthenaContractTest.table;
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
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.rule.Comparisons;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IcebergTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final FakeAws aws;
  private final List<String> snapshots = new ArrayList<>();

  IcebergTest() throws Exception {
    aws = new FakeAws();
    aws.table("mart.orders", "id bigint, at timestamp", "s3://lake/orders/");
    aws.parameter("mart.orders", "table_type", "ICEBERG");
    aws.parameter(
        "mart.orders", "metadata_location", "s3://lake/orders/metadata/00001.metadata.json");
  }

  @AfterEach
  void close() throws Exception {
    aws.close();
  }

  private void commit(String at, String operation, int added, int deleted) {
    int id = snapshots.size() + 1;
    snapshots.add(
        """
        {"snapshot-id": %d, %s "timestamp-ms": %d, "summary": {"operation": "%s", "added-records": "%d", "deleted-records": "%d"}}
        """
            .formatted(
                id,
                id == 1 ? "" : "\"parent-snapshot-id\": " + (id - 1) + ",",
                Instant.parse(at).toEpochMilli(),
                operation,
                added,
                deleted));
  }

  private void written() {
    aws.document(
        "lake/orders/metadata/00001.metadata.json",
        """
        {"format-version": 2, "current-snapshot-id": %d, "current-schema-id": 1,
         "schemas": [{"schema-id": 0, "fields": []},
                     {"schema-id": 1, "fields": [{"name": "id", "type": "long"}, {"name": "at", "type": "timestamptz"}]}],
         "snapshots": [%s]}
        """
            .formatted(snapshots.isEmpty() ? -1 : snapshots.size(), String.join(",", snapshots)),
        "2026-11-20T11:00:00Z");
  }

  private Observation seen(Evidence evidence) throws Exception {
    return seen(DAY.of(table("mart.orders"), evidence));
  }

  private Observation seen(Probe probe) throws Exception {
    try (Source source = new AthenaType().open(aws.settings("lake"))) {
      return source
          .observe(List.of(probe), new Ask(NOW, Map.of(), Map.of()))
          .answers()
          .getFirst()
          .observation();
    }
  }

  @Test
  void the_first_commit_of_the_window_that_wrote_rows_is_the_arrival() throws Exception {
    commit("2026-11-19T09:00:00Z", "append", 5, 0);
    commit("2026-11-20T01:00:00Z", "replace", 5, 5);
    commit("2026-11-20T02:00:00Z", "delete", 0, 2);
    commit("2026-11-20T03:00:00Z", "append", 9, 0);
    commit("2026-11-20T04:00:00Z", "append", 9, 0);
    written();
    assertThat(seen(new Evidence.Modified()))
        .isEqualTo(weakly("2026-11-20T02:00:00Z", "2026-11-20 02:00:00 UTC"));
    assertThat(seen(new Evidence.Changed()))
        .isEqualTo(weakly("2026-11-20T03:00:00Z", "2026-11-20 03:00:00 UTC"));
    assertThat(seen(new Evidence.Best())).isEqualTo(seen(new Evidence.Changed()));
  }

  private static Arrived weakly(String at, String shown) {
    Instant instant = Instant.parse(at);
    return new Arrived(
        instant, instant, Strength.WEAK, "a commit wrote to mart.orders at " + shown);
  }

  @Test
  void compactions_and_empty_commits_are_no_news() throws Exception {
    commit("2026-11-19T09:00:00Z", "append", 5, 0);
    commit("2026-11-20T01:00:00Z", "replace", 5, 5);
    commit("2026-11-20T02:00:00Z", "append", 0, 0);
    written();
    assertThat(seen(new Evidence.Modified()))
        .isEqualTo(
            NotYet.because(
                "a commit wrote to mart.orders at 2026-11-19 09:00:00 UTC, before the window"
                    + " opened"));
  }

  @Test
  void a_table_nobody_wrote_to_is_not_ready() throws Exception {
    written();
    assertThat(seen(new Evidence.Best()))
        .isEqualTo(NotYet.because("no commit has written to mart.orders yet"));
  }

  @Test
  void expired_snapshots_leave_a_range_or_nothing_to_tell() throws Exception {
    commit("2026-11-19T09:00:00Z", "append", 5, 0);
    commit("2026-11-20T03:00:00Z", "append", 9, 0);
    snapshots.set(0, snapshots.get(0).replace("\"snapshot-id\": 1,", "\"snapshot-id\": 77,"));
    written();
    assertThat(seen(new Evidence.Modified()))
        .isInstanceOfSatisfying(
            Arrived.class, arrived -> assertThat(arrived.earliest()).isEqualTo(DAY.opensAt()));
    snapshots.set(1, snapshots.get(1).replace("append", "replace"));
    written();
    assertThat(seen(new Evidence.Modified())).isInstanceOf(Unreachable.class);
  }

  @Test
  void age_counts_from_the_last_commit_that_wrote() throws Exception {
    commit("2026-11-20T03:00:00Z", "append", 9, 0);
    commit("2026-11-20T05:00:00Z", "replace", 9, 9);
    written();
    assertThat(seen(DAY.fresh(table("mart.orders"), new Evidence.Best(), Duration.ofHours(1))))
        .isInstanceOfSatisfying(
            Newest.class, newest -> assertThat(newest.newest()).isEqualTo("2026-11-20T03:00:00Z"));
  }

  @Test
  void a_metadata_file_is_read_once() throws Exception {
    commit("2026-11-20T03:00:00Z", "append", 9, 0);
    written();
    Probe probe = DAY.of(table("mart.orders"), new Evidence.Modified());
    try (Source source = new AthenaType().open(aws.settings("lake"))) {
      for (int i = 0; i < 3; i++) {
        source.observe(List.of(probe), new Ask(NOW, Map.of(), Map.of()));
      }
    }
    assertThat(aws.requests()).extracting(Request::method).filteredOn("GET"::equals).hasSize(1);
  }

  @Test
  void gates_of_a_commit_are_asked_of_athena() throws Exception {
    commit("2026-11-20T03:00:00Z", "append", 9, 0);
    written();
    aws.athena.sql("create schema mart");
    aws.athena.sql("create table mart.orders (id bigint)");
    Readiness readiness =
        new Readiness(new Evidence.Modified(), Comparisons.parse(">= 1"), null, null);
    assertThat(seen(DAY.of(table("mart.orders"), readiness)))
        .isEqualTo(new NotYet("rows", "mart.orders has 0 rows, and >= 1 is promised"));
    aws.athena.sql("insert into mart.orders values (1)");
    assertThat(seen(DAY.of(table("mart.orders"), readiness))).isInstanceOf(Present.class);
  }

  @Test
  void a_time_with_a_zone_is_told_apart_by_the_tables_own_metadata() throws Exception {
    written();
    aws.athena.sql("create schema mart");
    aws.athena.sql("create table mart.orders (id bigint, at timestamp with time zone)");
    aws.athena.sql("insert into mart.orders values (1, '2026-11-20 08:30:00+00')");
    assertThat(seen(new Evidence.Column("at")).text())
        .isEqualTo("newest mart.orders.at is 2026-11-20 08:30:00 UTC");
    assertThat(aws.athena.statements.getFirst())
        .contains("timestamp '2026-11-20 12:00:00.000000 UTC'");
  }

  @Test
  void what_glue_knows_only_by_definition_says_so() throws Exception {
    aws.table("mart.hive", "id bigint|dt string", "s3://lake/hive/");
    aws.table("mart.view", "id bigint", "").put("TableType", "VIRTUAL_VIEW");
    assertThat(seen(new Evidence.Partition(":data_date"))).isInstanceOf(Absent.class);
    assertThat(seen(DAY.of(table("mart.hive"), new Evidence.Modified())))
        .isInstanceOf(Absent.class);
    assertThat(seen(DAY.of(table("mart.view"), new Evidence.Best()))).isInstanceOf(Absent.class);
  }

  @Test
  void a_hive_table_without_partitions_was_modified_when_its_newest_object_was_written()
      throws Exception {
    aws.table("mart.flat", "id bigint", "s3://lake/flat");
    aws.object("lake/flat/a", 1, "2026-11-20T03:00:00Z");
    aws.object("lake/flat/b", 1, "2026-11-20T04:00:00Z");
    assertThat(seen(DAY.of(table("mart.flat"), new Evidence.Modified())))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                Instant.parse("2026-11-20T04:00:00Z"),
                Strength.WEAK,
                "mart.flat was last changed at 2026-11-20 04:00:00 UTC"));
  }
}
