package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresqlContractTest extends SourceContract {

  private static final Probes PROBES = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();

  private static Warehouse warehouse;

  @BeforeAll
  static void load() {
    warehouse =
        new Warehouse(
            "create schema mart",
            "grant usage on schema mart to punctual_ro",
            "create table mart.orders (id int, dt date, updated_at timestamptz)",
            "insert into mart.orders values (1, '2026-11-19', '2026-11-20 02:00:00+00')",
            "create table mart.learners (id int, dt date)",
            "create view mart.days as select distinct dt from mart.orders",
            "grant select on all tables in schema mart to punctual_ro");
  }

  @AfterAll
  static void drop() {
    warehouse.close();
  }

  @Override
  protected Source working() {
    return warehouse.source();
  }

  @Override
  protected Source broken() {
    return warehouse.source("password", "wr0ng-password");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        PROBES.of(table("mart.orders"), where("dt = :data_date")),
        PROBES.of(table("mart.learners"), where("dt = :data_date")),
        PROBES.of(table("mart.days"), new Evidence.Column("dt")),
        PROBES.of(Tables.query("select max(updated_at) from mart.orders")));
  }

  @Override
  protected Probe missing() {
    return PROBES.of(table("mart.order"), where("dt = :data_date"));
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:00:00Z");
  }

  @Override
  protected List<String> secrets() {
    return List.of(Warehouse.PASSWORD, "wr0ng-password");
  }
}
