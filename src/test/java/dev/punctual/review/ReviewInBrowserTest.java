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
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The review of a week with ten misses, as people make it: in a real browser, without the mouse.
 */
class ReviewInBrowserTest {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int MISSES = 10;

  /** Of the ten, by their place. */
  private static final int EXCUSED = 1;

  private static final int EXPLAINED = 2;
  private static final int CORRECTED = 3;
  private static final int MOST_TABS = 300;
  private static final String FIRST_OPEN =
      "document.querySelector('.lapse[data-open=true]')?.id ?? ''";

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedServer server;

  @BeforeAll
  static void open() throws Exception {
    Optional<Path> chromium = Browser.executable();
    if (chromium.isEmpty()) {
      System.err.println(
          "SKIPPED: no Chromium; no review was made by keyboard. Install it or set CHROMIUM.");
    }
    assumeTrue(chromium.isPresent(), "no Chromium on this machine; install it or set CHROMIUM");
    browser = new Browser(chromium.get());
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> database() {
    return server
        .getApplicationContext()
        .getBean(Argument.of(TransactionOperations.class, Connection.class));
  }

  @BeforeEach
  void serve() throws Exception {
    browser.forget();
    Map<String, Object> settings = new HashMap<>(TestDatabase.h2());
    settings.put(StoppedClock.PROPERTY, true);
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    server = ApplicationContext.run(EmbeddedServer.class, settings, "test");
    var context = server.getApplicationContext();
    TransactionOperations<Connection> database = database();
    new BoardData(database, context.getBean(RuleBook.class))
        .eleven()
        .write(LocalDate.of(2026, 9, 1));
    database.executeWrite(status -> tenMisses(status.getConnection()));
  }

  /** Five lapses are there; five more, and nobody has said anything yet. */
  private static int tenMisses(Connection connection) throws java.sql.SQLException {
    try (var update = connection.createStatement()) {
      update.executeUpdate(
          """
          update deadline set state = 'late', verdict = 'missed', arrival_at = due_at + interval '35' minute
          where rule_id = 'learner-status' and business_date >= date '2026-11-09'
            and business_date <= date '2026-11-13'\
          """);
      return update.executeUpdate(
          "update deadline set cause_category = null where business_date >= date '2026-11-09'");
    }
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void ten_misses_are_reviewed_by_keyboard_alone() throws Exception {
    browser.open(server.getURI().resolve("/review"), View.WIDE);
    assertThat(lapses()).isEqualTo(MISSES);
    tabTo("#author input");
    browser.type("Y. Mori");
    browser.going(() -> browser.press("Enter"));
    List<String> said = new ArrayList<>();
    for (int i = 0; i < MISSES; i++) {
      String here = text("document.activeElement.id");
      assertThat(here).as("the focus is on what needs a word").isEqualTo(text(FIRST_OPEN));
      said.add(here);
      say(i, here);
    }
    assertThat(text(FIRST_OPEN)).isEmpty();
    assertThat(text("document.activeElement.value")).isEqualTo("mark");
    browser.screenshot(PICTURES.resolve("review-done.png"));
    browser.going(() -> browser.press("Enter"));
    assertThat(text("document.querySelector('h1').innerText")).contains("all have a cause");
    tabTo("#close form[action$=post] button");
    browser.going(() -> browser.press("Enter"));
    everythingIsWritten(said);
    assertThat(browser.complaints()).isEmpty();
  }

  /** What both ways of reviewing have to leave behind. */
  private void everythingIsWritten(List<String> said) throws Exception {
    assertThat(text("document.querySelector('#close').innerText"))
        .contains("Reviewed by Y. Mori", "Bring the post up to date");
    assertThat(text("document.querySelector('#actions').innerText"))
        .contains("Load the file before 08:00", "A. Ito, by Fri 4 Dec");
    assertThat(all("select distinct kind || ' ' || author from act"))
        .containsExactlyInAnyOrder(
            "cause Y. Mori",
            "excusal Y. Mori",
            "correction Y. Mori",
            "action Y. Mori",
            "review Y. Mori",
            "review_post Y. Mori");
    assertThat(all("select state from deadline where id = " + said.get(CORRECTED).substring(1)))
        .containsExactly("met");
    assertThat(all("select excusal_category from deadline where excusal_author = 'Y. Mori'"))
        .containsExactly("planned_change");
    assertThat(all("select note from act where kind = 'cause' and deadline_id is not null"))
        .contains("The run stopped on a duplicate id")
        .hasSize(MISSES - 2);
    assertThat(all("select text || ', ' || owner || ', ' || due_on from review_action"))
        .containsExactly("Load the file before 08:00, A. Ito, 2026-12-04");
    assertThat(all("select name_key from message where name_key like 'bulletin|%'")).hasSize(1);
  }

  private List<String> all(String sql) {
    TransactionOperations<Connection> database = database();
    return database.executeRead(
        status -> {
          List<String> found = new ArrayList<>();
          try (var statement = status.getConnection().createStatement();
              var row = statement.executeQuery(sql)) {
            while (row.next()) {
              found.add(row.getString(1));
            }
          }
          return found;
        });
  }

  /** Two minutes before the due instant of a lapse, as its form wants it. */
  private String inTime(String lapse) {
    String due = all("select due_at from deadline where id = " + lapse.substring(1)).getFirst();
    return OffsetDateTime.parse(due.replaceFirst(" ", "T"))
        .minusMinutes(2)
        .atZoneSameInstant(ZoneId.of("Asia/Tokyo"))
        .toLocalDateTime()
        .toString()
        .replace('T', ' ');
  }

  /** From the field of the verdict, which is met unless said otherwise. */
  private void correct(String lapse) throws Exception {
    browser.press("Tab");
    browser.type(inTime(lapse));
    browser.press("Tab");
    browser.type("The clock of the job was wrong");
    browser.going(() -> browser.press("Enter"));
  }

  /** From the first field of the form of an action. */
  private void agree() throws Exception {
    browser.type("Load the file before 08:00");
    browser.press("Tab");
    browser.type("A. Ito");
    browser.press("Tab");
    for (String digit : List.of("1", "2", "0", "4", "2", "0", "2", "6")) {
      browser.press(digit);
    }
    assertThat(text("document.activeElement.value")).isEqualTo("2026-12-04");
    browser.going(() -> browser.press("Enter"));
  }

  /**
   * One is excused, one corrected, one explained in words after an action was agreed; of the others
   * the proposal is accepted.
   */
  private void say(int i, String here) throws Exception {
    boolean proposed =
        browser.evaluate("document.activeElement.querySelector('.accept') !== null").getAsBoolean();
    if (i == CORRECTED) {
      browser.press("c");
      correct(here);
    } else if (i == EXCUSED) {
      browser.press("x");
      browser.press("p");
      browser.press("Tab");
      browser.type("Full reload, announced to all readers");
      browser.going(() -> browser.press("Enter"));
    } else if (i == EXPLAINED || !proposed) {
      if (i == EXPLAINED) {
        browser.press("a");
        agree();
        assertThat(text("document.activeElement.id")).as("back where it was").isEqualTo(here);
      }
      browser.press("2");
      browser.type("The run stopped on a duplicate id");
      browser.going(() -> browser.press("Enter"));
    } else {
      browser.going(() -> browser.press("Enter"));
    }
  }

  @Test
  void keys_move_between_misses_and_show_the_evidence() throws Exception {
    browser.open(server.getURI().resolve("/review"), View.WIDE);
    browser.press("j");
    String second = text("document.querySelectorAll('.lapse')[1].id");
    assertThat(text("document.activeElement.id")).isEqualTo(second);
    browser.press("e");
    assertThat(
            browser
                .evaluate("document.activeElement.querySelector('.evidence').open")
                .getAsBoolean())
        .isTrue();
    browser.press("k");
    assertThat(text("document.activeElement.id"))
        .isEqualTo(text("document.querySelector('.lapse').id"));
    browser.press("n");
    browser.type("jjj");
    assertThat(text("document.activeElement.value")).isEqualTo("jjj");
  }

  @Test
  void a_form_without_a_name_asks_for_it_in_the_one_field_there_is() throws Exception {
    browser.open(server.getURI().resolve("/review"), View.WIDE);
    browser.press("2");
    browser.press("Enter");
    assertThat(text("document.activeElement.closest('form').id")).isEqualTo("author");
  }

  @Test
  void ten_misses_are_reviewed_by_keyboard_with_scripts_off() throws Exception {
    browser.scripts(false);
    try {
      browser.open(server.getURI().resolve("/review"), View.WIDE);
      tabTo("#author input");
      browser.type("Y. Mori");
      browser.going(() -> browser.press("Enter"));
      List<String> said = new ArrayList<>();
      for (int i = 0; i < MISSES; i++) {
        String here = text(FIRST_OPEN);
        said.add(here);
        sayWithoutScripts(i, here);
        assertThat(text(FIRST_OPEN)).as("the next one").isNotEqualTo(here);
      }
      assertThat(text(FIRST_OPEN)).isEmpty();
      tabTo("#close button[value=mark]");
      browser.going(() -> browser.press("Enter"));
      tabTo("#close form[action$=post] button");
      browser.going(() -> browser.press("Enter"));
      everythingIsWritten(said);
    } finally {
      browser.scripts(true);
    }
  }

  /** The same as with scripts; parts of a lapse are opened by their summary. */
  private void sayWithoutScripts(int i, String here) throws Exception {
    if (i == CORRECTED) {
      tabTo("#" + here + " .correct summary");
      browser.press("Enter");
      browser.press("Tab");
      correct(here);
      return;
    }
    if (i == EXCUSED) {
      tabTo("#" + here + " .excuse summary");
      browser.press("Enter");
      browser.press("Tab");
      browser.press("p");
      browser.press("Tab");
      browser.type("Full reload, announced to all readers");
      browser.going(() -> browser.press("Enter"));
      return;
    }
    if (i == EXPLAINED) {
      tabTo("#" + here + " .agree summary");
      browser.press("Enter");
      browser.press("Tab");
      agree();
    }
    tabTo("#" + here + " .cause select");
    browser.press("t");
    browser.press("Tab");
    browser.type("The run stopped on a duplicate id");
    browser.going(() -> browser.press("Enter"));
  }

  private static int lapses() throws Exception {
    return browser.evaluate("document.querySelectorAll('.lapse').length").getAsInt();
  }

  private static String text(String expression) throws Exception {
    return browser.evaluate(expression).getAsString();
  }

  /** Presses Tab until something has the focus. */
  private static void tabTo(String selector) throws Exception {
    for (int i = 0; i < MOST_TABS; i++) {
      if (browser.evaluate("document.activeElement.matches('" + selector + "')").getAsBoolean()) {
        return;
      }
      browser.press("Tab");
    }
    throw new AssertionError("The tab key does not reach " + selector);
  }
}
