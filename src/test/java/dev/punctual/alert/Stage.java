package dev.punctual.alert;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.judge.Arrival;
import dev.punctual.judge.Progress;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Change;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Freshness;
import dev.punctual.ledger.Freshness.Event.BreachBegan;
import dev.punctual.ledger.Freshness.Event.BreachEnded;
import dev.punctual.ledger.FreshnessLedger;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Team;
import dev.punctual.rule.Schedule;
import dev.punctual.rule.Target;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Punctual without an engine, driven by hand: rules, what became of their deadlines, messages.
 */
final class Stage implements AutoCloseable {

  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  /** 01:00 in Tokyo: the deadlines of the day are made. */
  static final Instant MORNING = Instant.parse("2026-11-19T16:00:00Z");

  /** 10:00 in Tokyo. */
  static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");

  final ApplicationContext context;
  final Ledger ledger;
  final Fold fold;
  final Courier courier;
  final Sweep sweep;
  private final Map<String, Team> teams = new HashMap<>();
  private final TreeMap<String, Rule> rules = new TreeMap<>();
  private BigDecimal objective = new BigDecimal("0.9");

  private Stage(ApplicationContext context) {
    this.context = context;
    ledger = context.getBean(Ledger.class);
    fold = context.getBean(Fold.class);
    courier = context.getBean(Courier.class);
    sweep = context.getBean(Sweep.class);
  }

  static Stage open(Map<String, Object> database, @Nullable StrictSlack slack) {
    return open(database, slack, List.of());
  }

  /** With beans of the test's own in front of the service's. */
  static Stage open(Map<String, Object> database, @Nullable StrictSlack slack, List<?> beans) {
    Map<String, Object> properties = new HashMap<>(database);
    properties.put("punctual.url", "https://sla.example.com");
    properties.put("punctual.timezone", "Asia/Tokyo");
    properties.put("punctual.slack.channel", "#data-sla");
    if (slack != null) {
      properties.put("punctual.slack.token", StrictSlack.TOKEN);
      properties.put("punctual.slack.api-url", slack.url());
    }
    return new Stage(
        ApplicationContext.builder()
            .properties(properties)
            .environments("test")
            .singletons(beans.toArray())
            .start());
  }

  // Rules

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  Stage team(String name, @Nullable String slack, @Nullable String mention) {
    return team(new Team(name, slack, mention, List.of(), null, null, null, null, null));
  }

  Stage team(Team team) {
    teams.put(team.name(), team);
    return this;
  }

  /** Of the rules that come after. */
  Stage objective(String share) {
    objective = new BigDecimal(share);
    return this;
  }

  Stage rule(String id, String title, @Nullable String team, String readyBy) {
    return rule(id, title, team, readyBy, n -> n);
  }

  Stage rule(
      String id,
      String title,
      @Nullable String team,
      String readyBy,
      UnaryOperator<Rule.Notices> notices) {
    return rule(id, title, team, readyBy(readyBy), notices, false);
  }

  /** A rule of a task of the source {@code airflow}, due at 10:00, that people may re-run. */
  Stage task(String id, String title) {
    rule(id, title, null, "10:00");
    Rule known = Objects.requireNonNull(rules.get(id));
    rules.put(
        id,
        new Rule(
            id,
            known.about(),
            new Target.Task("airflow", "export", id, new Target.Run.First()),
            known.promise(),
            known.readiness(),
            known.counting(),
            new Rule.Notices(null, null, null, Rule.Severity.NORMAL, true),
            known.origin()));
    return this;
  }

  static Promise readyBy(String time) {
    return new Promise.ReadyBy(
        DayTime.parse(time),
        new DayRule.EveryDay(),
        new Promise.DataDate.SameDay(),
        DayTime.MIDNIGHT,
        Duration.ofDays(1));
  }

  Stage rule(
      String id,
      String title,
      @Nullable String team,
      Promise promise,
      UnaryOperator<Rule.Notices> notices,
      boolean trial) {
    rules.put(
        id,
        new Rule(
            id,
            new Rule.About(
                title,
                null,
                team,
                new TreeMap<>(),
                List.of("CRM dashboard"),
                null,
                "https://wiki.example/" + id),
            new Target.Job(id),
            promise,
            Readiness.completion(),
            new Rule.Counting(TOKYO, objective, trial, null, null, Rule.SkippedAs.MISSED, null),
            notices.apply(new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false)),
            new Rule.Origin("r.yaml", 1, 1, "0")));
    return this;
  }

  /** Puts the rules in force and makes the deadlines of two days. */
  Stage start() {
    RuleSet set = new RuleSet("h", rules, teams, Map.of(), List.of(), List.of());
    context
        .getBean(RuleBook.class)
        .turnTo(new RuleBook.Edition(set, MORNING, MORNING, List.of(), List.of(), List.of()));
    List<Deadline> planned = new ArrayList<>();
    set.rules()
        .values()
        .forEach(
            r -> planned.addAll(Schedule.between(r, MORNING, MORNING.plus(Duration.ofDays(2)))));
    ledger.materialise(set, planned, MORNING);
    return this;
  }

  // What becomes of deadlines

  Entry entry(String rule) {
    return ledger.find(rule, DAY).getFirst();
  }

  void record(Instant now, Change... changes) {
    ledger.record(List.of(changes), now);
  }

  void overdue(Instant now, String... rules) {
    List<Change> changes = new ArrayList<>();
    for (String rule : rules) {
      changes.add(overdue(entry(rule)));
    }
    ledger.record(changes, now);
  }

  /** Overdue, since its task failed. */
  void failed(Instant now, String... rules) {
    for (String rule : rules) {
      Progress failed =
          new Progress(
              State.OVERDUE,
              Verdict.MISSED,
              null,
              null,
              "task " + rule + " failed",
              null,
              new Progress.Trouble(Progress.Trouble.Kind.FAILED, "task " + rule + " failed"),
              null,
              null,
              null,
              false);
      record(now, Change.of(entry(rule), failed));
    }
  }

  Change overdue(Entry entry) {
    return Change.of(entry, state(entry, State.OVERDUE, Verdict.MISSED, null, "nothing pushed"));
  }

  void reminded(Instant now, String rule) {
    Entry entry = entry(rule);
    Progress before = entry.progress();
    record(
        now,
        Change.of(
            entry,
            new Progress(
                before.state(),
                null,
                null,
                null,
                "nothing pushed",
                null,
                null,
                now,
                null,
                null,
                true)));
  }

  void arrived(Instant at, String rule) {
    arrived(at, at, rule);
  }

  void arrived(Instant at, Instant now, String rule) {
    Entry entry = entry(rule);
    record(now, arrived(entry, at));
  }

  static Change arrived(Entry entry, Instant at) {
    boolean late = at.isAfter(entry.deadline().dueAt());
    return Change.of(
        entry,
        state(
            entry,
            late ? State.LATE : State.MET,
            late ? Verdict.MISSED : Verdict.MET,
            new Arrival(at, at, Strength.STRONG),
            "pushed at " + at));
  }

  void unknown(Instant now, String rule) {
    Entry entry = entry(rule);
    record(now, Change.of(entry, state(entry, State.UNKNOWN, null, null, "the source is down")));
  }

  void act(Instant now, String rule, Act act) {
    ledger.act(entry(rule).id(), act, new Act.Author("K. Tanaka", "page"), now);
  }

  // Freshness

  /** A rule of half an hour; no deadlines. */
  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  Stage fresh(String id, String title, @Nullable String team) {
    Promise promise = new Promise.FreshWithin(Duration.ofMinutes(30), new DayRule.EveryDay(), null);
    return rule(id, title, team, promise, n -> n, false);
  }

  void stale(Instant from, String rule) {
    breached(rule, null, Freshness.State.STALE, from, new BreachBegan(from, "newest event 09:00"));
  }

  void freshAgain(Instant from, Instant to, String rule) {
    BreachEnded ended = new BreachEnded(from, to, 2_400, "newest event 10:20");
    breached(rule, from, Freshness.State.FRESH, to, ended);
  }

  private void breached(
      String rule,
      @Nullable Instant before,
      Freshness.State state,
      Instant since,
      Freshness.Event event) {
    Freshness known =
        before == null
            ? null
            : freshness(rule, Freshness.State.STALE, before, "newest event 09:00");
    context
        .getBean(FreshnessLedger.class)
        .record(
            List.of(
                new FreshnessLedger.Step(
                    Objects.requireNonNull(rules.get(rule)),
                    known,
                    freshness(rule, state, since, "newest event"),
                    List.of(event))),
            since);
  }

  private static Freshness freshness(
      String rule, Freshness.State state, Instant since, String reason) {
    return new Freshness(rule, state, null, since, reason, null, null);
  }

  void actOnBreach(Instant now, Act act) {
    long id = query("select max(id) from breach", row -> row.getLong(1)).getFirst();
    ledger.act(
        Objects.requireNonNull(ledger.findBreach(id)),
        act,
        new Act.Author("K. Tanaka", "page"),
        now);
  }

  static Progress state(
      Entry entry,
      State state,
      @Nullable Verdict verdict,
      @Nullable Arrival arrival,
      String reason) {
    return new Progress(
        state,
        verdict,
        arrival,
        null,
        reason,
        null,
        null,
        null,
        null,
        null,
        entry.progress().reminded());
  }

  // Messages

  /** Folds, then delivers all that is due within ten seconds, as the loops would. */
  Instant run(Instant now) {
    fold.fold(now);
    sweep.look(now);
    return deliver(now, Duration.ofSeconds(10));
  }

  Instant deliver(Instant from, Duration within) {
    Instant now = from;
    for (int i = 0; i < 2_000; i++) {
      List<String> due = courier.dueReceivers(now);
      for (String receiver : due) {
        courier.deliver(receiver, now, true, true);
      }
      if (due.isEmpty()) {
        Instant next = courier.next();
        if (next == null || next.isAfter(from.plus(within))) {
          return now;
        }
        now = next.isAfter(now) ? next : now.plusMillis(1);
      }
    }
    throw new AssertionError("the courier does not come to rest");
  }

  <T> List<T> query(String sql, Rows.Reader<T> reader, Object... arguments) {
    return transactions()
        .executeRead(status -> new Rows(status.getConnection()).list(sql, reader, arguments));
  }

  int update(String sql, Object... arguments) {
    return transactions()
        .executeWrite(status -> new Rows(status.getConnection()).update(sql, arguments));
  }

  List<Card> cards(String kind) {
    return query("select * from message where kind = ? order by id", Card::read, kind);
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> transactions() {
    return context.getBean(TransactionOperations.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
