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
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A MariaDB in trouble, of its own as its clock is set. */
class MysqlTroubleTest extends TroubleContract {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Probes PROBES = Probes.on(LocalDate.of(2026, 11, 20)).forYesterday();

  private static MariadbServer server;
  private static Connection owner;

  @BeforeAll
  static void start() throws SQLException {
    server = MariadbServer.start();
    owner = server.connect("");
    run(
        "create database mart",
        "create table mart.orders (dt date)",
        "create table mart.secret (dt date)",
        "insert into mart.orders values ('2026-11-19')");
    for (String account : List.of("punctual_ro", "punctual_busy")) {
      run(
          "create user " + account + " identified by 'tr0ub4dor-reader'",
          "grant select on mart.orders to " + account,
          "grant insert on mart.secret to " + account);
    }
    run("alter user punctual_busy with max_queries_per_hour 1");
  }

  @AfterAll
  static void stop() throws SQLException {
    owner.close();
    server.close();
  }

  private static void run(String... statements) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  protected String type() {
    return "mysql";
  }

  @Override
  protected String title() {
    return "MySQL and MariaDB";
  }

  @Override
  protected Scene scene(Trouble trouble) throws SQLException {
    String url = server.url("jdbc:mysql:", "mart");
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(url, "punctual_ro", "wr0ng-password", "orders");
      case PERMISSION_MISSING -> played(url, "punctual_ro", "tr0ub4dor-reader", "secret");
      case TARGET_MISSING -> played(url, "punctual_ro", "tr0ub4dor-reader", "order");
      case SERVER_HANGS ->
          played(at(Silent.listening()), "punctual_ro", "tr0ub4dor-reader", "orders");
      case TOO_MANY_REQUESTS -> played(url, "punctual_busy", "tr0ub4dor-reader", "orders");
      case ANSWER_MALFORMED ->
          played(at(Silent.babbling()), "punctual_ro", "tr0ub4dor-reader", "orders");
      case CLOCK_AN_HOUR_AHEAD -> {
        run("set global init_connect = 'set timestamp = unix_timestamp() + 3600'");
        yield played(url, "punctual_ro", "tr0ub4dor-reader", "orders");
      }
    };
  }

  private static String at(Silent silent) {
    return "jdbc:mysql://" + silent.address() + "/mart";
  }

  private static Scene played(String url, String user, String password, String table) {
    Map<String, String> values = new HashMap<>();
    values.put("url", url);
    values.put("username", user);
    values.put("password", password);
    values.put("connect-timeout", "1s");
    values.put("statement-timeout", "2s");
    Source source = new MysqlType().open(new Settings("dwh", values));
    Probe probe = PROBES.of(table("mart." + table), where("dt = :data_date"));
    return new Scene.Played(source, probe, NOW);
  }

  @Override
  protected List<String> secrets() {
    return List.of("tr0ub4dor-reader", "wr0ng-password");
  }
}
