package dev.punctual.bench;

import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.runtime.server.EmbeddedServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What the report, the board and the review cost over their SQL alone. The statements of a page are
 * recorded once and then run by themselves, every column of every row read, in turn with the page
 * over HTTP. Run by {@code bench/pages.sh}.
 *
 * <p>Settings: {@code -Drules=1000}, {@code -Drounds=15}, {@code -Deach=true} for the time of each
 * statement, {@code -Dpostgres=true} for an embedded PostgreSQL beside H2, {@code -Dpages=/review}
 * for some pages only.
 */
final class PageRun {
  private static final int WARM_UP = Integer.getInteger("warm", 12);

  /** The week before holds some 140 misses and unknowns of 1,000 rules. */
  private static final List<String> PATHS =
      List.of(
          System.getProperty("pages", "/reports/2026H2,/api/v1/reports/2026H2,/,/review")
              .split(",", -1));

  private static final PrintStream OUT = System.out;

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
      return Clock.fixed(StoredHalfYear.NOW, zone);
    }

    @Override
    public Instant instant() {
      return StoredHalfYear.NOW;
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
    settings.put("punctual.timezone", StoredHalfYear.TOKYO.getId());
    settings.put("micronaut.server.port", -1);
    int count = Integer.getInteger("rules", 1_000);
    try (ApplicationContext context = ApplicationContext.run(settings, "test")) {
      RuleSet rules = StoredHalfYear.rules(count);
      StoredHalfYear.fill(context, rules);
      context
          .getBean(RuleBook.class)
          .turnTo(
              new RuleBook.Edition(
                  rules, StoredHalfYear.NOW, StoredHalfYear.NOW, List.of(), List.of(), List.of()));
      OUT.printf(
          Locale.ROOT,
          "%s, %,d rules, %d days: %d rounds in turn, medians%n",
          name,
          count,
          StoredHalfYear.FIRST.datesUntil(StoredHalfYear.LAST.plusDays(1)).count(),
          Integer.getInteger("rounds", 15));
      PageRun run = new PageRun(context);
      for (String path : PATHS) {
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
}
