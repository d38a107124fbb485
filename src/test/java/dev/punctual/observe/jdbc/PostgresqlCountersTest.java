package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counters of a real server: what moves them, and what the gate saves by them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PostgresqlCountersTest {

  private static final Probes TODAY = Probes.on(LocalDate.of(2026, 11, 20));

  private final Warehouse warehouse =
      new Warehouse(
          "create schema mart",
          "grant usage on schema mart to punctual_ro",
          "create table mart.orders (id int, dt date)",
          "insert into mart.orders values (1, '2026-11-19')",
          "grant select on mart.orders to punctual_ro");
  private final Source source = warehouse.source();
  private final Map<String, String> memory = new HashMap<>();
  private Map<String, Instant> heard = Map.of();
  private Instant now = TODAY.opensAt().minusSeconds(60);
  private int queries;

  @AfterEach
  void drop() {
    source.close();
    warehouse.close();
  }

  @Test
  void an_insert_and_an_update_are_changes() throws Exception {
    for (String write :
        List.of("insert into mart.orders values (2)", "update mart.orders set id = 3")) {
      begin(changed());
      warehouse.run(write);
      assertThat(ask(changed())).as(write).isInstanceOf(Arrived.class);
      now = TODAY.opensAt().minusSeconds(60);
      memory.clear();
    }
  }

  @Test
  void deletes_vacuums_and_rewrites_are_no_changes() throws Exception {
    for (String write :
        List.of(
            "delete from mart.orders",
            "vacuum mart.orders",
            "vacuum full mart.orders",
            "truncate mart.orders",
            "alter table mart.orders alter id type bigint",
            "analyze mart.orders")) {
      begin(changed());
      warehouse.run(write);
      assertThat(ask(changed())).as(write).isInstanceOf(NotYet.class);
      now = TODAY.opensAt().minusSeconds(60);
      memory.clear();
    }
  }

  @Test
  void a_rolled_back_insert_counts_which_is_why_changes_are_weak() throws Exception {
    begin(changed());
    warehouse.run("begin", "insert into mart.orders values (2)", "rollback");
    assertThat(ask(changed()))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> assertThat(arrived.strength()).isEqualTo(Observation.Strength.WEAK));
  }

  @Test
  void a_reset_is_no_change() throws Exception {
    begin(changed());
    warehouse.run("select pg_stat_reset()");
    assertThat(ask(changed())).isInstanceOf(Unreachable.class);
    warehouse.run("insert into mart.orders values (2)");
    assertThat(ask(changed())).isInstanceOf(Arrived.class);
  }

  @Test
  void a_login_without_a_grant_sees_changes_but_no_gates() throws Exception {
    warehouse.run("revoke select on mart.orders from punctual_ro");
    begin(changed());
    warehouse.run("insert into mart.orders values (2)");
    assertThat(ask(changed())).isInstanceOf(Arrived.class);
  }

  @Test
  void a_refreshed_materialised_view_is_a_change() throws Exception {
    warehouse.run("create materialized view mart.daily as select dt from mart.orders");
    Probe probe = TODAY.of(table("mart.daily"), new Evidence.Best());
    begin(probe);
    warehouse.run("refresh materialized view mart.daily");
    assertThat(ask(probe)).isInstanceOf(Arrived.class);
  }

  @Test
  void writes_to_partitions_are_changes_of_the_parent_and_drops_are_not() throws Exception {
    warehouse.run(
        "create table mart.p (dt date) partition by range (dt)",
        "create table mart.p1 partition of mart.p for values from ('2026-11-18') to ('2026-11-19')",
        "create table mart.p2 partition of mart.p for values from ('2026-11-19') to ('2026-11-20')",
        "insert into mart.p values ('2026-11-18')");
    Probe probe = TODAY.of(table("mart.p"), new Evidence.Changed());
    begin(probe);
    warehouse.run("drop table mart.p1");
    assertThat(ask(probe)).isInstanceOf(NotYet.class);
    warehouse.run("insert into mart.p values ('2026-11-19')");
    assertThat(ask(probe)).isInstanceOf(Arrived.class);
  }

  @Test
  void evidence_and_gates_decide_together() throws Exception {
    Probe probe =
        TODAY.of(table("mart.orders"), Tables.with(new Evidence.Changed(), Tables.atLeast(3)));
    begin(probe);
    warehouse.run("insert into mart.orders values (2)");
    assertThat(ask(probe))
        .isInstanceOfSatisfying(NotYet.class, no -> assertThat(no.failedGate()).isEqualTo("rows"));
    warehouse.run("insert into mart.orders values (3)");
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void a_table_nobody_wrote_to_is_not_asked_again_and_gets_the_same_answer() throws Exception {
    Probe cheap = TODAY.cheaply().of(table("mart.orders"), where("dt = :data_date"));
    Observation first = ask(cheap);
    assertThat(queries).as("the first round is in full").isEqualTo(3);
    assertThat(ask(cheap)).isEqualTo(first).isInstanceOf(NotYet.class);
    assertThat(queries).isEqualTo(2);
    warehouse.run("insert into mart.orders values (2, '2026-11-20')");
    assertThat(ask(cheap)).isInstanceOf(Present.class);
    assertThat(queries).isEqualTo(3);
  }

  @Test
  void a_delete_or_a_truncate_passes_the_gate() throws Exception {
    Probe cheap = TODAY.forYesterday().cheaply().of(table("mart.orders"), where("dt = :data_date"));
    assertThat(ask(cheap)).isInstanceOf(Present.class);
    warehouse.run("truncate mart.orders");
    assertThat(ask(cheap)).isInstanceOf(NotYet.class);
  }

  @Test
  void the_gate_gives_way_when_told_at_due_and_every_so_often() throws Exception {
    Probe cheap = TODAY.cheaply().of(table("mart.orders"), where("dt = :data_date"));
    ask(cheap);
    ask(TODAY.of(table("mart.orders"), where("dt = :data_date")));
    assertThat(queries).as("in full").isEqualTo(3);
    now = now.plusSeconds(601);
    ask(cheap);
    assertThat(queries).as("after ten minutes").isEqualTo(3);
    now = TODAY.dueAt().minusSeconds(30);
    ask(cheap);
    now = TODAY.dueAt();
    ask(cheap);
    assertThat(queries).as("at due").isEqualTo(3);
    ask(cheap);
    assertThat(queries).as("after due").isEqualTo(2);
  }

  @Test
  void what_counters_cannot_see_is_always_asked() throws Exception {
    warehouse.run(
        "create view mart.v as select * from mart.orders", "grant select on mart.v to punctual_ro");
    List<Probe> blind =
        List.of(
            TODAY.cheaply().of(table("mart.v"), where("dt = :data_date")),
            TODAY.cheaply().of(table("mart.orders"), where("dt < now() - interval '1000 years'")),
            TODAY.cheaply().of(table("mart.orders"), where("id = (select 5)")),
            TODAY.cheaply().of(Tables.query("select false")));
    for (Probe probe : blind) {
      ask(probe);
      int inFull = queries;
      ask(probe);
      assertThat(queries).isEqualTo(inFull);
    }
  }

  private static Probe changed() {
    return TODAY.of(table("mart.orders"), new Evidence.Changed());
  }

  /** The baseline at the opening. */
  private void begin(Probe probe) throws Exception {
    now = TODAY.opensAt().minusSeconds(1);
    assertThat(ask(probe)).isInstanceOf(NotYet.class);
  }

  private Observation ask(Probe probe) throws Exception {
    now = now.plusSeconds(1);
    Round round = source.observe(List.of(probe), new Ask(now, heard, Map.copyOf(memory)));
    memory.putAll(round.remember());
    heard = Map.of(probe.kind(), now);
    queries = round.queries();
    return round.answers().getFirst().observation();
  }
}
