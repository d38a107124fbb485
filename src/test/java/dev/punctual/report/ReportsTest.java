package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Report.Line;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads reports from a real database, whose tallies the ledger itself has made. */
@MicronautTest(transactional = false)
@Property(name = "punctual.timezone", value = "Asia/Tokyo")
class ReportsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T02:21:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private final Reports reports;
  private final Archive archive;
  private final ReportPrinter printer;
  private final RuleBook book;
  private final History history;

  ReportsTest(
      Reports reports,
      Archive archive,
      ReportPrinter printer,
      RuleBook book,
      TransactionOperations<Connection> database) {
    this.reports = reports;
    this.archive = archive;
    this.printer = printer;
    this.book = book;
    this.history = new History(database);
  }

  @BeforeEach
  void forget() {
    for (String table :
        List.of("deadline", "month_tally", "rule_version", "breach", "freshness_gap")) {
      history.execute("delete from " + table);
    }
  }

  private void inForce(RuleSet rules) {
    book.turnTo(new RuleBook.Edition(rules, NOW, NOW, List.of(), List.of(), List.of()));
  }

  private Line line(String period) {
    return reports.of(reports.period(period), NOW).lines().getFirst();
  }

  private static Stream<LocalDate> days(String from, String to) {
    return LocalDate.parse(from).datesUntil(LocalDate.parse(to));
  }

  @Test
  void the_allowance_counts_what_is_judged_open_and_still_planned() {
    Rule rule = SampleRules.daily("ledger", "Data platform", "0.97");
    inForce(SampleRules.set(rule));
    days("2026-07-01", "2026-11-20").forEach(date -> history.on(rule, date).met());
    history.on(rule, TODAY).overdue();
    history.on(rule, TODAY.plusDays(1));
    history.write();

    // 184 days of 3 % each: 142 met, 1 missed, 1 stored ahead, 40 in the schedule.
    assertThat(line("2026H2").allowance()).isEqualTo(new Allowance(new BigDecimal("5.520000"), 1));
    assertThat(reports.allowances(NOW)).containsEntry("ledger", line("2026H2").allowance());
  }

  @Test
  void excused_and_unknown_deadlines_leave_the_allowance() {
    Rule rule = SampleRules.daily("ledger", "Data platform", "0.97");
    inForce(SampleRules.set(rule));
    days("2026-07-01", "2026-11-20").forEach(date -> history.on(rule, date).met());
    history.on(rule, TODAY).never().excused("maintenance");
    history.write();
    history.execute(
        "update deadline set state = 'unknown', verdict = 'unknown' where business_date = date"
            + " '2026-07-01'");
    history.on(rule, TODAY.plusDays(1));
    history.write();

    assertThat(line("2026H2").allowance().left()).isEqualByComparingTo("5.46");
  }

  @Test
  void what_is_planned_inside_a_maintenance_window_is_not_allowed_misses() {
    Rule rule = SampleRules.daily("ledger", "Data platform", "0.97");
    RuleSet.Maintenance window =
        new RuleSet.Maintenance(
            Instant.parse("2026-12-01T01:00:00Z"),
            Instant.parse("2026-12-11T01:00:00Z"),
            List.of("led*"),
            "upgrade",
            "r.yaml",
            1);
    inForce(SampleRules.set(List.of(window), rule));
    // From 20 November 11:21 on: 41 days, of which 1 to 10 December are excused.
    assertThat(line("2026H2").allowance().left()).isEqualByComparingTo("0.93");
  }

  @Test
  void a_month_shows_its_own_figures_and_the_allowance_of_its_half_year() {
    Rule rule = SampleRules.daily("ledger", "Data platform", "0.97");
    inForce(SampleRules.set(rule));
    days("2026-07-01", "2026-11-21")
        .forEach(date -> history.on(rule, date).late(Duration.ofMinutes(9)));
    history.write();
    assertThat(line("2026-08").figures().missed()).isEqualTo(31);
    assertThat(line("2026-08").allowance()).isEqualTo(line("2026H2").allowance());
  }

  @Test
  void a_period_holds_the_deadlines_whose_business_date_lies_in_it() {
    Rule rule = SampleRules.daily("ledger", "Data platform", "0.97");
    inForce(SampleRules.set(rule));
    history.on(rule, LocalDate.of(2026, 6, 30)).met();
    history.on(rule, LocalDate.of(2026, 7, 1)).never();
    history.write();
    assertThat(line("2026H1").figures()).isEqualTo(new Figures(1, 0, 0, 0, 0, 0, 0, 0));
    assertThat(line("2026H2").figures()).isEqualTo(new Figures(0, 1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void was_joins_histories() {
    Rule old = SampleRules.daily("course-master", "Data platform", "0.97");
    Rule rule = SampleRules.renamed("course-catalogue", "course-master");
    inForce(SampleRules.set(rule));
    days("2026-07-01", "2026-08-15").forEach(date -> history.on(old, date).met());
    days("2026-08-15", "2026-11-21").forEach(date -> history.on(rule, date).met());
    history.write();
    Report report = reports.of(reports.period("2026H2"), NOW);
    assertThat(report.lines()).hasSize(1);
    assertThat(report.lines().getFirst().figures().met()).isEqualTo(143);
    assertThat(report.lines().getFirst().cells().get(java.time.YearMonth.of(2026, 8)))
        .isEqualTo("m".repeat(31));
  }

  @Test
  void a_removed_rule_stays_in_past_reports_under_its_last_title() {
    Rule old = SampleRules.daily("old-rule", "Data platform", "0.97");
    inForce(SampleRules.set());
    history.on(old, LocalDate.of(2026, 7, 1)).met();
    history.write();
    history.version("old-rule", "Once promised", null, NOW.minus(Duration.ofDays(200)), NOW);
    assertThat(line("2026H2").title()).isEqualTo("Once promised");
  }

  @Test
  void the_ledgers_tallies_count_as_figures_do() {
    Rule rule = SampleRules.daily("ledger", "Data platform", "0.97");
    inForce(SampleRules.set());
    LocalDate day = LocalDate.of(2026, 7, 1);
    history.on(rule, day).met();
    history.on(rule, day.plusDays(1)).late(Duration.ofMinutes(47));
    history.on(rule, day.plusDays(2)).never();
    history.on(rule, day.plusDays(3)).overdue();
    history.on(rule, day.plusDays(4)).unknown("dwh did not answer");
    history.on(rule, day.plusDays(5)).met().excused("maintenance");
    history.on(rule, day.plusDays(6)).never().excused("maintenance");
    history.on(rule, day.plusDays(7)).unknown("dwh did not answer").excused("maintenance");
    history.on(rule, day.plusDays(8)).excused("maintenance");
    history.on(rule, day.plusDays(9));
    List<Figures.Ending> endings = history.endings();
    history.write();
    assertThat(line("2026H2").figures()).isEqualTo(Figures.of(endings));
    assertThat(line("2026H2").allowance().left())
        .isEqualByComparingTo(Figures.allowance(endings).left());
    assertThat(line("2026H2").cells().firstEntry().getValue()).startsWith("mlnoueeeew-");
  }

  @Test
  void a_trial_rule_is_in_no_report() {
    inForce(SampleRules.set(SampleRules.trial("new-idea")));
    assertThat(reports.of(reports.period("2026H2"), NOW).lines()).isEmpty();
  }

  @Test
  void a_rule_without_judged_deadlines_has_no_percentage_and_no_standing() {
    inForce(SampleRules.set(SampleRules.daily("young", "Data platform", "0.97")));
    assertThat(line("2026H2").figures().attainment()).hasToString("–");
    assertThat(line("2026H2").standing()).isNull();
  }

  @Test
  void totals_are_counted_by_team_with_kept_promises_first() {
    Rule daily = SampleRules.daily("daily", "Finance", "0.97");
    Rule hourly = SampleRules.hourly("hourly", "Finance", "0.99");
    inForce(SampleRules.set(daily, hourly));
    days("2026-07-01", "2026-07-08").forEach(date -> history.on(daily, date).never());
    days("2026-07-01", "2026-07-31")
        .forEach(
            date ->
                java.util.stream.IntStream.range(0, 24)
                    .forEach(hour -> history.slot(hourly, date, hour).met()));
    history.write();
    Report report = reports.of(reports.period("2026H2"), NOW);
    assertThat(report.byTeam()).containsOnlyKeys("Finance");
    Report.Totals finance = report.totals();
    assertThat(finance.kept()).isEqualTo(1);
    assertThat(finance.judged()).isEqualTo(2);
    assertThat(finance.figures().attainment()).hasToString("99.0 %");
  }

  @Test
  void freshness_is_minutes_of_service_that_add_up() {
    Promise.Span day = new Promise.Span(DayTime.parse("08:00"), DayTime.parse("22:00"));
    inForce(SampleRules.set(SampleRules.fresh("stream", day)));
    history.version("stream", "Stream", null, Instant.parse("2026-11-18T15:00:00Z"), null);
    // 19 November whole, 20 November 08:00 to 11:21.
    history.execute(
        """
        insert into breach (rule_id, from_at, to_at, worst_age_seconds, reason) values
        ('stream', timestamp with time zone '2026-11-19 07:30:00+09:00',
         timestamp with time zone '2026-11-19 08:10:30+09:00', 4000, 'old')\
        """);
    history.execute(
        """
        insert into freshness_gap (rule_id, from_at, to_at, reason) values
        ('stream', timestamp with time zone '2026-11-20 08:00:00+09:00',
         timestamp with time zone '2026-11-20 09:00:00+09:00', 'down')\
        """);
    Report report = reports.of(reports.period("2026H2"), NOW);
    assertThat(report.lines()).isEmpty();
    Freshness row = report.freshness().getFirst();
    assertThat(row.serviceMinutes()).isEqualTo(14 * 60 + 201);
    assertThat(row.staleMinutes()).isEqualTo(11);
    assertThat(row.unknownMinutes()).isEqualTo(60);
    assertThat(row.freshMinutes()).isEqualTo(14 * 60 + 201 - 11 - 60);
    assertThat(row.attainment()).hasToString("98.8 %");
  }

  @Test
  void json_has_the_agreed_shape() {
    Rule rule = SampleRules.daily("ledger", "Data platform", "0.97");
    inForce(SampleRules.set(rule));
    days("2026-07-01", "2026-11-20").forEach(date -> history.on(rule, date).met());
    history.on(rule, TODAY).late(Duration.ofMinutes(3));
    history.write();
    assertThat(printer.json(archive.of(reports.period("2026H2"), NOW)))
        .startsWith(
            "{\"period\":\"2026H2\",\"timezone\":\"Asia/Tokyo\",\"from\":\"2026-06-30T15:00:00Z\","
                + "\"to\":\"2026-12-31T15:00:00Z\",\"generated_at\":\"2026-11-20T02:21:00Z\",\"rules\":[{\"rule\":\"ledger\",\"title\":\"Title"
                + " of ledger\",\"team\":\"Data platform\","
                + "\"due\":143,\"met\":142,\"missed\":1,\"never_arrived\":0,\"excused\":0,\"unknown\":0,"
                + "\"attainment\":99.3,\"raw_attainment\":99.3,\"coverage\":100.0,\"objective\":97.0,"
                + "\"misses_allowed\":5,\"misses_used\":1,\"standing\":\"on_target\",")
        .contains("],\"totals\":{", "\"freshness\":[],\"frozen_at\":null,");
  }

  @Test
  void csv_is_safe_to_open_in_a_spreadsheet() {
    Rule rule = SampleRules.daily("ledger", "=HYPERLINK(\"http://x\",\"y\")", "0.97");
    inForce(SampleRules.set(rule));
    history.on(rule, TODAY.minusDays(1)).met();
    history.write();
    assertThat(printer.csv(archive.of(reports.period("2026H2"), NOW)))
        .isEqualTo(
            "rule,title,team,due,met,missed,never_arrived,excused,unknown,attainment,raw_attainment,coverage,objective,misses_allowed,misses_used,standing,backfilled\r\n"
                + "ledger,Title of"
                + " ledger,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",1,1,0,0,0,0,100.0,100.0,100.0,97.0,1,0,on_target,0\r\n");
  }

  @Test
  void markdown_holds_the_sentence_and_a_table() {
    Rule rule = SampleRules.daily("ledger", "Data | platform", "0.97");
    inForce(SampleRules.set(rule));
    history.on(rule, TODAY.minusDays(1)).met();
    history.write();
    assertThat(printer.markdown(archive.of(reports.period("2026H2"), NOW)))
        .startsWith("# SLA report, 2026 H2 to date\n\n100 % of promised data arrived on time.")
        .contains(
            "| Title of ledger | Data \\| platform | 1 | 1 | 0 | – | – | 100 % | 97.0 % | 0 of 1 |"
                + " On target |");
  }
}
