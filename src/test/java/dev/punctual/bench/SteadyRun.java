package dev.punctual.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many rules of which nothing moves: CPU per check, memory, and the rows written meanwhile.
 * Settings: {@code rules} (10000), {@code tables} (1000), {@code seconds} (240).
 */
public final class SteadyRun {

  private static final Pattern ROUNDS =
      Pattern.compile("punctual_poll_duration_seconds_count\\{source=\"dwh\",} ([0-9.E]+)");

  /** A file holds at most one megabyte. */
  private static final int RULES_A_FILE = 2_000;

  private SteadyRun() {}

  public static void main(String[] args) throws Exception {
    Launcher.train();
    int rules = Integer.getInteger("rules", 10_000);
    int tables = Integer.getInteger("tables", 1_000);
    int seconds = Integer.getInteger("seconds", 240);
    Path folder = Files.createTempDirectory("punctual-steady");
    try (EmbeddedPostgres warehouse = EmbeddedPostgres.start();
        EmbeddedPostgres ledger = EmbeddedPostgres.start()) {
      create(warehouse, tables);
      Path yaml = Files.createDirectories(folder.resolve("rules"));
      for (int from = 0; from < rules; from += RULES_A_FILE) {
        int to = Math.min(rules, from + RULES_A_FILE);
        Files.writeString(yaml.resolve("r" + from + ".yaml"), yaml(from, to, tables));
      }
      Map<String, String> environment = new HashMap<>();
      environment.put("PUNCTUAL_RULES", yaml.toString());
      environment.put("PUNCTUAL_DATABASE_URL", ledger.getJdbcUrl("postgres", "postgres"));
      environment.put("PUNCTUAL_DATABASE_USERNAME", "postgres");
      environment.put("PUNCTUAL_ENGINE_FAR", "20s");
      environment.put("PUNCTUAL_SOURCES_DWH_TYPE", "postgresql");
      environment.put("PUNCTUAL_SOURCES_DWH_URL", warehouse.getJdbcUrl("postgres", "postgres"));
      environment.put("PUNCTUAL_SOURCES_DWH_USERNAME", "postgres");
      environment.put("PUNCTUAL_SOURCES_DWH_PASSWORD", "");
      try (ServiceProcess service = ServiceProcess.start(folder, "service", environment)) {
        service.address();
        TimeUnit.SECONDS.sleep(90);
        measure(service, ledger, rules, seconds);
      }
    }
  }

  private static void measure(
      ServiceProcess service, EmbeddedPostgres ledger, int rules, int seconds) throws Exception {
    Map<String, Long> writtenBefore = written(ledger);
    Duration cpuBefore = service.cpu();
    double roundsBefore = rounds(service);
    Instant start = Instant.now();
    TimeUnit.SECONDS.sleep(seconds);
    double rounds = rounds(service) - roundsBefore;
    Duration cpu = service.cpu().minus(cpuBefore);
    System.out.printf(
        "%d rules, %.0f rounds in %d s, CPU %d ms, %.4f ms a check, memory %d MiB%n",
        rules,
        rounds,
        Duration.between(start, Instant.now()).toSeconds(),
        cpu.toMillis(),
        cpu.toMillis() / (rounds * rules),
        service.residentMiB());
    Map<String, Long> after = written(ledger);
    after.forEach(
        (table, count) -> {
          long rows = count - writtenBefore.getOrDefault(table, 0L);
          if (rows > 0) {
            System.out.println("rows written to " + table + ": " + rows);
          }
        });
  }

  private static double rounds(ServiceProcess service) throws Exception {
    Matcher matcher = ROUNDS.matcher(service.get("/metrics"));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private static Map<String, Long> written(EmbeddedPostgres ledger) throws SQLException {
    Map<String, Long> written = new TreeMap<>();
    try (Connection connection = ledger.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables")) {
      while (row.next()) {
        written.put(row.getString(1), row.getLong(2));
      }
    }
    return written;
  }

  private static void create(EmbeddedPostgres warehouse, int tables) throws SQLException {
    try (Connection connection = warehouse.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < tables; i++) {
        statement.execute("create table t" + i + " (dt date)");
        statement.execute(
            "insert into t" + i + " select date '2020-01-01' + n from generate_series(1, 100) n");
      }
    }
  }

  private static String yaml(int from, int to, int tables) {
    StringBuilder yaml = new StringBuilder("version: 1\ndefaults: { timezone: UTC }\nrules:\n");
    for (int i = from; i < to; i++) {
      yaml.append(
          ("  - { id: r%05d, table: dwh.public.t%d, ready_when: { where: \"dt = :business_date\" },"
                  + " ready_by: \"23:59\", opens: \"00:00\" }%n")
              .formatted(i, i % tables));
    }
    return yaml.toString();
  }
}
