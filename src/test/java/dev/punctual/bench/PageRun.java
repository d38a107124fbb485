package dev.punctual.bench;

import dev.punctual.ledger.Recount;
import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Target;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the report and the board cost over their SQL alone. The statements of a page are recorded
 * once and then run by themselves, every column of every row read, in turn with the page over HTTP.
 * Run by {@code bench/pages.sh}.
 *
 * <p>Settings: {@code -Drules=1000}, {@code -Drounds=15}, {@code -Deach=true} for the time of each
 * statement, {@code -Dpostgres=true} for an embedded PostgreSQL beside H2.
 */
final class PageRun {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final LocalDate FIRST = LocalDate.of(2026, 7, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 12, 31);
  private static final Instant NOW = LAST.atTime(11, 21).atZone(TOKYO).toInstant();
  private static final int WARM_UP = Integer.getInteger("warm", 12);
  private static final PrintStream OUT = System.out;

  private static final String INSERT =
      """
      insert into deadline (rule_id, business_date, slot, slotted, data_date, opens_at, due_at,
        closes_at, timezone, objective, rule_version, source, team, trial, state, verdict,
        arrival_earliest, arrival_at, reason, cause_category)
      values (?, ?, ?, false, ?, ?, ?, ?, ?, ?, 'v1', ?, ?, false, ?, ?, ?, ?, ?, ?)\
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final EmbeddedServer server;
  private final RecordedSql sql;
  private final Stopwatch stopwatch;
  private final int rounds = Integer.getInteger("rounds", 15);

  private PageRun(ApplicationContext context) {
    this.server = context.getBean(EmbeddedServer.class).start();
    this.sql = context.getBean(RecordedSql.class);
    this.stopwatch = context.getBean(Stopwatch.class);
  }

  /** The last day of a half-year. */
  @Singleton
  @Replaces(Clock.class)
  @Requires(property = "bench.pages")
  static final class Present extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(NOW, zone);
    }

    @Override
    public Instant instant() {
      return NOW;
    }
  }

  /** From the request's arrival to the finished answer: the server's own time. */
  @ServerFilter("/**")
  @Requires(property = "bench.pages")
  static final class Stopwatch {
    private volatile long nanos;

    @RequestFilter
    void start(HttpRequest<?> request) {
      request.setAttribute("bench.start", System.nanoTime());
    }

    @ResponseFilter
    void stop(HttpRequest<?> request) {
      nanos = System.nanoTime() - request.getAttribute("bench.start", Long.class).orElseThrow();
    }
  }

  public static void main(String[] arguments) throws Exception {
    String h2 =
        "jdbc:h2:file:"
            + Files.createTempDirectory("punctual-pages").resolve("history")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;OPTIMIZE_REUSE_RESULTS=0";
    measure("H2", Map.of("punctual.database.url", h2));
    if (Boolean.getBoolean("postgres")) {
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
        String url = postgres.getJdbcUrl("postgres", "postgres");
        measure(
            "PostgreSQL",
            Map.of("punctual.database.url", url, "punctual.database.username", "postgres"));
      }
    }
    System.exit(0);
  }

  private static void measure(String name, Map<String, Object> database) throws Exception {
    Map<String, Object> settings = new HashMap<>(database);
    settings.put("bench.pages", "true");
    settings.put("punctual.timezone", TOKYO.getId());
    settings.put("micronaut.server.port", -1);
    int count = Integer.getInteger("rules", 1_000);
    try (ApplicationContext context = ApplicationContext.run(settings, "test")) {
      RuleSet rules = rules(count);
      fill(context, rules);
      context
          .getBean(RuleBook.class)
          .turnTo(new RuleBook.Edition(rules, NOW, NOW, List.of(), List.of(), List.of()));
      OUT.printf(
          Locale.ROOT,
          "%s, %,d rules, %d days: %d rounds in turn, medians%n",
          name,
          count,
          FIRST.datesUntil(LAST.plusDays(1)).count(),
          Integer.getInteger("rounds", 15));
      PageRun run = new PageRun(context);
      for (String path : List.of("/reports/2026H2", "/api/v1/reports/2026H2", "/")) {
        run.page(path);
      }
    }
  }

  private void page(String path) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      get(path);
    }
    sql.record();
    String body = get(path);
    List<RecordedSql.Query> queries = sql.stop();
    for (int i = 0; i < WARM_UP; i++) {
      sql.replay(queries);
    }
    if (Boolean.getBoolean("each")) {
      for (RecordedSql.Query query : queries) {
        long start = System.nanoTime();
        long read = sql.replay(List.of(query));
        String text = query.sql().replaceAll("\\s+", " ");
        OUT.printf(
            Locale.ROOT,
            "    %6.1f ms, %,d rows: %s%n      %s%n",
            (System.nanoTime() - start) / 1e6,
            read,
            text,
            sql.way(query).replaceAll("\\s+", " "));
      }
    }
    double[] inside = new double[rounds];
    double[] pages = new double[rounds];
    double[] alone = new double[rounds];
    long rows = 0;
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      pass(path);
      long middle = System.nanoTime();
      inside[i] = stopwatch.nanos / 1e6;
      rows = sql.replay(queries);
      alone[i] = (System.nanoTime() - middle) / 1e6;
      pages[i] = (middle - start) / 1e6;
    }
    OUT.printf(
        Locale.ROOT,
        "  %-24s server %6.1f ms, SQL alone %6.1f ms (%d statements, %,d rows): %.2fx;"
            + " to the reader %.1f ms; %,d KB, gzipped %,d KB%n",
        path,
        median(inside),
        median(alone),
        queries.size(),
        rows,
        median(inside) / median(alone),
        median(pages),
        body.length() / 1024,
        gzipped(body) / 1024);
  }

  private String get(String path) throws IOException, InterruptedException {
    var request =
        java.net.http.HttpRequest.newBuilder(server.getURI().resolve(path))
            .header("Accept", "text/html,*/*;q=0.8")
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /** Asks for a page and lets its bytes go by: what reading them costs is the reader's. */
  private void pass(String path) throws IOException, InterruptedException {
    var request =
        java.net.http.HttpRequest.newBuilder(server.getURI().resolve(path))
            .header("Accept", "text/html,*/*;q=0.8")
            .build();
    if (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
      throw new IllegalStateException(path + " is not answered");
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static int gzipped(String body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return bytes.size();
  }

  private static RuleSet rules(int count) {
    TreeMap<String, Rule> rules = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String id = String.format(Locale.ROOT, "service-%04d-bookings", i);
      rules.put(id, rule(id, i));
    }
    return new RuleSet("bench", rules, Map.of(), Map.of(), List.of(), List.of());
  }

  private static Rule rule(String id, int number) {
    Promise promise =
        new Promise.ReadyBy(
            DayTime.parse(String.format(Locale.ROOT, "%02d:%02d", 6 + number % 12, number % 60)),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofHours(24));
    return new Rule(
        id,
        new Rule.About(
            "Bookings of service " + number,
            null,
            "Team " + number % 23,
            new TreeMap<>(Map.of("tier", List.of("gold", "silver", "bronze").get(number % 3))),
            List.of(),
            null,
            null),
        new Target.Table("dwh", List.of("mart", "bookings_" + number)),
        promise,
        Readiness.completion(),
        new Rule.Counting(
            TOKYO, new BigDecimal("0.97"), false, null, null, Rule.SkippedAs.MISSED, null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("rules.yaml", number, number, "v1"));
  }

  /** Two misses in a hundred, some unknown, some excused; today's later half still to come. */
  private static void fill(ApplicationContext context, RuleSet rules) {
    @SuppressWarnings("unchecked")
    TransactionOperations<Connection> database = context.getBean(TransactionOperations.class);
    Random random = new Random(20261231);
    database.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Rule rule : rules.rules().values()) {
              for (LocalDate date : FIRST.datesUntil(LAST.plusDays(1)).toList()) {
                bind(insert, rule, date, random.nextInt(1000));
                insert.addBatch();
              }
              insert.executeBatch();
            }
          }
          excuse(connection);
          Recount.all(connection);
          return true;
        });
  }

  private static void excuse(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update deadline set excusal_category = 'maintenance', excusal_reason = 'DWH upgrade',
              excusal_author = 'window in rules.yaml:41', excusal_at = due_at
            where business_date = date '2026-08-13' and rule_id < 'service-0300'\
            """)) {
      update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement insert, Rule rule, LocalDate date, int chance)
      throws SQLException {
    Instant due = ((Promise.ReadyBy) rule.promise()).readyBy().on(date, TOKYO);
    boolean open = due.isAfter(NOW);
    String state = open ? "waiting" : chance < 17 ? "late" : chance < 20 ? "missed" : "met";
    if (!open && chance >= 995) {
      state = "unknown";
    }
    String verdict =
        switch (state) {
          case "waiting" -> null;
          case "late", "missed" -> "missed";
          default -> state;
        };
    Instant arrival =
        switch (state) {
          case "late" -> due.plusSeconds(60L * (1 + chance * 20));
          case "met" -> due.minusSeconds(600 + chance);
          default -> null;
        };
    @Nullable Object[] values = {
      rule.id(),
      date,
      utc(due),
      date,
      utc(due.minus(Duration.ofHours(6))),
      utc(due),
      utc(due.plus(Duration.ofDays(1))),
      TOKYO.getId(),
      rule.counting().objective(),
      rule.source(),
      rule.team(),
      state,
      verdict,
      utc(arrival),
      utc(arrival),
      state.equals("unknown") ? "dwh did not answer at the due instant" : "as asked",
      state.equals("late") && chance < 12 ? "upstream_late" : null
    };
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
