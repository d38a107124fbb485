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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills the service ({@code kill -9}) at random moments while deadlines fall due, then counts:
 * every deadline has one verdict, and every miss stands in one message of a Slack that counts
 * strictly.
 *
 * <p>Each rule has one slot that ends at the coming quarter of an hour and is due its own number of
 * seconds later, so that something is due every few seconds. Settings: {@code kills} (50), {@code
 * processes} (1; 2 need PostgreSQL), {@code database} (h2 or postgres), {@code seed}.
 */
public final class KillRun {

  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration STEP = Duration.ofSeconds(4);
  private static final int TOGETHER = 3;
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final int kills = Integer.getInteger("kills", 50);
  private final int replicas = Integer.getInteger("processes", 1);
  private final boolean postgres = "postgres".equals(System.getProperty("database", "h2"));
  private final Random dice = new Random(Long.getLong("seed", 1L));
  private final Path folder = Files.createTempDirectory("punctual-kill");
  private final List<ServiceProcess> processes = new ArrayList<>();
  private final Map<String, Instant> due = new TreeMap<>();

  private KillRun() throws IOException {}

  public static void main(String[] args) throws Exception {
    boolean good = new KillRun().run();
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws Exception {
    try (StrictSlack slack = StrictSlack.start();
        EmbeddedPostgres server = postgres ? EmbeddedPostgres.start() : null) {
      slack.channel("data-sla");
      String url =
          server == null
              ? "jdbc:h2:file:"
                  + folder.resolve("ledger")
                  + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                  + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
              : server.getJdbcUrl("postgres", "postgres");
      Instant quarter = nextQuarter();
      Instant last = write(quarter);
      say("due from " + quarter.plus(STEP) + " to " + last + ", " + due.size() + " deadlines");
      for (int i = 0; i < replicas; i++) {
        processes.add(start(i, url, slack));
      }
      sleepUntil(quarter);
      int killed = killAround(last, url, slack);
      say("killed " + killed + " times; draining");
      sleepUntil(Instant.now().isAfter(last) ? Instant.now().plus(DRAIN) : last.plus(DRAIN));
      stopAll();
      return count(url, slack, killed);
    }
  }

  private static Instant nextQuarter() {
    long seconds = QUARTER.toSeconds();
    Instant soonest = Instant.now().plusSeconds(20);
    return Instant.ofEpochSecond((soonest.getEpochSecond() / seconds + 1) * seconds);
  }

  /** Writes the rules; gives the last due instant. */
  private Instant write(Instant quarter) throws IOException {
    StringBuilder yaml = new StringBuilder("version: 1\ndefaults: { timezone: UTC }\nrules:\n");
    Instant at = quarter;
    long until = Math.min(QUARTER.toSeconds() - 60, 30 + kills * 9L / Math.max(1, replicas));
    while (Duration.between(quarter, at).toSeconds() < until) {
      at = at.plus(STEP);
      for (int i = 0; i < TOGETHER; i++) {
        String id = "r%04d-%d".formatted(Duration.between(quarter, at).toSeconds(), i);
        yaml.append(
            "  - { id: %s, title: \"Miss %s.\", job: %s, every: 15m, ready_within: %ds }%n"
                .formatted(id, id, id, Duration.between(quarter, at).toSeconds()));
        due.put(id, at);
      }
    }
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("rules.yaml"), yaml);
    return at;
  }

  private ServiceProcess start(int replica, String url, StrictSlack slack) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PUNCTUAL_RULES", folder.resolve("rules").toString());
    environment.put("PUNCTUAL_DATABASE_URL", url);
    environment.put("PUNCTUAL_DATABASE_USERNAME", postgres ? "postgres" : "");
    environment.put("PUNCTUAL_SLACK_TOKEN", StrictSlack.TOKEN);
    environment.put("PUNCTUAL_SLACK_API_URL", slack.url());
    environment.put("PUNCTUAL_SLACK_CHANNEL", "#data-sla");
    return ServiceProcess.start(folder, "service-" + replica, environment);
  }

  private int killAround(Instant last, String url, StrictSlack slack)
      throws IOException, InterruptedException {
    int killed = 0;
    while (killed < kills && Instant.now().isBefore(last)) {
      int replica = dice.nextInt(replicas);
      TimeUnit.MILLISECONDS.sleep(500 + dice.nextInt(replicas > 1 ? 6_000 : 11_000));
      processes.get(replica).kill();
      killed++;
      processes.set(replica, start(replica, url, slack));
    }
    return killed;
  }

  private static void sleepUntil(Instant instant) throws InterruptedException {
    long left = Duration.between(Instant.now(), instant).toMillis();
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep(left);
    }
  }

  private void stopAll() {
    for (ServiceProcess process : processes) {
      process.close();
    }
  }

  private boolean count(String url, StrictSlack slack, int killed) throws SQLException {
    Map<String, Integer> verdicts = verdicts(url);
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    List<String> unsaid = new ArrayList<>();
    List<String> saidTwice = new ArrayList<>();
    for (String rule : due.keySet()) {
      int found = verdicts.getOrDefault(rule, 0);
      (found == 0 ? lost : found > 1 ? doubled : new ArrayList<String>()).add(rule);
      long said =
          slack.messages("data-sla").stream()
              .filter(m -> m.all().contains("Miss " + rule + "."))
              .count();
      (said == 0 ? unsaid : said > 1 ? saidTwice : new ArrayList<String>()).add(rule);
    }
    say(
        "kills "
            + killed
            + ", processes "
            + replicas
            + ", database "
            + (postgres ? "postgres" : "h2"));
    say("deadlines " + due.size() + ", verdicts lost " + lost + ", doubled " + doubled);
    say(
        "top-level messages "
            + slack.messages("data-sla").size()
            + ", misses not told "
            + unsaid
            + ", told twice "
            + saidTwice);
    say("violations " + slack.violations());
    say("logs in " + folder);
    return lost.isEmpty() && doubled.isEmpty() && unsaid.isEmpty() && saidTwice.isEmpty();
  }

  private Map<String, Integer> verdicts(String url) throws SQLException {
    Map<String, Integer> verdicts = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(url, postgres ? "postgres" : "", "");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select rule_id, due_at, verdict from deadline where verdict = 'missed'")) {
      while (row.next()) {
        Instant at = row.getObject(2, java.time.OffsetDateTime.class).toInstant();
        if (at.equals(due.get(row.getString(1)))) {
          verdicts.merge(row.getString(1), 1, Integer::sum);
        }
      }
    }
    return verdicts;
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
