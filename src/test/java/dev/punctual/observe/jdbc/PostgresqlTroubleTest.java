package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;

import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.TroubleContract;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresqlTroubleTest extends TroubleContract {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Probes PROBES = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();

  private static Warehouse warehouse;

  @BeforeAll
  static void start() {
    warehouse =
        new Warehouse(
            "create schema mart",
            "grant usage on schema mart to punctual_ro",
            "create table mart.orders (dt date)",
            "grant select on mart.orders to punctual_ro",
            "create table mart.secret (dt date)");
  }

  @AfterAll
  static void stop() {
    warehouse.close();
  }

  @Override
  protected String type() {
    return "postgresql";
  }

  @Override
  protected String title() {
    return "PostgreSQL";
  }

  @Override
  protected List<String> secrets() {
    return List.of(Warehouse.PASSWORD, "wr0ng-password");
  }

  @Override
  protected Scene scene(Trouble trouble) {
    return switch (trouble) {
      case CREDENTIALS_WRONG ->
          played(warehouse.source("password", "wr0ng-password"), "mart.orders");
      case PERMISSION_MISSING -> played(warehouse.source(), "mart.secret");
      case TARGET_MISSING -> played(warehouse.source(), "mart.order");
      case SERVER_HANGS -> played(at(Silent.listening()), "mart.orders");
      case TOO_MANY_REQUESTS ->
          played(
              new Warehouse("alter database :database connection limit 0").source(), "mart.orders");
      case ANSWER_MALFORMED -> played(at(Silent.babbling()), "mart.orders");
      case CLOCK_AN_HOUR_AHEAD ->
          new Scene.Untried("the server of the tests has the clock of this machine");
    };
  }

  private static Source at(Silent silent) {
    return warehouse.source(
        "url", "jdbc:postgresql://" + silent.address() + "/dwh", "connect-timeout", "1s");
  }

  private static Scene played(Source source, String table) {
    return new Scene.Played(source, PROBES.of(table(table), where("dt = :data_date")), NOW);
  }
}
