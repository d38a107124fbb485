package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Acted;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a frozen report promises on every database. */
abstract class FreezeContract {
  private static final Instant NOW = Sample.NOW;
  private static final Instant LATER = Instant.parse("2027-02-01T00:00:00Z");
  private static final Act.Author TANAKA = new Act.Author("K. Tanaka", "page");
  private static final List<String> NAMES =
      List.of("2026H1", "2026Q1", "2026Q2", "2026-01", "2026-06");

  private final Map<String, Object> settings = new HashMap<>();
  private final List<ApplicationContext> contexts = new ArrayList<>();
  private final Locale language = Locale.getDefault();

  /** Settings of an empty database. */
  abstract Map<String, Object> database();

  private ApplicationContext start() {
    ApplicationContext context = ApplicationContext.run(settings, "test");
    contexts.add(context);
    return context;
  }

  @BeforeEach
  void open() {
    settings.putAll(database());
    settings.put("punctual.timezone", "Asia/Tokyo");
    RuleSet rules = Sample.rules();
    ApplicationContext context = start();
    turn(context, rules);
    Sample.write(history(context), rules);
  }

  @AfterEach
  void close() {
    Locale.setDefault(language);
    contexts.forEach(ApplicationContext::close);
  }

  private ApplicationContext context() {
    return contexts.getLast();
  }

  private static History history(ApplicationContext context) {
    @SuppressWarnings("unchecked")
    TransactionOperations<Connection> database =
        context.getBean(Argument.of(TransactionOperations.class, Connection.class));
    return new History(database);
  }

  private static void turn(ApplicationContext context, RuleSet rules) {
    context
        .getBean(RuleBook.class)
        .turnTo(new RuleBook.Edition(rules, NOW, NOW, List.of(), List.of(), List.of()));
  }

  private Freezer freezer() {
    return context().getBean(Freezer.class);
  }

  private FullReport report(String name, Instant at) {
    Archive archive = context().getBean(Archive.class);
    return archive.of(context().getBean(Reports.class).period(name), at);
  }

  private Period period(String name) {
    return context().getBean(Reports.class).period(name);
  }

  /** The answers to all questions about the frozen half-year. */
  private List<String> answers(Instant at) {
    ReportPrinter printer = context().getBean(ReportPrinter.class);
    List<String> answers = new ArrayList<>();
    for (String name : NAMES) {
      FullReport full = report(name, at);
      answers.add(printer.json(full));
      answers.add(printer.csv(full));
      answers.add(printer.markdown(full));
    }
    return answers;
  }

  private void act(String rule, String date, Act act, Instant at) {
    Ledger ledger = context().getBean(Ledger.class);
    long id = ledger.find(rule, LocalDate.parse(date)).getFirst().id();
    assertThat(ledger.act(id, act, TANAKA, at)).isNotInstanceOf(Acted.Gone.class);
  }

  @Test
  void a_half_year_is_frozen_in_its_time_with_its_quarters_and_months_and_once() {
    Instant close = period("2026H1").to(java.time.ZoneId.of("Asia/Tokyo"));
    assertThat(freezer().freezeDue(close.plus(Duration.ofDays(7)).minusSeconds(1))).isEmpty();
    assertThat(freezer().freezeDue(close.plus(Duration.ofDays(7)))).containsExactly("2026H1");
    assertThat(freezer().freezeDue(LATER.minus(Duration.ofDays(31)))).isEmpty();
    assertThat(context().getBean(FrozenRows.class).all())
        .containsExactlyInAnyOrder(
            "2026H1", "2026Q1", "2026Q2", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05",
            "2026-06");
  }

  @Test
  void the_same_question_gives_the_same_bytes_whatever_happens() {
    freezer().freezeDue(NOW);
    List<String> answers = answers(NOW);
    assertThat(answers.getFirst()).contains("\"frozen_at\":\"" + NOW + "\"");

    String missed = missedDate();
    act("billing-ledger", "2026-02-03", new Act.Excusal(ExcusalCategory.OTHER, "after all"), LATER);
    act("billing-ledger", missed, new Act.Correction(Verdict.UNKNOWN, null, "wrong"), LATER);
    act("billing-ledger", missed, new Act.Cause(CauseCategory.OTHER, "who knows"), LATER);
    History history = history(context());
    history.execute("update deadline set team = 'Elsewhere', objective = 0.5");
    history.execute("update rule_version set title = 'Another', objective = 0.5");
    history.execute("delete from message_member");
    assertThat(answers(LATER)).isEqualTo(answers);

    Rule renamed = SampleRules.renamed("ledger-of-bills", "billing-ledger");
    turn(context(), SampleRules.set(renamed, SampleRules.hourly("school-rosters", "X", "0.5")));
    assertThat(answers(LATER)).isEqualTo(answers);
    turn(context(), SampleRules.set());
    for (String tag : List.of("ja", "ar-EG-u-nu-arab", "de-DE", "hi-IN-u-nu-deva", "tr")) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(answers(LATER)).as(tag).isEqualTo(answers);
    }
    settings.put("punctual.timezone", "America/New_York");
    start();
    assertThat(answers(LATER)).isEqualTo(answers);
  }

  private String missedDate() {
    return report("2026H1", NOW).details().misses().stream()
        .filter(miss -> miss.rule().equals("billing-ledger"))
        .findFirst()
        .orElseThrow()
        .businessDate()
        .toString();
  }

  @Test
  void what_becomes_known_later_is_listed_beside_it() {
    act("crm-export", "2026-02-03", new Act.Excusal(ExcusalCategory.OTHER, "before"), NOW);
    freezer().freezeDue(NOW);
    String missed = missedDate();
    act("billing-ledger", missed, new Act.Correction(Verdict.UNKNOWN, null, "wrong"), LATER);
    act("crm-export", "2026-02-03", new Act.ExcusalWithdrawal("it counts"), LATER);
    act("crm-export", "2026-02-04", new Act.Excusal(ExcusalCategory.OTHER, "after all"), LATER);
    act("crm-export", "2026-02-04", new Act.Snooze(LATER.plusSeconds(60)), LATER);
    act("crm-export", "2026-08-04", new Act.Excusal(ExcusalCategory.OTHER, "running"), LATER);
    History history = history(context());
    for (int day = 6; day < 9; day++) {
      history
          .on(SampleRules.daily("newcomer", "Data platform", "0.97"), LocalDate.of(2026, 2, day))
          .met();
    }
    history.write();

    FullReport frozen = report("2026H1", LATER);
    assertThat(context().getBean(Errata.class).of(frozen))
        .extracting(Erratum::kind, Erratum::rule, Erratum::businessDate, Erratum::reason)
        .containsExactly(
            tuple("correction", "billing-ledger", missed, "wrong"),
            tuple("excusal_withdrawal", "crm-export", "2026-02-03", "it counts"),
            tuple("excusal", "crm-export", "2026-02-04", "after all"),
            tuple("backfill", "newcomer", null, ""));
    assertThat(context().getBean(Errata.class).of(report("2026-01", LATER))).isEmpty();
    assertThat(context().getBean(Errata.class).of(report("2026H2", NOW))).isEmpty();
  }

  @Test
  void what_is_said_of_a_breach_after_the_freeze_is_listed_too() {
    History history = history(context());
    for (String rule : List.of("event-stream", "nobody-reports-it")) {
      history.execute(
          """
          insert into breach (rule_id, from_at, to_at, worst_age_seconds, reason) values
          (?, timestamp with time zone '2026-05-10 09:30:00+09:00',
           timestamp with time zone '2026-05-10 11:10:30+09:00', 7800, 'old')\
          """,
          rule);
    }
    say("event-stream", "2026-05", new Act.Cause(CauseCategory.BAD_DATA, "before"));
    turn(context(), withTrial());
    freezer().freezeDue(NOW);
    say("event-stream", "2026-05", new Act.Cause(CauseCategory.SOURCE_DOWN, "a broker"));
    say("event-stream", "2026-05", new Act.Excusal(ExcusalCategory.OTHER, "nobody read it"));
    act("billing-ledger", "2026-02-03", new Act.Excusal(ExcusalCategory.OTHER, "so"), LATER);
    say("event-stream", "2026-05", new Act.ExcusalWithdrawal("somebody did"));
    say("event-stream", "2026-09", new Act.Cause(CauseCategory.OTHER, "another half-year"));
    say("nobody-reports-it", "2026-05", new Act.Cause(CauseCategory.OTHER, "on trial"));

    String began = "2026-05-10T00:30:00Z";
    assertThat(context().getBean(Errata.class).of(report("2026H1", LATER)))
        .extracting(
            Erratum::kind,
            Erratum::rule,
            Erratum::breachFrom,
            Erratum::deadlines,
            Erratum::word,
            Erratum::reason)
        .containsExactly(
            tuple("cause", "event-stream", began, 0, "source_down", "a broker"),
            tuple("excusal", "event-stream", began, 0, "other", "nobody read it"),
            tuple("excusal", "billing-ledger", null, 1, "other", "so"),
            tuple("excusal_withdrawal", "event-stream", began, 0, null, "somebody did"));
    assertThat(context().getBean(Errata.class).of(report("2026-05", LATER))).hasSize(3);
    assertThat(context().getBean(Errata.class).of(report("2026-06", LATER))).isEmpty();
  }

  private static RuleSet withTrial() {
    List<Rule> rules = new ArrayList<>(Sample.rules().rules().values());
    rules.add(
        SampleRules.rule(
            "nobody-reports-it", null, "0.97", true, null, SampleRules.fresh("x", null).promise()));
    return SampleRules.set(rules.toArray(Rule[]::new));
  }

  /** Somebody says something of the breach of a rule that began in a month. */
  private void say(String rule, String month, Act act) {
    Ledger ledger = context().getBean(Ledger.class);
    long id =
        history(context())
            .number(
                "select id from breach where rule_id = ? and cast(from_at as varchar) like ?",
                rule,
                month + "%");
    assertThat(
            ledger.act(java.util.Objects.requireNonNull(ledger.findBreach(id)), act, TANAKA, LATER))
        .isNotInstanceOf(Acted.Gone.class);
  }

  @Test
  void what_is_not_settled_is_unknown_and_leaves_the_allowance() {
    History history = history(context());
    history.execute(
        """
        update deadline set state = 'overdue', verdict = null, reason = 'no answer yet'
        where rule_id = 'crm-export' and business_date = date '2026-06-30'\
        """);
    history.write();
    Report.Line before = line(report("2026H1", NOW), "crm-export");
    freezer().freezeDue(NOW);
    FullReport frozen = report("2026H1", NOW);
    Report.Line line = line(frozen, "crm-export");
    assertThat(line.figures())
        .isEqualTo(before.figures().plus(new Figures(0, 0, 0, 0, 1, 0, 0, 0)));
    assertThat(line.cells().lastEntry().getValue()).endsWith("u");
    assertThat(frozen.details().unknown())
        .contains(
            new Details.Unknown(
                "crm-export",
                LocalDate.of(2026, 6, 30),
                Instant.parse("2026-06-30T01:00:00Z"),
                "no answer yet",
                false));

    history.execute(
        """
        update deadline set state = 'late', verdict = 'missed', settled_at = ?, reason = 'it came'
        where rule_id = 'crm-export' and business_date = date '2026-06-30'\
        """,
        LATER.atOffset(java.time.ZoneOffset.UTC));
    assertThat(context().getBean(Errata.class).of(report("2026H1", LATER)))
        .extracting(Erratum::kind, Erratum::word, Erratum::reason)
        .containsExactly(tuple("settled", "missed", "it came"));
  }

  private static Report.Line line(FullReport full, String rule) {
    return full.report().lines().stream()
        .filter(line -> line.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void of_many_that_freeze_at_once_one_does() throws Exception {
    ApplicationContext other = start();
    turn(other, Sample.rules());
    List<Callable<List<String>>> processes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Freezer freezer = contexts.get(i % 2).getBean(Freezer.class);
      Instant at = NOW.plusSeconds(i);
      processes.add(() -> freezer.freezeDue(at));
    }
    List<String> done = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<List<String>> each : threads.invokeAll(processes)) {
        done.addAll(each.get());
      }
    }
    assertThat(done).containsExactly("2026H1");
    assertThat(context().getBean(FrozenRows.class).all()).hasSize(9);
  }

  @Test
  void it_is_frozen_on_demand_only_when_it_is_over_and_nothing_falls_due_any_more() {
    Instant close = period("2026H1").to(java.time.ZoneId.of("Asia/Tokyo"));
    assertThatThrownBy(() -> freezer().freeze(period("2026H1"), close.minusSeconds(1), "M. Sato"))
        .isInstanceOf(NotClosedException.class)
        .hasMessageContaining("2026H1 is running until 2026-06-30T15:00:00Z");
    assertThatThrownBy(() -> freezer().freeze(period("2026Q1"), NOW, "M. Sato"))
        .isInstanceOf(BadPeriodException.class)
        .hasMessageContaining("2026Q1 is frozen with its half-year, 2026H1");
    history(context())
        .execute(
            """
            update deadline set due_at = timestamp with time zone '2026-07-01 01:30:00+09:00'
            where rule_id = 'crm-export' and business_date = date '2026-06-30'\
            """);
    assertThatThrownBy(() -> freezer().freeze(period("2026H1"), close, "M. Sato"))
        .isInstanceOf(NotClosedException.class)
        .hasMessageContaining("falls due at 2026-06-30T16:30:00Z");
    Instant over = close.plus(Duration.ofHours(2));
    assertThat(freezer().freeze(period("2026H1"), over, "M. Sato")).isTrue();
    assertThat(freezer().freeze(period("2026H1"), NOW, "K. Tanaka")).isFalse();
    assertThat(java.util.Objects.requireNonNull(report("2026H1", NOW).frozen()).by())
        .isEqualTo("M. Sato");
  }

  @Test
  void a_past_that_was_only_just_set_up_has_time_to_be_filled_in() {
    history(context())
        .execute(
            "insert into rule_set (hash, content, published_at) values ('h', '[]', ?)",
            NOW.minus(Duration.ofDays(6)).atOffset(java.time.ZoneOffset.UTC));
    assertThat(freezer().freezeDue(NOW)).isEmpty();
    assertThat(freezer().freezeDue(NOW.plus(Duration.ofDays(1)))).containsExactly("2026H1");
  }

  @Test
  void later_periods_are_compared_with_what_was_frozen() {
    PeriodSummary live = java.util.Objects.requireNonNull(report("2026H2", NOW).details().before());
    freezer().freezeDue(NOW);
    history(context()).execute("update month_tally set missed = 0, never_arrived = 0, met = 1");
    PeriodSummary frozen =
        java.util.Objects.requireNonNull(report("2026H2", NOW).details().before());
    assertThat(frozen.frozen()).isTrue();
    assertThat(frozen.figures()).isEqualTo(live.figures());
    assertThat(frozen.causes()).isEqualTo(live.causes());
    assertThat(frozen.incidents()).isEqualTo(live.incidents());
    assertThat(frozen.kept()).isEqualTo(live.kept());
    assertThat(frozen.rules()).isEqualTo(live.rules());
  }

  @Test
  void both_calendars_are_frozen_where_a_fiscal_year_is_configured() {
    settings.put("punctual.report.fiscal-year-starts", "april");
    turn(start(), Sample.rules());
    assertThat(freezer().freezeDue(NOW)).containsExactly("FY2025H2", "FY2026H1", "2026H1");
    assertThat(context().getBean(FrozenRows.class).all())
        .contains("FY2026Q1", "2026Q2", "2026-04", "2026-09");
    assertThat(report("2026-05", LATER).report().halfYear().id()).isEqualTo("FY2026H1");
  }
}
