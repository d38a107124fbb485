package dev.punctual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.Heard;
import dev.punctual.judge.Judge;
import dev.punctual.judge.Progress;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.observe.Observation;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import dev.punctual.rule.Target;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger promises on every database. */
abstract class LedgerContract {

  private static final Instant MORNING = Instant.parse("2026-11-19T16:00:00Z");
  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");
  private static final Act.Author TANAKA = new Act.Author("K. Tanaka", "page");

  private ApplicationContext context;
  private Ledger ledger;

  /** A context on an empty database. */
  abstract ApplicationContext start();

  @BeforeEach
  void open() {
    context = start();
    ledger = context.getBean(Ledger.class);
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void materialising_twice_makes_each_deadline_once() {
    RuleSet rules = rules(rule("a", "10:00", "1"), rule("b", "10:00", "1"));
    int made = materialise(rules, MORNING);
    int again = materialise(rules, MORNING);
    assertThat(List.of(made, again)).containsExactly(4, 0);
  }

  @Test
  void an_opened_deadline_keeps_its_promise_when_the_rule_changes() {
    materialise(rules(rule("a", "10:00", "1")), MORNING);
    materialise(rules(rule("a", "12:00", "2")), MORNING.plusSeconds(60));
    assertThat(ledger.find("a", LocalDate.of(2026, 11, 20)))
        .extracting(e -> e.deadline().dueAt())
        .containsExactly(DUE);
    assertThat(ledger.find("a", LocalDate.of(2026, 11, 21)))
        .extracting(e -> e.deadline().dueAt())
        .containsExactly(DUE.plus(Duration.ofHours(26)));
  }

  @Test
  void a_removed_rule_finishes_its_opened_deadline_and_loses_the_others() {
    materialise(rules(rule("a", "10:00", "1")), MORNING);
    materialise(rules(), MORNING.plusSeconds(60));
    assertThat(ledger.find("a", LocalDate.of(2026, 11, 20))).hasSize(1);
    assertThat(ledger.find("a", LocalDate.of(2026, 11, 21))).isEmpty();
  }

  @Test
  void a_change_and_its_transition_are_written_together() {
    Entry entry = opened("a");
    ledger.record(List.of(Change.of(entry, overdue(entry))), DUE);
    assertThat(rows("select kind, from_state, to_state from transition order by id"))
        .containsExactly("overdue waiting overdue");
  }

  @Test
  void of_two_writers_against_one_revision_one_wins() throws Exception {
    Entry entry = opened("a");
    Callable<Integer> write =
        () -> ledger.record(List.of(Change.of(entry, overdue(entry))), DUE).size();
    int winners = 0;
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        writers.add(write);
      }
      for (Future<Integer> done : threads.invokeAll(writers)) {
        winners += done.get();
      }
    }
    assertThat(winners).isEqualTo(1);
    assertThat(rows("select kind from transition")).containsExactly("overdue");
  }

  @Test
  void the_same_progress_writes_nothing() {
    Entry entry = opened("a");
    assertThat(ledger.record(List.of(Change.of(entry, entry.progress())), DUE)).isEmpty();
    assertThat(rows("select revision from deadline where id = " + entry.id())).containsExactly("0");
  }

  @Test
  void a_progress_comes_back_as_it_was_written() {
    Entry entry = opened("a");
    Progress gated =
        hear(entry.progress(), new Observation.NotYet("rows", "3 rows, needs >= 10"), MORNING);
    ledger.record(List.of(Change.of(entry, gated)), MORNING);
    assertThat(opened("a").progress()).isEqualTo(gated);
  }

  @Test
  void the_tally_of_the_month_follows_each_change() {
    Entry entry = opened("a");
    ledger.record(List.of(Change.of(entry, overdue(entry))), DUE);
    assertThat(tally()).containsExactly("1 0 1 0 0 0 1 -------------------ow---------");
  }

  @Test
  void an_excusal_takes_the_deadline_out_and_keeps_the_verdict_underneath() {
    Entry entry = opened("a");
    ledger.record(List.of(Change.of(entry, overdue(entry))), DUE);
    ledger.act(entry.id(), new Act.Excusal(ExcusalCategory.OTHER, "agreed"), TANAKA, DUE);
    assertThat(tally()).containsExactly("1 0 0 0 1 0 1 -------------------ew---------");
    assertThat(opened("a").progress().verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void a_withdrawn_excusal_counts_again_and_keeps_both_names() {
    Entry entry = opened("a");
    ledger.act(entry.id(), new Act.Excusal(ExcusalCategory.OTHER, "agreed"), TANAKA, DUE);
    Act.Author mori = new Act.Author("Y. Mori", "api");
    ledger.act(entry.id(), new Act.ExcusalWithdrawal("it was not"), mori, DUE.plusSeconds(5));
    assertThat(rows("select kind, author, coalesce(withdrawn_by, '-') from act order by id"))
        .containsExactly("excusal K. Tanaka Y. Mori", "excusal_withdrawal Y. Mori -");
    assertThat(rows("select count(*) from deadline where excusal_category is not null"))
        .containsExactly("0");
  }

  @Test
  void only_a_named_correction_changes_a_settled_verdict() {
    Entry entry = opened("a");
    ledger.record(List.of(Change.of(entry, overdue(entry))), DUE);
    Act correction = new Act.Correction(Verdict.MET, DUE.minusSeconds(60), "the clock was wrong");
    ledger.act(entry.id(), correction, TANAKA, DUE.plusSeconds(600));
    assertThat(ledger.find("a", LocalDate.of(2026, 11, 20)).getFirst().progress())
        .returns(Verdict.MET, Progress::verdict)
        .returns(State.MET, Progress::state);
  }

  @Test
  void maintenance_excuses_what_falls_due_inside_the_window() {
    RuleSet.Maintenance window =
        new RuleSet.Maintenance(DUE, DUE.plusSeconds(60), List.of("a*"), "upgrade", "m.yaml", 3);
    RuleSet rules =
        new RuleSet(
            "x",
            new TreeMap<>(Map.of("a1", rule("a1", "10:00", "1"), "b1", rule("b1", "10:00", "1"))),
            Map.of(),
            Map.of(),
            List.of(window),
            List.of());
    materialise(rules, MORNING);
    assertThat(
            rows(
                "select rule_id, excusal_category, excusal_author from deadline"
                    + " where excusal_category is not null"))
        .containsExactly("a1 maintenance window in m.yaml:3");
  }

  @Test
  void a_window_written_after_the_fact_excuses_nothing() {
    RuleSet.Maintenance window =
        new RuleSet.Maintenance(
            DUE.minusSeconds(60), DUE.plusSeconds(60), List.of("*"), "upgrade", "m.yaml", 3);
    Rule rule = rule("a", "10:00", "1");
    materialise(rules(rule), MORNING);
    RuleSet late =
        new RuleSet(
            "x", new TreeMap<>(Map.of("a", rule)), Map.of(), Map.of(), List.of(window), List.of());
    materialise(late, DUE.plusSeconds(1));
    assertThat(rows("select rule_id from deadline where excusal_category is not null")).isEmpty();
  }

  @Test
  void a_source_that_goes_down_is_told_once() {
    SourceLedger sources = context.getBean(SourceLedger.class);
    sources.went("dwh", true, MORNING, MORNING, "answers", MORNING);
    sources.went("dwh", false, DUE, MORNING, "connection refused", DUE);
    sources.went("dwh", false, DUE, MORNING, "connection refused", DUE.plusSeconds(30));
    sources.went("dwh", true, DUE.plusSeconds(60), DUE.plusSeconds(60), "answers", DUE);
    assertThat(rows("select kind, source from transition order by id"))
        .containsExactly("source_down dwh", "source_up dwh");
  }

  @Test
  void heartbeats_and_memory_come_back() {
    SourceLedger sources = context.getBean(SourceLedger.class);
    sources.heartbeat("dwh", List.of("table/where"), MORNING, Map.of("t", "1"));
    sources.heartbeat("dwh", List.of("table/where"), DUE, Map.of("t", "2"));
    assertThat(sources.heartbeats("dwh")).isEqualTo(Map.of("table/where", DUE));
    assertThat(sources.memory("dwh")).isEqualTo(Map.of("t", "2"));
  }

  @Test
  void a_backfilled_day_tells_nobody_and_leaves_what_is_there() {
    Entry live = opened("a");
    ledger.record(List.of(Change.of(live, overdue(live))), DUE);
    List<Backfills.Day> days = pastDays("a", 40);
    Backfills backfills = context.getBean(Backfills.class);
    int written = backfills.write(days, DUE).size();
    assertThat(written).isEqualTo(40);
    assertThat(backfills.write(days, DUE)).isEmpty();
    assertThat(rows("select count(*) from deadline where backfill_basis = 'task_end'"))
        .containsExactly("40");
    assertThat(rows("select distinct deadline_id from transition"))
        .containsExactly(Long.toString(live.id()));
    List<Backfills.Day> same =
        List.of(
            new Backfills.Day(live.deadline(), rule("a", "10:00", "1"), met(), "task_end", null));
    assertThat(backfills.write(same, DUE)).isEmpty();
    assertThat(opened("a").progress().verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void writers_of_one_month_at_once_are_all_counted() throws Exception {
    List<Backfills.Day> days = pastDays("a", 60);
    Backfills backfills = context.getBean(Backfills.class);
    try (var threads = Executors.newFixedThreadPool(6)) {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < days.size(); i += 3) {
        List<Backfills.Day> some = days.subList(i, i + 3);
        writers.add(() -> backfills.write(some, DUE).size());
      }
      for (Future<Integer> done : threads.invokeAll(writers)) {
        assertThat(done.get()).isEqualTo(3);
      }
    }
    assertThat(rows("select sum(met) from month_tally")).containsExactly("60");
  }

  /** Days before the first that is watched, all met. */
  private static List<Backfills.Day> pastDays(String id, int count) {
    Rule rule = rule(id, "10:00", "1");
    List<Backfills.Day> days = new ArrayList<>();
    for (Deadline deadline :
        Schedule.between(rule, DUE.minus(Duration.ofDays(count)), DUE.minusSeconds(1))) {
      days.add(new Backfills.Day(deadline, rule, met(), "task_end", null));
    }
    return days;
  }

  private static Progress met() {
    return hear(Progress.unasked(), Observation.Arrived.at(DUE.minusSeconds(60), "seen"), DUE);
  }

  private Entry opened(String rule) {
    materialise(rules(rule(rule, "10:00", "1")), MORNING);
    return ledger.unfinished("push", MORNING).getFirst();
  }

  private int materialise(RuleSet rules, Instant now) {
    List<Deadline> planned = new ArrayList<>();
    rules
        .rules()
        .values()
        .forEach(r -> planned.addAll(Schedule.between(r, now, now.plus(Duration.ofDays(2)))));
    return ledger.materialise(rules, planned, now);
  }

  private static Progress overdue(Entry entry) {
    return hear(entry.progress(), Observation.NotYet.because("nothing pushed"), DUE);
  }

  private static Progress hear(Progress before, Observation seen, Instant at) {
    Deadline deadline =
        new Deadline(
            "a",
            LocalDate.of(2026, 11, 20),
            null,
            LocalDate.of(2026, 11, 20),
            DUE.minus(Duration.ofHours(10)),
            DUE,
            DUE.plus(Duration.ofDays(1)),
            ZoneId.of("Asia/Tokyo"),
            BigDecimal.ONE);
    return Judge.judge(deadline, before, Heard.plainly(seen, at), at);
  }

  private static RuleSet rules(Rule... rules) {
    TreeMap<String, Rule> byId = new TreeMap<>();
    for (Rule rule : rules) {
      byId.put(rule.id(), rule);
    }
    return new RuleSet("x", byId, Map.of(), Map.of(), List.of(), List.of());
  }

  private static Rule rule(String id, String readyBy, String version) {
    return new Rule(
        id,
        new Rule.About(id, null, null, new TreeMap<>(), List.of(), null, null),
        new Target.Job("j"),
        new Promise.ReadyBy(
            DayTime.parse(readyBy),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofDays(1)),
        Readiness.completion(),
        new Rule.Counting(
            ZoneId.of("Asia/Tokyo"),
            new BigDecimal("0.97"),
            false,
            null,
            null,
            Rule.SkippedAs.MISSED,
            null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("r.yaml", 1, 1, version));
  }

  private List<String> tally() {
    return rows(
        "select due, met, missed, never_arrived, excused, unproved, still_open, cells from month_tally");
  }

  @SuppressWarnings("unchecked")
  private List<String> rows(String sql) {
    TransactionOperations<Connection> transactions = context.getBean(TransactionOperations.class);
    return transactions.executeRead(
        status -> {
          List<String> rows = new ArrayList<>();
          try (Statement statement = status.getConnection().createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
              StringBuilder line = new StringBuilder();
              for (int i = 1; i <= columns; i++) {
                line.append(i == 1 ? "" : " ").append(row.getString(i));
              }
              rows.add(line.toString());
            }
          }
          return rows;
        });
  }
}
