package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Against a stand-in: what is held is what Punctual does with a server, not the server. */
class SqlserverContractTest extends SourceContract {

  private static final Probes PROBES = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();

  private Connection owner;

  @BeforeEach
  void load() throws SQLException {
    owner = SqlserverStandIn.create("tdscontract");
    try (Statement statement = owner.createStatement()) {
      statement.execute("create table mart.orders (id int, dt date, at timestamp(7))");
      statement.execute("insert into mart.orders values (1, '2026-11-19', '2026-11-20 02:00:00')");
      statement.execute("create table dbo.learners (id int, dt date)");
      statement.execute("create view mart.days as select distinct dt from mart.orders");
    }
  }

  @AfterEach
  void drop() throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute("shutdown");
    }
  }

  @Override
  protected Source working() {
    return source("tds-r3ader");
  }

  @Override
  protected Source broken() {
    return source("wr0ng-password");
  }

  private static Source source(String password) {
    return new SqlserverType()
        .open(
            new Settings(
                "dwh",
                Map.of(
                    "url",
                    SqlserverStandIn.URL + "tdscontract;databaseName=dwh",
                    "username",
                    "punctual_ro",
                    "password",
                    password)));
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        PROBES.of(table("mart.orders"), where("dt = :data_date")),
        PROBES.of(table("learners"), where("dt = :data_date")),
        PROBES.of(table("mart.days"), new Evidence.Column("dt")),
        PROBES.of(Tables.query("select max(at) from mart.orders")));
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
    return List.of("tds-r3ader", "wr0ng-password");
  }
}
