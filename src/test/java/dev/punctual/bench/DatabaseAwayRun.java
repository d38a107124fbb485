package dev.punctual.bench;

import dev.punctual.alert.SignedSlack;
import dev.punctual.alert.slack.StrictSlack;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Buttons pressed and a form sent in Slack while the ledger's PostgreSQL is away: once killed with
 * SIGKILL and started again on its files, once frozen with SIGSTOP. Prints how long Slack waited
 * for each answer, when it was written, and how often. Settings: {@code seconds} away (10).
 */
public final class DatabaseAwayRun {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private static final List<String> ROUNDS = List.of("killed", "frozen");
  private static final Duration MOST = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private final StrictSlack slack;
  private EmbeddedPostgres database;

  private DatabaseAwayRun(Path folder, int port, StrictSlack slack) throws IOException {
    this.folder = folder;
    this.port = port;
    this.slack = slack;
    this.database = start();
  }

  public static void main(String[] args) throws Exception {
    Duration away = Duration.ofSeconds(Integer.getInteger("seconds", 10));
    Path folder = Files.createTempDirectory("punctual-away");
    Instant first =
        Instant.now().plusSeconds(25).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("r.yaml"), yaml(first));
    try (StrictSlack slack = StrictSlack.start()) {
      slack.channel("data-sla");
      DatabaseAwayRun run = new DatabaseAwayRun(folder, freePort(), slack);
      try {
        run.serve(rules, away);
      } finally {
        run.database.close();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static String yaml(Instant first) {
    StringBuilder yaml = new StringBuilder("version: 1\ndefaults: { timezone: UTC }\nrules:\n");
    for (int i = 0; i < ROUNDS.size(); i++) {
      String due = CLOCK.format(first.plus(Duration.ofMinutes(2L * i)));
      yaml.append(
          "  - { id: %s, job: %s, ready_by: \"%s\" }%n"
              .formatted(ROUNDS.get(i), ROUNDS.get(i), due));
    }
    return yaml.toString();
  }

  private EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .start();
  }

  private void serve(Path rules, Duration away) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("punctual.database.url", database.getJdbcUrl("postgres", "postgres"));
    settings.put("punctual.database.username", "postgres");
    settings.put("punctual.rules", rules.toString());
    settings.put("punctual.slack.token", StrictSlack.TOKEN);
    settings.put("punctual.slack.signing-secret", SignedSlack.SECRET);
    settings.put("punctual.slack.api-url", slack.url());
    settings.put("punctual.slack.channel", "#data-sla");
    settings.put("micronaut.server.port", -1);
    settings.put("logger.levels.io.zonky.test.db.postgres.embedded", "OFF");
    settings.put("logger.levels.com.zaxxer.hikari", "ERROR");
    try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, settings)) {
      SignedSlack signed = new SignedSlack(server.getURI(), Clock.systemUTC());
      for (String round : ROUNDS) {
        round(round, signed, away);
      }
    }
    System.out.println("what Slack would have refused: " + slack.violations());
  }

  private void round(String round, SignedSlack signed, Duration away) throws Exception {
    int cards = ROUNDS.indexOf(round) + 1;
    slack.await(Duration.ofMinutes(4), s -> s.messages("data-sla").size() == cards);
    String uid = text("select uid from message where kind = 'card' order by id desc limit 1");
    long deadline = Long.parseLong(text("select id from deadline where rule_id = '" + round + "'"));
    // The first request of a client that just began says nothing of the service.
    signed.press("U3", "open-0", "");
    int whispers = slack.whispers().size();
    System.out.println("\nPostgreSQL " + round + " for " + away.toSeconds() + " s");
    Away gone = round.equals("killed") ? kill() : freeze();
    long began = System.nanoTime();
    List<String> answers = new ArrayList<>();
    answers.add(timed("acknowledge", () -> signed.press("U1", "acknowledge", uid)));
    answers.add(
        timed("snooze", () -> signed.press("U2", SignedSlack.choice("snooze", uid + " 1h"))));
    answers.add(
        timed(
            "cause form",
            () -> signed.submit("U2", "cause", uid, List.of(deadline), "upstream_late", "x")));
    answers.forEach(System.out::println);
    long left = away.toNanos() - (System.nanoTime() - began);
    TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
    gone.back();
    Instant back = Instant.now();
    awaitActs(deadline, back);
    slack.await(MOST, s -> thread(s).contains("Cause by"));
    say("in the thread", back);
    slack.await(MOST, s -> s.whispers().size() >= whispers + 6);
    say("who pressed is told", back);
    TimeUnit.SECONDS.sleep(6);
    System.out.println("  in the ledger: " + acts(deadline));
    System.out.println("  in the thread: " + thread(slack));
    slack.whispers().stream().skip(whispers).forEach(w -> System.out.println("  told: " + w));
  }

  /** Everything in the thread of the newest message of the channel. */
  private static String thread(StrictSlack slack) {
    return slack.replies(slack.messages("data-sla").getLast()).stream()
        .map(StrictSlack.Message::all)
        .collect(Collectors.joining("\n"));
  }

  private static void say(String what, Instant since) {
    System.out.printf("  %s %.1f s after it was back%n", what, seconds(since));
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1_000.0;
  }

  private static String timed(String what, Callable<HttpResponse<String>> call) throws Exception {
    Instant began = Instant.now();
    HttpResponse<String> answer = call.call();
    return "  %s answered %d after %.2f s".formatted(what, answer.statusCode(), seconds(began));
  }

  private void awaitActs(long deadline, Instant back) throws Exception {
    while (acts(deadline).size() < 3) {
      if (Duration.between(back, Instant.now()).compareTo(MOST) > 0) {
        throw new IllegalStateException("lost; in the ledger: " + acts(deadline));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    say("written", back);
  }

  private List<String> acts(long deadline) throws SQLException {
    List<String> acts = new ArrayList<>();
    try (Connection connection = database.getPostgresDatabase().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select kind, author, origin from act where deadline_id = ? order by id")) {
      statement.setLong(1, deadline);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          acts.add(rows.getString(1) + " by " + rows.getString(2) + " in " + rows.getString(3));
        }
      }
    }
    return acts;
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** A database that is away. */
  private interface Away {
    void back() throws Exception;
  }

  private Away kill() throws Exception {
    ProcessHandle server = server();
    List<ProcessHandle> workers = server.descendants().toList();
    server.destroyForcibly();
    for (ProcessHandle each : workers) {
      each.onExit().get(30, TimeUnit.SECONDS);
    }
    // It tells that there is nothing to stop, and lets go of its files.
    database.close();
    return () -> database = start();
  }

  private Away freeze() throws Exception {
    List<ProcessHandle> all = new ArrayList<>(server().descendants().toList());
    all.add(server());
    signal("-STOP", all);
    return () -> signal("-CONT", all);
  }

  private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(each -> command.add(String.valueOf(each.pid())));
    new ProcessBuilder(command).inheritIO().start().waitFor(10, TimeUnit.SECONDS);
  }

  private ProcessHandle server() throws IOException {
    String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
