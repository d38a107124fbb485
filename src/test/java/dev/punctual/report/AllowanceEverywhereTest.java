package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Allowances;
import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.Rule;
import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.prometheus.client.Collector;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, messages, metrics and the report give one number, that of a count by hand. */
@MicronautTest(transactional = false)
@Property(name = "punctual.timezone", value = "Asia/Tokyo")
class AllowanceEverywhereTest {
  private static final Instant NOW = Instant.parse("2026-11-20T02:21:00Z");
  private static final LocalDate FIRST = LocalDate.of(2026, 7, 1);

  /** Deadlines are stored up to here; from here to the year's end there are 40 to come. */
  private static final LocalDate STORED = LocalDate.of(2026, 11, 22);

  private static final int TO_COME = 40;

  private final Allowances allowances;
  private final Reports reports;
  private final RuleBook book;
  private final TransactionOperations<Connection> database;

  AllowanceEverywhereTest(
      Allowances allowances,
      Reports reports,
      RuleBook book,
      TransactionOperations<Connection> database) {
    this.allowances = allowances;
    this.reports = reports;
    this.book = book;
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_place_gives_the_allowance_that_a_count_by_hand_gives(long seed) {
    Random random = new Random(seed);
    new History(database).execute("delete from deadline");
    new History(database).execute("delete from month_tally");
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String objective = BigDecimal.valueOf(900_001L + random.nextInt(99_999), 6).toPlainString();
      rules.add(SampleRules.daily("r" + i, "Data platform", objective));
    }
    book.turnTo(
        new RuleBook.Edition(
            SampleRules.set(rules.toArray(Rule[]::new)),
            NOW,
            NOW,
            List.of(),
            List.of(),
            List.of()));
    for (Rule rule : rules) {
      History history = new History(database);
      FIRST.datesUntil(STORED).forEach(date -> end(history.on(rule, date), random));
      Allowance byHand =
          Figures.allowance(history.endings()).withPlanned(TO_COME, rule.counting().objective());
      history.write();
      assertSame(rule.id(), byHand);
    }
  }

  private void assertSame(String rule, Allowance byHand) {
    Allowance own = Objects.requireNonNull(allowances.of(NOW).get(rule));
    assertThat(own.left()).isEqualByComparingTo(byHand.left());
    assertThat(own.used()).isEqualTo(byHand.used());
    assertThat(reports.allowances(NOW)).containsEntry(rule, own);
    Report report = reports.of(reports.current(NOW), NOW);
    assertThat(report.lines())
        .filteredOn(line -> line.rule().equals(rule))
        .extracting(Report.Line::allowance)
        .containsExactly(own);
    assertThat(reports.current(NOW).start()).isEqualTo(allowances.current(NOW).start());
    assertThat(metric(report, "punctual_misses_used", rule)).isEqualTo(byHand.used());
    assertThat(metric(report, "punctual_misses_allowed", rule)).isEqualTo(byHand.allowed());
  }

  private static double metric(Report report, String name, String rule) {
    return ReportMetrics.read(report).stream()
        .filter(family -> family.name.equals(name))
        .<Collector.MetricFamilySamples.Sample>flatMap(family -> family.samples.stream())
        .filter(sample -> sample.labelValues.contains(rule))
        .findFirst()
        .orElseThrow()
        .value;
  }

  private static void end(History.Past past, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> past.late(Duration.ofMinutes(1 + random.nextInt(300)));
      case 1 -> past.never();
      case 2 -> past.unknown("the source was down");
      case 3 -> past.overdue();
      case 4 -> past.late(Duration.ofMinutes(5)).excused("maintenance");
      case 5 -> past.date();
      default -> past.met();
    }
  }
}
