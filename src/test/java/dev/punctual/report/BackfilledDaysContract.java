package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.Rule;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
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

/** A report tells of each rule how many of its days nobody watched. */
abstract class BackfilledDaysContract {
  private static final Instant NOW = Instant.parse("2026-11-20T02:21:08Z");
  private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);

  @SuppressWarnings("NullAway.Init")
  private ApplicationContext context;

  /** Settings of an empty database. */
  abstract Map<String, Object> database();

  @BeforeEach
  void fill() {
    Map<String, Object> settings = new HashMap<>(database());
    settings.put("punctual.timezone", "Asia/Tokyo");
    context = ApplicationContext.run(settings, "test");
    Rule ledger = SampleRules.daily("ledger", "Data platform", "0.97");
    Rule scores = SampleRules.daily("scores", "Partner delivery", "0.97");
    Rule idea = SampleRules.trial("idea");
    context
        .getBean(RuleBook.class)
        .turnTo(
            new RuleBook.Edition(
                SampleRules.set(ledger, scores, idea), NOW, NOW, List.of(), List.of(), List.of()));
    History history = history();
    for (int day = 0; day < 10; day++) {
      history.on(ledger, FIRST.plusDays(day)).met().backfilled();
      history.on(scores, FIRST.plusDays(day)).met();
      history.on(idea, FIRST.plusDays(day)).met().backfilled();
    }
    history.on(ledger, FIRST.plusDays(10)).late(Duration.ofMinutes(5)).backfilled();
    history.on(ledger, FIRST.plusDays(11)).never().backfilled().excused("maintenance");
    history.on(ledger, FIRST.plusDays(40)).met();
    history.write();
  }

  @SuppressWarnings("unchecked")
  private History history() {
    TransactionOperations<Connection> database =
        context.getBean(Argument.of(TransactionOperations.class, Connection.class));
    return new History(database);
  }

  @AfterEach
  void close() {
    context.close();
  }

  private FullReport report(String period) {
    return context.getBean(Archive.class).of(period(period), NOW);
  }

  private Period period(String name) {
    return context.getBean(Reports.class).period(name);
  }

  private static List<Integer> backfilled(FullReport full) {
    return full.report().lines().stream().map(line -> line.figures().backfilled()).toList();
  }

  @Test
  void they_are_counted_by_rule_team_and_month_and_never_where_a_rule_is_on_trial() {
    FullReport full = report("2026H2");
    assertThat(backfilled(full)).containsExactly(12, 0);
    assertThat(full.report().totals().figures().backfilled()).isEqualTo(12);
    assertThat(backfilled(report("2026-09"))).containsExactly(12, 0);
    assertThat(backfilled(report("2026-10"))).containsExactly(0, 0);
  }

  @Test
  void json_csv_and_markdown_say_how_many_and_which_misses() {
    ReportPrinter printer = context.getBean(ReportPrinter.class);
    FullReport full = report("2026H2");
    assertThat(printer.json(full))
        .contains("\"backfilled\":12}", "\"incident\":1,\"backfilled\":\"task_end\"");
    assertThat(printer.csv(full))
        .contains(",standing,backfilled\r\n", ",at_the_limit,12\r\n", ",on_target,0\r\n");
    assertThat(printer.markdown(full))
        .contains("coverage 100 %. 12 of 23 due backfilled.")
        .contains("## Backfilled", "| Title of ledger | 13 | 12 |");
    assertThat(printer.table(full, List.of())).contains("12 of 23 due backfilled.");
    assertThat(printer.markdown(report("2026-10"))).doesNotContainIgnoringCase("backfilled");
  }

  @Test
  void a_ledger_rolled_up_before_they_were_counted_learns_of_them() throws IOException {
    FullReport before = report("2026H2");
    history().execute("update month_tally set backfilled = 0, still_open = 0");
    assertThat(backfilled(report("2026H2"))).containsExactly(0, 0);
    for (String statement : migration().split(";\\R", -1)) {
      if (!statement.isBlank()) {
        history().execute(statement);
      }
    }
    assertThat(report("2026H2").report()).isEqualTo(before.report());
  }

  @Test
  void a_report_that_was_frozen_before_they_were_counted_reads_as_it_did() {
    Instant later = NOW.plus(Duration.ofDays(90));
    context.getBean(Freezer.class).freeze(period("2026H2"), later, "M. Sato");
    for (String column : List.of("document", "summary")) {
      history()
          .execute(
              "update frozen_report set %1$s = regexp_replace(%1$s, ?, '', 'g')".formatted(column),
              ",\"backfilled\":(\"[^\"]*\"|[0-9a-z]+)");
    }
    ReportPrinter printer = context.getBean(ReportPrinter.class);
    FullReport old = context.getBean(Archive.class).of(period("2026H2"), later);
    assertThat(printer.json(old)).doesNotContain("backfilled").contains("\"due\":13");
    assertThat(printer.markdown(old)).doesNotContainIgnoringCase("backfilled");
    assertThat(old.report().totals().figures().due()).isEqualTo(23);
    FullReport next = context.getBean(Archive.class).of(period("2027H1"), later);
    PeriodSummary before = Objects.requireNonNull(next.details().before());
    assertThat(before.figures().due()).isEqualTo(23);
    assertThat(before.figures().backfilled()).isZero();
  }

  private static String migration() throws IOException {
    try (InputStream file =
        BackfilledDaysContract.class.getResourceAsStream(
            "/db/migration/V10__backfilled_tally.sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
