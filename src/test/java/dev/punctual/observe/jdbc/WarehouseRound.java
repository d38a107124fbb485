package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a round over many tables costs, against one hand-written {@code UNION ALL} on an open
 * connection that counts the same rows. Run by {@code bench/warehouse-round.sh}.
 *
 * <p>Settings: {@code -Dtables=1000}, {@code -Drows=2000} in each table, {@code -Drounds=15},
 * {@code -Dmany=10000} (0 leaves the large one out), {@code -Durl=jdbc:postgresql://…} for a server
 * of one's own (a database that may be written to) instead of an embedded one.
 */
final class WarehouseRound {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final Probes ALL = Probes.on(TODAY).forYesterday();
  private static final PrintStream OUT = System.out;

  private final String url;
  private final int rounds = Integer.getInteger("rounds", 15);
  private Instant now = Instant.parse("2026-11-20T05:00:00Z");
  private Map<String, String> memory = Map.of();

  private WarehouseRound(String url) {
    this.url = url;
  }

  public static void main(String[] args) throws Exception {
    String given = System.getProperty("url");
    try (EmbeddedPostgres server = given == null ? EmbeddedPostgres.builder().start() : null) {
      String url =
          server == null ? String.valueOf(given) : server.getJdbcUrl("postgres", "postgres");
      WarehouseRound bench = new WarehouseRound(url);
      int tables = Integer.getInteger("tables", 1_000);
      int rows = Integer.getInteger("rows", 2_000);
      double perTable = bench.compare(tables, rows);
      int many = Integer.getInteger("many", 10_000);
      if (many > 0) {
        bench.large(many, perTable);
      }
    }
  }

  /** Milliseconds of one run, and of the two processes' CPU. */
  private record Cost(double wall, double client, double server) {
    static Cost median(List<Cost> costs) {
      return new Cost(
          median(costs, Cost::wall), median(costs, Cost::client), median(costs, Cost::server));
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> of) {
      double[] sorted = costs.stream().mapToDouble(of).sorted().toArray();
      return sorted[sorted.length / 2];
    }

    /** CPU ticks are 10 ms: short runs are summed and divided. */
    static Cost mean(List<Cost> costs) {
      return new Cost(
          median(costs, Cost::wall),
          costs.stream().mapToDouble(Cost::client).average().orElse(0),
          costs.stream().mapToDouble(Cost::server).average().orElse(0));
    }
  }

  @FunctionalInterface
  private interface Run {
    void run() throws Exception;
  }

  private double compare(int tables, int rows) throws Exception {
    load(tables, rows);
    List<Probe> full = probes(ALL, tables);
    List<Probe> cheap = probes(ALL.cheaply(), tables);
    try (Connection hand = DriverManager.getConnection(url, "postgres", "postgres");
        Source source = source()) {
      String union = union(tables);
      Round first = round(source, full);
      long present = first.answers().stream().filter(WarehouseRound::isPresent).count();
      if (present != tables || counted(hand, union) != tables) {
        throw new IllegalStateException("the two do not find the same: " + present);
      }
      int handPid = pid(hand);
      int ownPid = backend();
      for (int i = 0; i < 8; i++) {
        counted(hand, union);
        round(source, full);
        round(source, cheap);
      }
      List<Cost> byHand = new ArrayList<>();
      List<Cost> inFull = new ArrayList<>();
      List<Cost> unmoved = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        byHand.add(cost(handPid, () -> counted(hand, union)));
        inFull.add(cost(ownPid, () -> round(source, full)));
        unmoved.add(cost(ownPid, () -> round(source, cheap)));
      }
      report(tables, rows, Cost.mean(byHand), Cost.mean(inFull), Cost.mean(unmoved));
      say(
          String.format(
              Locale.ROOT, "statements in a full round     %d", round(source, full).queries()));
      say(
          String.format(
              Locale.ROOT, "statements when nothing moved  %d", round(source, cheap).queries()));
      say(
          String.format(
              Locale.ROOT, "note of a quiet round          %s", round(source, cheap).note()));
      return Cost.median(inFull).wall() / tables;
    }
  }

  private static void report(int tables, int rows, Cost hand, Cost full, Cost quiet) {
    say(
        String.format(
            Locale.ROOT,
            "%n%,d tables of %,d rows, one PostgreSQL; medians of wall, means of CPU, in ms",
            tables,
            rows));
    say(String.format(Locale.ROOT, "%-30s %9s %9s %9s", "", "wall", "client", "server"));
    line("one hand-written UNION ALL", hand);
    line("full round", full);
    line("round, nothing moved", quiet);
    say(
        String.format(
            Locale.ROOT,
            "full round / by hand           %.2fx wall, %.2fx CPU of both (goal <= 1.3x)",
            full.wall() / hand.wall(),
            both(full) / both(hand)));
    say(
        String.format(
            Locale.ROOT,
            "nothing moved / by hand        %.2fx wall, %.2fx CPU of both (goal <= 0.1x)",
            quiet.wall() / hand.wall(),
            both(quiet) / both(hand)));
  }

  private static double both(Cost cost) {
    return cost.client() + cost.server();
  }

  private static void line(String what, Cost cost) {
    say(
        String.format(
            Locale.ROOT,
            "%-30s %9.1f %9.1f %9.1f",
            what,
            cost.wall(),
            cost.client(),
            cost.server()));
  }

  private void large(int tables, double perTableOfFew) throws Exception {
    load(tables, 10);
    List<Probe> full = probes(ALL, tables);
    List<Probe> cheap = probes(ALL.cheaply(), tables);
    try (Source source = source()) {
      long wrong =
          round(source, full).answers().stream().filter(answer -> !isPresent(answer)).count();
      List<Cost> inFull = new ArrayList<>();
      List<Cost> unmoved = new ArrayList<>();
      int pid = backend();
      for (int i = 0; i < 4; i++) {
        inFull.add(cost(pid, () -> round(source, full)));
        unmoved.add(cost(pid, () -> round(source, cheap)));
      }
      say(
          String.format(
              Locale.ROOT, "%n%,d tables of 10 rows: %d not answered (goal 0)", tables, wrong));
      line("full round", Cost.mean(inFull));
      line("round, nothing moved", Cost.mean(unmoved));
      say(
          String.format(
              Locale.ROOT,
              "full round per table           %.3f ms, against %.3f ms with few tables",
              Cost.median(inFull).wall() / tables,
              perTableOfFew));
      say(
          String.format(
              Locale.ROOT, "statements in a full round     %d", round(source, full).queries()));
    }
  }

  private Cost cost(int pid, Run run) throws Exception {
    double server = ticks(pid);
    double client = clientCpu();
    long start = System.nanoTime();
    run.run();
    double wall = (System.nanoTime() - start) / 1e6;
    return new Cost(wall, clientCpu() - client, ticks(pid) - server);
  }

  private static double clientCpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getProcessCpuTime() / 1e6
        : 0;
  }

  /** CPU of a server process in ms; 0 where it is not on this machine. */
  private static double ticks(int pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    List<String> fields = Arrays.asList(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
    return 10.0 * (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)));
  }

  private Round round(Source source, List<Probe> probes) throws Exception {
    Map<String, Instant> heard =
        probes.stream().collect(Collectors.toMap(Probe::kind, p -> now, (a, b) -> a));
    now = now.plusMillis(1);
    Round round = source.observe(probes, new Ask(now, heard, memory));
    memory = round.remember();
    return round;
  }

  private static boolean isPresent(Answer answer) {
    return answer.observation() instanceof Observation.Present;
  }

  private static List<Probe> probes(Probes probes, int tables) {
    Readiness readiness = new Readiness(new Evidence.Where("dt = :data_date"), null, null, null);
    return IntStream.range(0, tables)
        .mapToObj(
            i -> probes.of("t" + i, new Target.Table("dwh", List.of("mart", "t" + i)), readiness))
        .toList();
  }

  private Source source() {
    return new PostgresqlType()
        .open(
            new Settings(
                "dwh", Map.of("url", url.replaceAll("\\?.*", ""), "username", "postgres")));
  }

  private static String union(int tables) {
    return IntStream.range(0, tables)
        .mapToObj(
            i -> "select 't" + i + "', count(*) from mart.t" + i + " where dt = date '2026-11-19'")
        .collect(Collectors.joining(" union all "));
  }

  private static long counted(Connection connection, String union) throws SQLException {
    long present = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(union)) {
      while (rows.next()) {
        present += rows.getLong(2) > 0 ? 1 : 0;
      }
    }
    return present;
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** The server process of the source's own connection. */
  private int backend() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select pid from pg_stat_activity where application_name = 'punctual'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Tables with an index on the date, a hundred days in each, analysed. */
  private void load(int tables, int rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("set client_min_messages = warning");
      statement.execute("create schema if not exists mart");
      for (int from = 0; from < tables; from += 100) {
        statement.execute(batch(from, Math.min(from + 100, tables), rows));
      }
      statement.execute("analyze");
    }
  }

  private static String batch(int from, int to, int rows) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    "drop table if exists mart.t%1$d; create table mart.t%1$d (dt date, id int);"
                        + " insert into mart.t%1$d select date '2026-11-19' - n %% 100, n from"
                        + " generate_series(0, %2$d - 1) n; create index on mart.t%1$d (dt)",
                    i,
                    rows))
        .collect(Collectors.joining(";"));
  }

  private static void say(String line) {
    OUT.println(line);
  }
}
