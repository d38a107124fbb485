package dev.punctual.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.TestDatabase;
import dev.punctual.board.BoardData;
import dev.punctual.board.Browser;
import dev.punctual.board.Browser.View;
import dev.punctual.board.StoppedClock;
import dev.punctual.ledger.RuleBook;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reviews as people make them, in a real browser. */
class ReviewInBrowserTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void start() throws Exception {
    Optional<Path> chromium = Browser.executable();
    assumeTrue(chromium.isPresent(), "no Chromium on this machine; install it or set CHROMIUM");
    browser = new Browser(chromium.get());
    Map<String, Object> settings = new HashMap<>(TestDatabase.h2());
    settings.put(StoppedClock.PROPERTY, true);
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    var context = server.getApplicationContext();
    new BoardData(
            context.getBean(Argument.of(TransactionOperations.class, Connection.class)),
            context.getBean(RuleBook.class))
        .eleven()
        .write(LocalDate.of(2026, 6, 1));
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
    browser.close();
  }

  @Test
  void looks() throws Exception {
    browser.open(server.getURI().resolve("/review"), View.WIDE);
    browser.screenshot(PICTURES.resolve("review.png"));
    browser.open(server.getURI().resolve("/review"), View.NARROW);
    browser.screenshot(PICTURES.resolve("review-narrow.png"));
    assertThat(browser.complaints()).isEmpty();
  }
}
