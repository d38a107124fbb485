package dev.punctual.bench;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Message;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Many tables due at one instant and none met: how long from the due instant to the one complete,
 * grouped Slack request. Settings: {@code rules} (1000), {@code rounds} (3).
 */
public final class BurstRun {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private BurstRun() {}

  public static void main(String[] args) throws Exception {
    Launcher.train();
    int rules = Integer.getInteger("rules", 1_000);
    int rounds = Integer.getInteger("rounds", 3);
    Path folder = Files.createTempDirectory("punctual-burst");
    Instant first =
        Instant.now().plusSeconds(75).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    List<Instant> due = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      due.add(first.plus(Duration.ofMinutes(i)));
    }
    Path yaml = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(yaml.resolve("r.yaml"), yaml(rules, due));
    try (StrictSlack slack = StrictSlack.start();
        EmbeddedPostgres warehouse = EmbeddedPostgres.start()) {
      slack.channel("data-sla");
      create(warehouse, rules);
      Map<String, String> environment =
          Map.of(
              "PUNCTUAL_RULES",
              yaml.toString(),
              "PUNCTUAL_SLACK_TOKEN",
              StrictSlack.TOKEN,
              "PUNCTUAL_SLACK_API_URL",
              slack.url(),
              "PUNCTUAL_SLACK_CHANNEL",
              "#data-sla",
              "PUNCTUAL_SOURCES_DWH_TYPE",
              "postgresql",
              "PUNCTUAL_SOURCES_DWH_URL",
              warehouse.getJdbcUrl("postgres", "postgres"),
              "PUNCTUAL_SOURCES_DWH_USERNAME",
              "postgres",
              "PUNCTUAL_SOURCES_DWH_PASSWORD",
              "");
      try (ServiceProcess service = ServiceProcess.start(folder, "service", environment)) {
        service.address();
        TimeUnit.MILLISECONDS.sleep(
            Math.max(0, Duration.between(Instant.now(), due.getLast()).toMillis() + 20_000));
        for (Message message : slack.messages("data-sla")) {
          System.out.println(describe(message, due));
        }
        System.out.println("violations " + slack.violations());
        System.out.println("memory " + service.residentMiB() + " MiB; log in " + folder);
      }
    }
  }

  private static void create(EmbeddedPostgres warehouse, int tables) throws SQLException {
    try (Connection connection = warehouse.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < tables; i++) {
        statement.execute("create table t" + i + " (dt date)");
      }
    }
  }

  private static String yaml(int rules, List<Instant> due) {
    StringBuilder yaml = new StringBuilder("version: 1\ndefaults: { timezone: UTC }\nrules:\n");
    for (int round = 0; round < due.size(); round++) {
      for (int i = 0; i < rules; i++) {
        String id = "r%d-%04d".formatted(round, i);
        yaml.append(
            ("  - { id: %s, table: dwh.public.t%d, ready_when: { where: \"dt = :business_date\" },"
                    + " ready_by: \"%s\" }%n")
                .formatted(id, i, CLOCK.format(due.get(round))));
      }
    }
    return yaml.toString();
  }

  private static String describe(Message message, List<Instant> due) {
    Instant instant = due.stream().filter(d -> !d.isAfter(message.receivedAt)).toList().getLast();
    String text = message.all().replace('\n', ' ');
    return "%4d ms after due: %s"
        .formatted(
            Duration.between(instant, message.receivedAt).toMillis(),
            text.substring(0, Math.min(110, text.length())));
  }
}
