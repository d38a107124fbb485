package dev.punctual.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.TestDatabase;
import dev.punctual.board.Browser.View;
import dev.punctual.ledger.RuleBook;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in a real browser; the pictures stay in {@code target/screenshots}. */
class PagesInBrowserTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  /** Where a refused edit lies on disk. */
  private static final Path FOLDER = Path.of("target", "sla-rules");

  private static @Nullable Browser browser;
  private static final Map<String, EmbeddedServer> SERVERS = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> chromium = Browser.executable();
    if (chromium.isEmpty()) {
      System.err.println(
          "SKIPPED: no Chromium; pages were not looked at. Install it or set CHROMIUM.");
    }
    assumeTrue(chromium.isPresent(), "no Chromium on this machine; install it or set CHROMIUM");
    browser = new Browser(chromium.get());
  }

  @AfterAll
  static void stop() throws Exception {
    SERVERS.values().forEach(EmbeddedServer::stop);
    SERVERS.clear();
    if (browser != null) {
      browser.close();
    }
  }

  private static Browser browser() {
    return java.util.Objects.requireNonNull(browser);
  }

  private static EmbeddedServer server(String place) {
    return SERVERS.computeIfAbsent(place, PagesInBrowserTest::serve);
  }

  @SuppressWarnings("unchecked")
  private static EmbeddedServer serve(String place) {
    Map<String, Object> settings = new HashMap<>(TestDatabase.h2());
    settings.put(StoppedClock.PROPERTY, true);
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    settings.put("punctual.rules", FOLDER.toString());
    EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    TransactionOperations<Connection> database =
        server
            .getApplicationContext()
            .getBean(Argument.of(TransactionOperations.class, Connection.class));
    BoardData data =
        new BoardData(database, server.getApplicationContext().getBean(RuleBook.class));
    data.beat();
    switch (place) {
      case "eleven", "without-script" -> data.eleven().write(LocalDate.of(2026, 6, 1));
      case "thousand" -> data.many(1_000).write(LocalDate.of(2026, 9, 1));
      case "refused" -> {
        data.eleven().write(LocalDate.of(2026, 11, 1));
        try {
          data.refuse(FOLDER);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      case "empty" -> {}
      default -> throw new IllegalArgumentException(place);
    }
    return server;
  }

  @ParameterizedTest
  @CsvSource({
    "today, eleven, /",
    "today-1000, thousand, /",
    "today-1000-open, thousand, /?open=unknown",
    "today-1000-team, thousand, /?view=team",
    "today-empty, empty, /",
    "rule, eleven, /rules/learner-status",
    "rule-late, eleven, /rules/billing-ledger",
    "rule-what-if, eleven,"
        + " /rules/billing-ledger?ready_by=08:00&objective=95%25&on=jp-business-days",
    "rules, eleven, /rules",
    "rules-refused, refused, /rules",
    "rules-empty, empty, /rules",
    "sources, eleven, /test/sources",
    "sources-empty, empty, /sources",
    "report, eleven, /reports",
    "review, eleven, /review",
    "review-1000, thousand, /review",
    "review-running, eleven, /review/2026-W47",
    "maintenance, eleven, /maintenance",
    "alerts, eleven, /alerts",
    "looks, eleven, /alerts/looks",
    "looks-others, eleven, /alerts/looks?show=others",
    "looks-forms, eleven, /alerts/looks?show=forms",
    "problem, eleven, /no-such-page",
  })
  void a_page_is_shown_in_every_way_without_a_complaint(String name, String place, String path)
      throws Exception {
    URI page = server(place).getURI().resolve(path);
    look(page, name, View.WIDE);
    look(page, name + "-dark", View.DARK);
    look(page, name + "-ja", View.JAPANESE);
    look(page, name + "-narrow", View.NARROW);
  }

  @Test
  void a_page_can_be_printed() throws Exception {
    browser().open(server("eleven").getURI().resolve("/"), View.WIDE);
    browser().asPrint();
    browser().screenshot(PICTURES.resolve("today-print.png"));
  }

  @Test
  void without_a_script_people_navigate_filter_and_act() throws Exception {
    Browser browser = browser();
    browser.scripts(false);
    try {
      browser.open(server("without-script").getURI().resolve("/"), View.WIDE);
      browser.fill("#q", "billing");
      browser.follow("form[role=search] button.needs-no-script");
      assertThat(browser.text("main")).contains("Billing ledger").doesNotContain("School rosters");
      browser.follow("header a[href=\"/rules\"]");
      browser.follow("a[href=\"/rules/school-rosters\"]");
      assertThat(browser.text("h1")).isEqualTo("School rosters");
      browser.fill("#respond input[name=author]", "A. Ito");
      browser.fill("#respond textarea[name=note]", "sender was down");
      browser.fill("#respond select[name=category]", "upstream_late");
      browser.follow("#respond button[value=cause]");
      assertThat(browser.text("#deadlines ~ .table"))
          .contains("sender was down")
          .contains("A. Ito gave the cause");
      assertThat(browser.complaints()).isEmpty();
    } finally {
      browser.scripts(true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "eleven, /, false",
    "eleven, /, true",
    "thousand, /, false",
    "thousand, /, true",
    "empty, /, false",
    "eleven, /rules/learner-status, false",
    "eleven, /rules/learner-status, true",
    "refused, /rules, false",
    "refused, /rules, true",
    "eleven, /test/sources, false",
    "eleven, /test/sources, true",
    "eleven, /reports, false",
    "eleven, /review, false",
    "eleven, /review, true",
    "eleven, /maintenance, false",
    "eleven, /alerts, false",
    "eleven, /alerts/looks, false",
    "eleven, /alerts/looks?show=forms, false",
    "eleven, /alerts/looks, true",
    "eleven, /no-such-page, false",
  })
  void a_page_has_no_serious_barrier(String place, String path, boolean dark) throws Exception {
    browser().bypassPolicy();
    browser().open(server(place).getURI().resolve(path), dark ? View.DARK : View.WIDE);
    browser().evaluate(axe());
    String found =
        browser()
            .evaluate(
                """
                axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(
                  r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
                    .map(v => [v.id, v.nodes.length, v.nodes[0].html, v.nodes[0].failureSummary])))\
                """)
            .getAsString();
    assertThat(found).as(path).isEqualTo("[]");
  }

  private static String axe() throws IOException {
    String path = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (var script = PagesInBrowserTest.class.getResourceAsStream(path)) {
      return new String(
              java.util.Objects.requireNonNull(script, path).readAllBytes(),
              java.nio.charset.StandardCharsets.UTF_8)
          + "; 1";
    }
  }

  private static void look(URI page, String name, View view) throws Exception {
    browser().open(page, view);
    browser().screenshot(PICTURES.resolve(name + ".png"));
    List<String> complaints =
        browser().complaints().stream().filter(c -> !c.contains("404 (Not Found)")).toList();
    assertThat(complaints).as(name).isEmpty();
    double width = browser().evaluate("document.documentElement.scrollWidth").getAsDouble();
    assertThat(width).as(name + " fits its window").isLessThanOrEqualTo(view.width());
  }
}
