package dev.punctual.bench;

import dev.punctual.alert.slack.StrictSlack;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The service in real time: one PostgreSQL as warehouse, another as its own database, a strict
 * Slack. A table lands in time, one lands late, one never; then the warehouse is away across a due
 * instant and comes back. Prints what the ledger and Slack say of it. Takes about eight minutes.
 */
public final class LiveRun {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private final Path folder = Files.createTempDirectory("punctual-live");

  private LiveRun() throws IOException {}

  public static void main(String[] args) throws Exception {
    Launcher.train();
    new LiveRun().run();
  }

  private void run() throws Exception {
    Path data = folder.resolve("warehouse");
    EmbeddedPostgres warehouse = warehouse(data, 0);
    int port = warehouse.getPort();
    try (StrictSlack slack = StrictSlack.start();
        EmbeddedPostgres own = EmbeddedPostgres.start()) {
      slack.channel("data-sla");
      Instant first = minuteFrom(Duration.ofSeconds(100));
      Instant second = first.plus(Duration.ofMinutes(3));
      rules(first, second);
      create(port);
      ServiceProcess service = start(port, own.getJdbcUrl("postgres", "postgres"), slack);
      until(first.minusSeconds(40));
      load(port, "met");
      say("loaded met at " + Instant.now());
      until(first.plusSeconds(45));
      load(port, "late");
      say("loaded late at " + Instant.now());
      until(second.minusSeconds(45));
      say("stopping the warehouse at " + Instant.now());
      warehouse.close();
      until(second.plusSeconds(45));
      warehouse = warehouse(data, port);
      load(port, "away");
      say("the warehouse is back, with the data, at " + Instant.now());
      until(second.plusSeconds(180));
      service.close();
      report(own.getJdbcUrl("postgres", "postgres"), slack);
    } finally {
      warehouse.close();
    }
  }

  private EmbeddedPostgres warehouse(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private static Instant minuteFrom(Duration soonest) {
    return Instant.now().plus(soonest).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
  }

  private void rules(Instant first, Instant second) throws IOException {
    StringBuilder yaml = new StringBuilder("version: 1\ndefaults: { timezone: UTC }\nrules:\n");
    Map<String, Instant> due = Map.of("met", first, "late", first, "never", first, "away", second);
    due.forEach(
        (table, at) ->
            yaml.append(
                """
                  - id: %s
                    title: "Table %s"
                    table: dwh.public.%s
                    ready_when: { where: "dt = :business_date" }
                    ready_by: "%s"
                """
                    .formatted(table, table, table, CLOCK.format(at))));
    Files.writeString(Files.createDirectories(folder.resolve("rules")).resolve("r.yaml"), yaml);
  }

  private static void create(int port) throws SQLException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement()) {
      for (String table : List.of("met", "late", "never", "away")) {
        statement.execute("create table " + table + " (dt date)");
      }
      statement.execute("create role punctual_ro login password 'ro'");
      statement.execute("grant usage on schema public to punctual_ro");
      statement.execute("grant select on all tables in schema public to punctual_ro");
    }
  }

  private static void load(int port, String table) throws SQLException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement()) {
      statement.execute("insert into " + table + " values ((now() at time zone 'UTC')::date)");
    }
  }

  private static Connection connect(int port) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
  }

  private ServiceProcess start(int warehouse, String ledger, StrictSlack slack) throws IOException {
    Files.writeString(
        folder.resolve("punctual.yaml"),
        """
        punctual:
          rules: rules
          database: { url: "%s", username: postgres, password: "" }
          slack: { token: "%s", api-url: "%s", channel: "#data-sla" }
          sources:
            dwh: { type: postgresql, url: "jdbc:postgresql://localhost:%d/postgres", username: punctual_ro, password: ro }
        """
            .formatted(ledger, StrictSlack.TOKEN, slack.url(), warehouse));
    return ServiceProcess.start(folder, "service", Map.of());
  }

  private static void until(Instant instant) throws InterruptedException {
    long left = Duration.between(Instant.now(), instant).toMillis();
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep(left);
    }
  }

  private void report(String ledger, StrictSlack slack) throws SQLException {
    print(
        ledger,
        "select rule_id, state, verdict, due_at, arrival_earliest, arrival_at, reason from deadline"
            + " where state <> 'waiting' order by due_at, rule_id");
    print(
        ledger,
        "select kind, coalesce(rule_id, source), happened_at, reason from transition order by id");
    Predicate<StrictSlack.Message> top = StrictSlack.Message::isTopLevel;
    for (StrictSlack.Message message : slack.messages()) {
      say(
          (top.test(message) ? "MESSAGE " : "  reply ")
              + message.receivedAt
              + ", edited "
              + message.edits
              + " times: "
              + message.all().replace('\n', ' '));
    }
    say("violations " + slack.violations());
    say("log in " + folder);
  }

  private static void print(String ledger, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(ledger, "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          line.append(row.getString(i)).append(i < columns ? " | " : "");
        }
        say(line.toString());
      }
    }
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
