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

class MariadbContractTest extends SourceContract {

  private static final Probes PROBES = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();

  private static Mariadb mariadb;

  @BeforeAll
  static void load() {
    mariadb =
        new Mariadb(
            "create table orders (id int, dt date, updated_at datetime)",
            "insert into orders values (1, '2026-11-19', '2026-11-20 02:00:00')",
            "create table learners (id int, dt date)",
            "create view days as select distinct dt from orders");
  }

  @AfterAll
  static void drop() {
    mariadb.close();
  }

  @Override
  protected Source working() {
    return mariadb.source();
  }

  @Override
  protected Source broken() {
    return mariadb.source("password", "wr0ng-password");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        PROBES.of(table(mariadb.database() + ".orders"), where("dt = :data_date")),
        PROBES.of(table("learners"), where("dt = :data_date")),
        PROBES.of(table("days"), new Evidence.Column("dt")),
        PROBES.of(Tables.query("select max(updated_at) from orders")));
  }

  @Override
  protected Probe missing() {
    return PROBES.of(table(mariadb.database() + ".order"), where("dt = :data_date"));
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:00:00Z");
  }

  @Override
  protected List<String> secrets() {
    return List.of(Mariadb.PASSWORD, "wr0ng-password");
  }
}
