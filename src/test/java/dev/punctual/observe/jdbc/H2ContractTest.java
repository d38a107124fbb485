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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class H2ContractTest extends SourceContract {

  private static final Probes PROBES = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();
  private static final String URL = "jdbc:h2:mem:h2contract";

  private Connection owner;

  @BeforeEach
  void load() throws SQLException {
    owner = DriverManager.getConnection(URL, "sa", "0wner-password");
    try (Statement statement = owner.createStatement()) {
      statement.execute("create schema mart");
      statement.execute("create table mart.orders (id int, dt date, at timestamp with time zone)");
      statement.execute(
          "insert into mart.orders values (1, date '2026-11-19', timestamp with time zone"
              + " '2026-11-20 11:00:00+09:00')");
      statement.execute("create table mart.learners (id int, dt date)");
      statement.execute("create view mart.days as select distinct dt from mart.orders");
      statement.execute("create user punctual_ro password 'h2-r3ader'");
      statement.execute("grant select on schema mart to punctual_ro");
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
    return source("h2-r3ader");
  }

  @Override
  protected Source broken() {
    return source("wr0ng-password");
  }

  private static Source source(String password) {
    return new H2Type()
        .open(
            new Settings(
                "dwh", Map.of("url", URL, "username", "punctual_ro", "password", password)));
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        PROBES.of(table("mart.orders"), where("dt = :data_date")),
        PROBES.of(table("MART.learners"), where("dt = :data_date")),
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
    return List.of("h2-r3ader", "wr0ng-password");
  }
}
