package dev.punctual.observe.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.TestDatabase;
import dev.punctual.backfill.Backfill;
import dev.punctual.backfill.Filled;
import dev.punctual.backfill.Order;
import dev.punctual.backfill.Outcome;
import dev.punctual.backfill.Watcher;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Ledger;
import dev.punctual.observe.airflow.FakeAirflow.Answer;
import dev.punctual.observe.airflow.FakeAirflow.Dag;
import dev.punctual.observe.airflow.FakeAirflow.DagRun;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ninety days filled in from the run history of an Airflow, 2 and 3, into a real PostgreSQL. */
class BackfillFromAirflowTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 8, 20);
  private static final LocalDate LAST = LocalDate.of(2026, 11, 17);
  private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");

  private static final String RULES =
      """
      version: 1
      defaults: { timezone: UTC, objective: 97% }
      rules:
        - { id: export, task: airflow.export.write, ready_by: "10:00" }
        - { id: whole, dag: airflow.export, ready_by: "10:00" }
        - { id: excused, task: airflow.export.write, skipped: excused, ready_by: "10:00" }
        - { id: pushed, job: nightly, ready_by: "10:00" }
      """;

  @TempDir private Path folder;

  private final List<String> waits = new ArrayList<>();
  private FakeAirflow airflow;
  private ApplicationContext context;
  private RuleSet rules;

  @BeforeEach
  void open() throws IOException {
    airflow = new FakeAirflow(Api.THREE);
    Path file = Files.writeString(folder.resolve("r.yaml"), RULES);
    Reading reading = RuleFolder.read(List.of(file), KnownSources.unchecked());
    rules = ((Reading.Accepted) reading).rules();
    Map<String, Object> settings = new HashMap<>(TestDatabase.postgres());
    settings.put("punctual.engine.enabled", false);
    settings.put("punctual.backfill.batch", 50);
    settings.put("punctual.sources.airflow.type", "airflow");
    settings.put("punctual.sources.airflow.url", airflow.url());
    settings.put("punctual.sources.airflow.username", FakeAirflow.USER);
    settings.put("punctual.sources.airflow.password", FakeAirflow.PASSWORD);
    context = ApplicationContext.run(settings, "test");
    days();
  }

  @AfterEach
  void close() {
    context.close();
    airflow.close();
  }

  /**
   * Day 0 to 4: cleaned away. Then by tens: in time; late; failed; tried again and in time; marked
   * by hand after due; skipped; no run at all; still running; in time; far too late.
   */
  private void days() {
    Dag dag = airflow.dag("export", "write");
    for (int day = 5; day < 90; day++) {
      LocalDate date = FIRST.plusDays(day);
      if (day % 10 == 6) {
        continue;
      }
      DagRun run = dag.scheduled(date + "T02:00:00Z");
      switch (day % 10) {
        case 0, 8 -> over(run, "success", date + "T09:00:00Z");
        case 1 -> over(run, "success", date + "T11:30:00Z");
        case 2 -> over(run, "failed", date + "T09:00:00Z");
        case 3 -> {
          run.task("write").failed(date + "T08:00:00Z").succeeded(date + "T09:30:00Z");
          run.ended("success", date + "T09:30:00Z");
        }
        case 4 -> {
          over(run, "failed", date + "T08:00:00Z");
          run.task("write").markedSuccess(airflow, date + "T15:00:00Z");
        }
        case 5 -> {
          run.task("write").settled("skipped", date + "T02:00:05Z");
          run.ended("success", date + "T02:00:06Z");
        }
        case 7 -> run.task("write").start(date + "T02:00:05Z");
        default -> over(run, "success", date.plusDays(2) + "T09:00:00Z");
      }
    }
  }

  private static void over(DagRun run, String state, String at) {
    if (state.equals("success")) {
      run.task("write").succeeded(at);
    } else {
      run.task("write").failed(at);
    }
    run.ended(state, at);
  }

  private Outcome fill(boolean dry, Watcher watcher) throws InterruptedException {
    return context
        .getBean(Backfill.class)
        .fill(new Order(rules, "*", FIRST, LAST, dry), watcher, NOW);
  }

  private Watcher patient() {
    return watcher(Integer.MAX_VALUE);
  }

  /** Dies once so many days are done. */
  private Watcher watcher(int dies) {
    return new Watcher() {
      @Override
      public void went(int done, int all, String source, int queries) {
        if (done >= dies) {
          throw new IllegalStateException("killed");
        }
      }

      @Override
      public void rest(Duration length, String source, String reason) {
        if (!reason.isEmpty()) {
          waits.add(length.toSeconds() + " s");
          airflow.always = null;
        }
      }
    };
  }

  private static Filled of(Outcome outcome, String rule) {
    return outcome.rules().stream().filter(f -> f.rule().equals(rule)).findFirst().orElseThrow();
  }

  private long count(String sql) {
    @SuppressWarnings("unchecked")
    TransactionOperations<Connection> database =
        context.getBean(
            io.micronaut.core.type.Argument.of(TransactionOperations.class, Connection.class));
    return database.executeRead(
        status -> {
          try (Statement statement = status.getConnection().createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void ninety_days_are_judged_as_they_would_have_been(Api api) throws Exception {
    airflow.upgrade(api);
    Outcome outcome = fill(false, patient());
    Filled export = of(outcome, "export");
    System.out.println(
        "BACKFILL 90 days × 4 rules from Airflow " + api + ": " + outcome.queries() + " requests");
    assertThat(export.days()).isEqualTo(90);
    // In time: 8 and 9 of the tens from day 5 on, and those tried again.
    assertThat(export.met()).isEqualTo(8 + 9 + 8);
    // Late, failed, skipped, without a run, far too late.
    assertThat(export.missed()).isEqualTo(8 + 8 + 9 + 9 + 9);
    // Cleaned away, marked by hand somewhere between, still running.
    assertThat(export.untoldDays()).isEqualTo(5 + 8 + 9);
    assertThat(of(outcome, "excused").excused()).isEqualTo(9);
    assertThat(of(outcome, "pushed").untoldDays()).isEqualTo(90);
    assertThat(outcome.queries().get("airflow")).isBetween(10, 120);
  }

  @Test
  void a_filled_day_says_what_it_rests_on_and_tells_nobody() throws Exception {
    fill(false, patient());
    Entry late = find("export", 11);
    assertThat(late.progress().arrival())
        .hasFieldOrPropertyWithValue("latest", Instant.parse(FIRST.plusDays(11) + "T11:30:00Z"));
    assertThat(count("select count(*) from deadline where backfill_basis = 'task_end'"))
        .isPositive();
    assertThat(count("select count(*) from deadline where backfilled_at is null")).isZero();
    assertThat(count("select count(*) from transition")).isZero();
    assertThat(count("select sum(met + missed + excused) from month_tally"))
        .isEqualTo(count("select count(*) from deadline"));
  }

  private Entry find(String rule, int day) {
    return context.getBean(Ledger.class).find(rule, FIRST.plusDays(day)).getFirst();
  }

  @Test
  void killed_half_way_and_started_again_no_day_is_doubled() throws Exception {
    assertThatThrownBy(() -> fill(false, watcher(130))).hasMessage("killed");
    long half = count("select count(*) from deadline");
    airflow.exchanges.clear();
    Outcome rest = fill(false, patient());
    long all = count("select count(*) from deadline");
    assertThat(half).isPositive().isLessThan(all);
    assertThat(of(rest, "export").there()).isPositive();
    assertThat(all)
        .isEqualTo(count("select count(distinct (rule_id, business_date, slot)) from deadline"));
    fill(false, patient());
    assertThat(count("select count(*) from deadline")).isEqualTo(all);
  }

  @Test
  void a_day_that_is_there_is_left_as_it_is() throws Exception {
    fill(false, patient());
    Entry before = find("export", 11);
    airflow.dag("export", "write").scheduled(FIRST.plusDays(11) + "T02:00:00Z");
    Outcome again = fill(false, patient());
    assertThat(find("export", 11)).isEqualTo(before);
    assertThat(of(again, "export").there()).isEqualTo(68);
  }

  @Test
  void a_dry_run_asks_and_writes_nothing() throws Exception {
    Outcome outcome = fill(true, patient());
    assertThat(of(outcome, "export").met()).isEqualTo(25);
    assertThat(count("select count(*) from deadline")).isZero();
  }

  @Test
  void a_source_that_asks_for_time_gets_it() throws Exception {
    airflow.always = new Answer(429, Map.of("detail", "slow down"), Map.of("Retry-After", "70"));
    Outcome outcome = fill(false, patient());
    assertThat(waits).containsExactly("70 s");
    assertThat(of(outcome, "export").met()).isEqualTo(25);
  }
}
