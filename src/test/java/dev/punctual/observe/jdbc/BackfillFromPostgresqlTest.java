package dev.punctual.observe.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.backfill.Backfill;
import dev.punctual.backfill.Filled;
import dev.punctual.backfill.Order;
import dev.punctual.backfill.Outcome;
import dev.punctual.backfill.Watcher;
import dev.punctual.judge.Arrival;
import dev.punctual.ledger.Ledger;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ninety days filled in from a real PostgreSQL: what its rows and queries say of their own time.
 */
class BackfillFromPostgresqlTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 8, 20);
  private static final LocalDate LAST = LocalDate.of(2026, 11, 17);
  private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");

  private static final String RULES =
      """
      version: 1
      defaults: { timezone: Europe/Berlin, objective: 97% }
      rules:
        - { id: stamped, table: dwh.events, ready_when: { column: at }, ready_by: "10:00" }
        - { id: enough, table: dwh.events, ready_when: { column: at, rows: ">= 3" }, ready_by: "10:00" }
        - { id: local, table: dwh.events, ready_when: { column: local_at }, ready_by: "10:00" }
        - { id: hourly, table: dwh.events, every: 12h, ready_within: 30m, ready_when: { column: at } }
        - { id: dated, table: dwh.events, ready_when: { column: dt }, ready_by: "10:00" }
        - { id: matching, table: dwh.events, ready_when: { where: "dt = :data_date" }, ready_by: "10:00" }
        - { id: checked, table: dwh.events, ready_when: { column: at, check: "select true" }, ready_by: "10:00" }
        - { id: counted, table: dwh.events, ready_when: { changed: true }, ready_by: "10:00" }
        - { id: waited, table: dwh.events, ready_when: { column: at, stable_for: 10m }, ready_by: "10:00" }
        - { id: relative, table: dwh.events, ready_when: { column: at, rows: ">= 80% of last_week" }, ready_by: "10:00" }
        - { id: few, table: dwh.events, ready_when: { column: at, rows: "<= 5" }, ready_by: "10:00" }
        - { id: part, table: dwh.events, ready_when: { partition: ":data_date" }, ready_by: "10:00" }
        - { id: written, table: dwh.events, ready_when: { modified: true }, ready_by: "10:00" }
        - { id: missing, table: dwh.evnts, ready_when: { column: at }, ready_by: "10:00" }
        - id: logged
          query: { source: dwh, sql: "select max(done) from log where dt = :data_date" }
          ready_by: "10:00"
      """;

  /** What is there and does not say since when. */
  private static final List<String> UNDATED =
      List.of(
          "dated",
          "matching",
          "checked",
          "counted",
          "waited",
          "relative",
          "few",
          "part",
          "written",
          "missing");

  @TempDir private Path folder;

  private Warehouse warehouse;
  private ApplicationContext context;
  private RuleSet rules;

  /** Three rows a day at 9:50, 9:55 and 10:05, from day 10 on; every ninth day an hour later. */
  @BeforeEach
  void open() throws IOException {
    warehouse =
        new Warehouse(
            "create table events (dt date, at timestamptz, local_at timestamp)",
            "create table log (dt date, done timestamptz)",
            """
            insert into events
            select d::date, l at time zone 'Europe/Berlin', l
            from generate_series(timestamp '2026-08-30', '2026-11-17', '1 day') d,
              unnest(array['9:50', '9:55', '10:05']::interval[]) i,
              lateral (select d + i + case when extract(day from d)::int % 9 = 0
                then interval '1 hour' else interval '0' end as l) x\
            """,
            "insert into log select dt, min(at) from events where extract(day from dt) <> 13 group"
                + " by dt",
            "grant select on events, log to punctual_ro");
    Path file = Files.writeString(folder.resolve("r.yaml"), RULES);
    Reading reading = RuleFolder.read(List.of(file), KnownSources.unchecked());
    rules = ((Reading.Accepted) reading).rules();
    Map<String, Object> settings = new HashMap<>(TestDatabase.h2());
    settings.put("punctual.engine.enabled", false);
    settings.put("punctual.sources.dwh.type", "postgresql");
    settings.put("punctual.sources.dwh.url", warehouse.url());
    settings.put("punctual.sources.dwh.username", "punctual_ro");
    settings.put("punctual.sources.dwh.password", Warehouse.PASSWORD);
    settings.put("punctual.sources.dwh.timezone", "Europe/Berlin");
    context = ApplicationContext.run(settings, "test");
  }

  @AfterEach
  void close() {
    context.close();
    warehouse.close();
  }

  private Map<String, Filled> fill() throws InterruptedException {
    Watcher watcher =
        new Watcher() {
          @Override
          public void went(int done, int all, String source, int queries) {}

          @Override
          public void rest(Duration length, String source, String reason) {
            assertThat(reason).isEmpty();
          }
        };
    Order order = new Order(rules, "*", FIRST, LAST, false);
    Outcome outcome = context.getBean(Backfill.class).fill(order, watcher, NOW);
    System.out.println(
        "BACKFILL 90 days × 15 rules from PostgreSQL: " + outcome.queries() + " statements");
    Map<String, Filled> filled = new HashMap<>();
    outcome.rules().forEach(rule -> filled.put(rule.rule(), rule));
    return filled;
  }

  private static List<Integer> figures(Map<String, Filled> filled, String rule) {
    Filled one = Objects.requireNonNull(filled.get(rule));
    return List.of(one.met(), one.missed(), one.untoldDays());
  }

  /** Every ninth of each month between the days with rows. */
  private static int lateDays() {
    return (int)
        LocalDate.of(2026, 8, 30)
            .datesUntil(LAST.plusDays(1))
            .filter(date -> date.getDayOfMonth() % 9 == 0)
            .count();
  }

  @Test
  void rows_and_queries_that_tell_their_time_are_judged_and_nothing_else() throws Exception {
    Map<String, Filled> filled = fill();
    int late = lateDays();
    assertThat(figures(filled, "stamped")).containsExactly(80 - late, late, 10);
    assertThat(figures(filled, "enough")).containsExactly(0, 80, 10);
    assertThat(figures(filled, "local")).containsExactly(80 - late, late, 10);
    assertThat(figures(filled, "logged").get(2)).isEqualTo(13);
    for (String undated : UNDATED) {
      assertThat(figures(filled, undated)).as(undated).containsExactly(0, 0, 90);
      assertThat(Objects.requireNonNull(filled.get(undated)).untold()).hasSize(1);
    }
  }

  @Test
  void the_first_row_of_the_day_is_the_arrival_over_the_change_of_clocks() throws Exception {
    fill();
    assertThat(arrival("stamped", "2026-10-24")).isEqualTo("2026-10-24T07:50:00Z");
    assertThat(arrival("stamped", "2026-10-26")).isEqualTo("2026-10-26T08:50:00Z");
    assertThat(arrival("local", "2026-10-26")).isEqualTo("2026-10-26T08:50:00Z");
    assertThat(arrival("enough", "2026-10-26")).isEqualTo("2026-10-26T09:05:00Z");
  }

  private String arrival(String rule, String date) {
    Arrival arrival =
        context
            .getBean(Ledger.class)
            .find(rule, LocalDate.parse(date))
            .getFirst()
            .progress()
            .arrival();
    return Objects.requireNonNull(arrival).at().toString();
  }
}
