package dev.punctual.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.board.SpiedDatabase.Asked;
import dev.punctual.ledger.RuleBook;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a page of 1,000 rules with 184 days of history costs: server time against the time of its
 * SQL alone, and bytes on the wire. Prints what it measures.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoardCostTest {

  private static final int WARM = 12;
  private static final int MEASURED = 15;
  private static final int MOST_BYTES = 150_000;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedServer server;

  private String url = "";

  @BeforeAll
  @SuppressWarnings("unchecked")
  void start() {
    // H2 remembers the result of an identical query: without that, a benchmark lies.
    Map<String, Object> plain = new HashMap<>(TestDatabase.h2());
    url = plain.get("punctual.database.url") + ";OPTIMIZE_REUSE_RESULTS=FALSE";
    plain.put("punctual.database.url", url);
    Map<String, Object> settings = SpiedDatabase.over(plain);
    settings.put(StoppedClock.PROPERTY, true);
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    var context = server.getApplicationContext();
    new BoardData(
            context.getBean(Argument.of(TransactionOperations.class, Connection.class)),
            context.getBean(RuleBook.class))
        .many(1_000)
        .write(LocalDate.of(2026, 5, 21));
  }

  @AfterAll
  void stop() {
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?view=team", "/?view=all", "/rules", "/reports/2026H2"})
  void a_page_of_a_thousand_rules_is_light(String path) throws Exception {
    long[] whole = new long[MEASURED];
    int bytes = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = -WARM; i < MEASURED; i++) {
        SpiedDatabase.asked();
        long start = System.nanoTime();
        HttpResponse<byte[]> page = client.send(request(path), BodyHandlers.ofByteArray());
        whole[Math.max(0, i)] = System.nanoTime() - start;
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Encoding")).hasValue("gzip");
        bytes = page.body().length;
      }
    }
    List<Asked> queries = SpiedDatabase.asked();
    double all = median(whole);
    double database = median(replayed(queries));
    System.out.printf(
        Locale.ROOT,
        "%-16s %6.1f ms; its %d queries alone %6.1f ms: %.2fx; %d bytes gzipped%n",
        path,
        all,
        queries.size(),
        database,
        all / database,
        bytes);
    printEach(queries);
    assertThat(bytes).as("bytes of " + path).isLessThanOrEqualTo(MOST_BYTES);
  }

  private void printEach(List<Asked> queries) throws SQLException {
    for (Asked query : queries) {
      double took = median(replayed(List.of(query)));
      if (took > 5) {
        System.out.printf(
            Locale.ROOT, "  %6.1f ms %s%n", took, query.sql().strip().replaceAll("\\s+", " "));
      }
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(server.getURI().resolve(path))
        .header("Accept", "text/html")
        .header("Accept-Encoding", "gzip")
        .build();
  }

  private long[] replayed(List<Asked> queries) throws SQLException {
    long[] took = new long[MEASURED];
    try (Connection connection = DriverManager.getConnection(url)) {
      for (int i = -WARM; i < MEASURED; i++) {
        long start = System.nanoTime();
        SpiedDatabase.replay(connection, queries);
        took[Math.max(0, i)] = System.nanoTime() - start;
      }
    }
    return took;
  }

  private static double median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e6;
  }
}
