package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@MicronautTest(transactional = false)
@Property(name = "punctual.timezone", value = "Asia/Tokyo")
@Property(name = "test.sample", value = "report")
class ReportPageTest {
  private final EmbeddedServer server;
  private final RuleBook book;
  private final Freezer freezer;
  private final History history;
  private final HttpClient client = HttpClient.newHttpClient();

  ReportPageTest(
      EmbeddedServer server,
      RuleBook book,
      Freezer freezer,
      TransactionOperations<Connection> database) {
    this.freezer = freezer;
    this.server = server;
    this.book = book;
    this.history = new History(database);
  }

  /** The present of the sample. */
  @Singleton
  @Replaces(Clock.class)
  @Requires(property = "test.sample", value = "report")
  static final class SampleClock extends Clock {
    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return Clock.fixed(Sample.NOW, zone);
    }

    @Override
    public java.time.Instant instant() {
      return Sample.NOW;
    }
  }

  @BeforeEach
  void sample() {
    if (!book.rules().rules().isEmpty()) {
      return;
    }
    RuleSet rules = Sample.rules();
    book.turnTo(
        new RuleBook.Edition(rules, Sample.NOW, Sample.NOW, List.of(), List.of(), List.of()));
    Sample.write(history, rules);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.getURI().resolve(path))
            .header("Accept", "text/html,*/*;q=0.8")
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private Document page(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Jsoup.parse(answer.body());
  }

  @Test
  void a_sentence_says_it_all_and_its_figures_add_up() throws Exception {
    Document page = page("/reports/2026H2");
    assertThat(page.select("h1").text()).isEqualTo("98.3 % of promised data arrived on time.");
    assertThat(page.select(".lead").text())
        .startsWith(
            "1 July 2026 00:00 to 20 November 2026 11:21, Asia/Tokyo. 1,338 of 1,360 judged"
                + " deadlines met;")
        .contains("6 excused, 7 unknown, coverage 99.4 %.");
  }

  @Test
  void the_table_has_the_worst_first_and_adds_up() throws Exception {
    Document page = page("/reports");
    assertThat(page.select(".rules tbody th a").eachText())
        .startsWith("Billing ledger", "Teacher spreadsheet", "School rosters")
        .hasSize(11);
    assertThat(page.select(".rules tbody tr").eachText().getFirst())
        .isEqualTo(
            "Billing ledger Data platform 143 134 6 1 never 2 1 95.7 % 97.0 % 6 of 5 Overspent");
    for (int column : List.of(2, 3, 5, 6)) {
      int sum =
          page.select(".rules tbody td:nth-child(" + column + ")").eachText().stream()
              .mapToInt(text -> text.equals("–") ? 0 : Integer.parseInt(text))
              .sum();
      assertThat(page.select(".rules tfoot td:nth-child(" + column + ")").text().replace(",", ""))
          .isEqualTo(String.valueOf(sum));
    }
  }

  @Test
  void every_exclusion_stands_there_with_author_and_reason() throws Exception {
    assertThat(
            page("/reports/2026H2")
                .select("#exclusions tbody tr, #exclusions tr:has(.pill)")
                .eachText())
        .contains(
            "21 August 2026 School rosters Maintenance agreed beforehand M. Sato, 21 Aug 12:00"
                + " Missed");
  }

  @Test
  void causes_stand_beside_those_of_the_period_before() throws Exception {
    assertThat(page("/reports/2026H2").select("#causes tr").eachText())
        .contains("Upstream late 9 40.9 % 16", "No cause yet 3 13.6 % –");
  }

  @Test
  void alert_noise_says_who_was_told_and_how_often_it_helped() throws Exception {
    Document page = page("/reports/2026H2");
    assertThat(page.select("#noise .caption").text())
        .isEqualTo("27 messages, 23 acted on (85.1 %).");
    assertThat(page.select("#noise tr").eachText()).contains("Billing ledger 8 7 87.5 %");
  }

  @Test
  void a_japanese_reader_gets_japanese() throws Exception {
    Document page = page("/reports/2026H2?lang=ja");
    assertThat(page.select("h1").text()).isEqualTo("約束したデータの 98.3 % が時間どおりに届きました。");
    assertThat(page.select("main").text()).doesNotContain("misses", "deadline", "overdue and not");
  }

  @Test
  void a_month_is_a_view_of_its_half_year() throws Exception {
    Document page = page("/reports/2026-11");
    assertThat(page.select(".chip[aria-current]").text()).isEqualTo("Nov");
    assertThat(page.select(".rules tbody tr").eachText().getFirst()).contains("6 of 5");
  }

  @Test
  void a_name_that_is_no_period_is_told_the_right_form() throws Exception {
    HttpResponse<String> answer = get("/api/v1/reports/2026h2");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Write it as 2026H2.");
    assertThat(get("/reports/2026H9").statusCode()).isEqualTo(400);
  }

  @Test
  void the_same_figures_come_as_json_csv_and_markdown() throws Exception {
    HttpResponse<String> json = get("/api/v1/reports/2026H2");
    HttpResponse<String> csv = get("/api/v1/reports/2026H2.csv");
    HttpResponse<String> markdown = get("/api/v1/reports/2026H2.md");
    assertThat(json.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json.body())
        .contains("\"rule\":\"billing-ledger\"", "\"misses_allowed\":5,\"misses_used\":6")
        .contains("\"freshness\":[{\"rule\":\"event-stream\"");
    assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(csv.body())
        .contains(
            "billing-ledger,Billing ledger,Data"
                + " platform,143,134,6,1,2,1,95.7,94.3,99.2,97.0,5,6,overspent,0\r\n");
    assertThat(markdown.body()).contains("| Billing ledger | Data platform | 143 | 134 | 6 |");
  }

  @Test
  void metrics_say_what_the_report_says() throws Exception {
    assertThat(get("/metrics").body())
        .contains(
            "punctual_misses_used{rule=\"billing-ledger\",period=\"2026H2\",} 6.0",
            "punctual_misses_allowed{rule=\"billing-ledger\",period=\"2026H2\",} 5.0",
            "punctual_attainment_ratio{rule=\"crm-export\",period=\"2026H2\",} 1.0");
  }

  /** {@code SCREENS=DIR}: the page as chromium shows and prints it. */
  @Test
  @EnabledIfEnvironmentVariable(named = "SCREENS", matches = ".+")
  void screens() throws Exception {
    Path folder = Files.createDirectories(Path.of(System.getenv("SCREENS")));
    shoot(folder.resolve("report.png"), "1424,1000", "/reports/2026H2?theme=light&lang=en");
    shoot(folder.resolve("report-long.png"), "1424,3900", "/reports/2026H2?theme=light&lang=en");
    shoot(folder.resolve("report-dark.png"), "1424,3900", "/reports/2026H2?theme=dark&lang=en");
    shoot(folder.resolve("report-ja.png"), "1424,3900", "/reports/2026H2?theme=light&lang=ja");
    shoot(folder.resolve("report-narrow.png"), "500,6200", "/reports/2026H2?theme=light&lang=en");
    chromium(
        "--no-pdf-header-footer",
        "--print-to-pdf=" + folder.resolve("report.pdf"),
        "/reports/2026H2?lang=en");
    freezer.freezeDue(Sample.NOW);
    history.execute(
        """
        insert into act (deadline_id, rule_id, kind, category, note, author, origin, made_at)
        select id, rule_id, 'excusal', 'other', 'the reader had agreed', 'M. Sato', 'page',
          timestamp with time zone '2026-11-19 10:00:00+09:00'
        from deadline where rule_id = 'crm-export' and business_date = date '2026-02-04'\
        """);
    shoot(folder.resolve("report-frozen.png"), "1424,3900", "/reports/2026H1?theme=light&lang=en");
    shoot(folder.resolve("report-month.png"), "1424,3900", "/reports/2026-11?theme=light&lang=en");
  }

  private void shoot(Path file, String size, String path) throws Exception {
    chromium("--screenshot=" + file, "--window-size=" + size, path);
  }

  private void chromium(String one, String two, String path) throws Exception {
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                one,
                two,
                server.getURI().resolve(path).toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
