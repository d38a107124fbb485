package dev.punctual.bench;

import dev.punctual.alert.slack.StrictSlack;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kills the service ({@code kill -9}) at random moments while deadlines fall due and data arrives,
 * then counts: every deadline has one verdict and the true one, and every miss stands in one
 * message of a Slack that counts strictly and limits its rate. Settings: {@code kills} (50), {@code
 * processes} (1; 2 need PostgreSQL), {@code database} (h2 or postgres), {@code seed}.
 */
public final class KillRun {

  private static final int SHORTEST = 500;
  private static final int LONGEST = 14_000;
  private static final Duration DRAIN = Duration.ofMinutes(2);
  private static final Duration AT_MOST = Duration.ofMinutes(10);
  private static final Pattern PENDING =
      Pattern.compile("(?m)^punctual_messages_pending ([0-9.E]+)");

  private final int kills = Integer.getInteger("kills", 50);
  private final int replicas = Integer.getInteger("processes", 1);
  private final boolean postgres = "postgres".equals(System.getProperty("database", "h2"));
  private final Random dice = new Random(Long.getLong("seed", 1L));
  private final Path folder = Files.createTempDirectory("punctual-kill");
  private final List<ServiceProcess> processes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  private KillRun() throws IOException {}

  public static void main(String[] args) throws Exception {
    Launcher.train();
    boolean good = new KillRun().run();
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws Exception {
    try (StrictSlack slack = StrictSlack.start();
        EmbeddedPostgres server = EmbeddedPostgres.start();
        EmbeddedPostgres own = postgres ? EmbeddedPostgres.start() : null) {
      slack.channel("data-sla");
      slack.limitRate();
      String warehouse = server.getJdbcUrl("postgres", "postgres");
      String ledger = own == null ? h2() : own.getJdbcUrl("postgres", "postgres");
      for (int i = 0; i < replicas; i++) {
        ports.add(freePort());
      }
      List<URI> services =
          ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
      KillPlan plan = KillPlan.of(Instant.now(), Duration.ofMillis(kills * (LONGEST + 1_000L) / 2));
      configure(plan, warehouse, ledger, slack);
      say("due from " + plan.due().getFirst().at() + " to " + plan.last());
      try (KillData data = new KillData(warehouse, services)) {
        data.follow(plan);
        for (int i = 0; i < replicas; i++) {
          processes.add(start(i));
        }
        sleepUntil(plan.opens());
        int killed = killUntil(plan.last());
        say("killed " + killed + " times; draining");
        drain();
      } finally {
        processes.forEach(ServiceProcess::close);
      }
      say("logs in " + folder);
      return new KillCount(plan, ledger, postgres ? "postgres" : "", slack).tell();
    }
  }

  private String h2() {
    return "jdbc:h2:file:"
        + folder.resolve("ledger")
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void configure(KillPlan plan, String warehouse, String ledger, StrictSlack slack)
      throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("rules.yaml"), plan.yaml());
    Files.writeString(
        folder.resolve("punctual.yaml"),
        """
        punctual:
          rules: rules
          database: { url: "%s", username: "%s", password: "" }
          slack: { token: "%s", api-url: "%s", channel: "#data-sla" }
          sources:
            dwh: { type: postgresql, url: "%s", username: postgres, password: "" }
        """
            .formatted(
                ledger, postgres ? "postgres" : "", StrictSlack.TOKEN, slack.url(), warehouse));
  }

  private ServiceProcess start(int replica) throws IOException {
    return ServiceProcess.start(folder, "service-" + replica, Map.of(), ports.get(replica));
  }

  private int killUntil(Instant last) throws IOException, InterruptedException {
    int killed = 0;
    while (killed < kills && Instant.now().isBefore(last)) {
      int replica = dice.nextInt(replicas);
      TimeUnit.MILLISECONDS.sleep(SHORTEST + dice.nextInt(LONGEST - SHORTEST));
      processes.get(replica).kill();
      killed++;
      processes.set(replica, start(replica));
    }
    return killed;
  }

  /** Until what is late has been looked for once more and nothing waits to be sent. */
  private void drain() throws IOException, InterruptedException {
    sleepUntil(Instant.now().plus(DRAIN));
    Instant last = Instant.now().plus(AT_MOST);
    while (pending() > 0 && Instant.now().isBefore(last)) {
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private double pending() throws IOException, InterruptedException {
    Matcher pending = PENDING.matcher(processes.getFirst().get("/metrics"));
    return pending.find() ? Double.parseDouble(pending.group(1)) : 0;
  }

  private static void sleepUntil(Instant instant) throws InterruptedException {
    long left = Duration.between(Instant.now(), instant).toMillis();
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep(left);
    }
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
