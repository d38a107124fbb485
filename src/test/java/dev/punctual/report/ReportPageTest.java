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
  private final History history;
  private final HttpClient client = HttpClient.newHttpClient();

  ReportPageTest(EmbeddedServer server, RuleBook book, TransactionOperations<Connection> database) {
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
        HttpRequest.newBuilder(server.getURI().resolve(path)).header("Accept", "text/html").build();
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
            "1 July 2026 00:00 to 20 November 2026 11:21, Asia/Tokyo. 1,338 of 1,360 judged deadlines met;")
        .contains("6 excused, 7 unknown, coverage 99.4 %.");
  }

  /** {@code SCREENS=DIR}: the page as chromium shows and prints it. */
  @Test
  @EnabledIfEnvironmentVariable(named = "SCREENS", matches = ".+")
  void screens() throws Exception {
    Path folder = Files.createDirectories(Path.of(System.getenv("SCREENS")));
    shoot(folder.resolve("report.png"), "1424,1000", "/reports/2026H2?theme=light&lang=en");
    shoot(folder.resolve("report-long.png"), "1424,3100", "/reports/2026H2?theme=light&lang=en");
    shoot(folder.resolve("report-dark.png"), "1424,3100", "/reports/2026H2?theme=dark&lang=en");
    shoot(folder.resolve("report-ja.png"), "1424,3100", "/reports/2026H2?theme=light&lang=ja");
    shoot(folder.resolve("report-narrow.png"), "500,3600", "/reports/2026H2?theme=light&lang=en");
    chromium(
        "--no-pdf-header-footer",
        "--print-to-pdf=" + folder.resolve("report.pdf"),
        "/reports/2026H2?lang=en");
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
