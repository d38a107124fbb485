package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stand-in in trouble; where the network is, Microsoft's own driver talks. */
class SqlserverTroubleTest extends TroubleContract {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Probes PROBES = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();

  private Connection owner;

  @BeforeEach
  void load() throws SQLException {
    owner = SqlserverStandIn.create("tdstrouble");
    fill();
  }

  private void fill() throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute("create table mart.orders (dt date)");
      statement.execute("insert into mart.orders values ('2026-11-19')");
    }
  }

  @AfterEach
  void drop() throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute("shutdown");
    }
  }

  @Override
  protected String type() {
    return "sqlserver";
  }

  @Override
  protected String title() {
    return "SQL Server";
  }

  @Override
  protected Scene scene(Trouble trouble) throws SQLException {
    drop();
    load();
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(standIn(), "wr0ng-password", "orders");
      case PERMISSION_MISSING -> {
        SqlserverStandIn.DENIED.add("[mart].[orders]");
        yield played(standIn(), "tds-r3ader", "orders");
      }
      case TARGET_MISSING -> played(standIn(), "tds-r3ader", "order");
      case SERVER_HANGS -> played(at(Silent.listening()), "tds-r3ader", "orders");
      case TOO_MANY_REQUESTS -> {
        SqlserverStandIn.refuse(
            () ->
                new SQLException(
                    "Resource ID : 1. The request limit for the database is 30 and has been"
                        + " reached.",
                    "S0001",
                    10928));
        yield played(standIn(), "tds-r3ader", "orders");
      }
      case ANSWER_MALFORMED -> played(at(Silent.babbling()), "tds-r3ader", "orders");
      case CLOCK_AN_HOUR_AHEAD -> {
        SqlserverStandIn.runAhead(Duration.ofHours(1));
        yield played(standIn(), "tds-r3ader", "orders");
      }
    };
  }

  private static String standIn() {
    return SqlserverStandIn.URL + "tdstrouble;databaseName=dwh";
  }

  private static String at(Silent silent) {
    return "jdbc:sqlserver://" + silent.address() + ";databaseName=dwh";
  }

  private static Scene played(String url, String password, String table) {
    Source source =
        new SqlserverType()
            .open(
                new Settings(
                    "dwh",
                    Map.of(
                        "url", url,
                        "username", "punctual_ro",
                        "password", password,
                        "connect-timeout", "1s",
                        "statement-timeout", "2s")));
    Probe probe = PROBES.of(table("mart." + table), where("dt = :data_date"));
    return new Scene.Played(source, probe, NOW);
  }

  @Override
  protected List<String> secrets() {
    return List.of("tds-r3ader", "wr0ng-password");
  }
}
