package dev.punctual.report;

import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Allowances;
import dev.punctual.ledger.HalfYear;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.report.Report.Line;
import dev.punctual.rule.RuleSet;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports and allowances, read from the ledger's roll-ups: the one place where figures of periods
 * come from, whether a page, a message, a metric or a command shows them.
 */
@Singleton
public class Reports {
  private final ReportConfig config;
  private final ZoneId zone;
  private final RuleBook book;
  private final Allowances allowances;
  private final TallyRows tallies;
  private final FormerRules former;
  private final FreshnessLog freshness;

  Reports(
      ReportConfig config,
      ServiceConfig service,
      RuleBook book,
      Allowances allowances,
      TallyRows tallies,
      FormerRules former,
      FreshnessLog freshness) {
    this.config = config;
    this.zone = ZoneId.of(service.timezone());
    this.book = book;
    this.allowances = allowances;
    this.tallies = tallies;
    this.former = former;
    this.freshness = freshness;
  }

  /**
   * Reads the name of a period: {@code 2026H1}, {@code FY2026H1}, {@code 2026Q2}, {@code 2026-05}.
   *
   * @throws BadPeriodException when it is none
   */
  public Period period(String name) {
    return config.period(name);
  }

  /** The half-year that is running, fiscal where a fiscal year is configured. */
  public Period current(Instant now) {
    return config.halfYear(LocalDate.ofInstant(now, zone));
  }

  /** The first date anything is known of; null while nothing is. */
  @ReadOnly
  @Nullable LocalDate firstDate() {
    return tallies.firstDate();
  }

  /** Whether the rules in force promise deadlines for a half-year that fall due after now. */
  @ReadOnly
  boolean plansMore(Period halfYear, Instant now) {
    return !allowances.planned(new HalfYear(halfYear.start()), now).isEmpty();
  }

  boolean isRunning(Period period, Instant now) {
    return period.isRunning(now, zone);
  }

  /** The figures of a period as of now, whether or not they are frozen: see {@link Archive}. */
  @ReadOnly
  public Report of(Period period, Instant now) {
    RuleSet rules = book.rules();
    Period halfYear = period.halfYear(config);
    return new Report(
        period,
        halfYear,
        zone,
        now,
        period.isRunning(now, zone),
        rules.hash(),
        lines(rules, period, halfYear, now),
        freshness.of(rules, period, zone, now));
  }

  /** The pooled figures of a period's deadlines in today's ledger, without the rules. */
  @ReadOnly
  public Figures total(Period period) {
    return tallies.total(period);
  }

  /** The half-years there is anything to say of, newest first. */
  @ReadOnly
  public List<Period> halfYears(Instant now) {
    LocalDate first = tallies.firstDate();
    Period current = current(now);
    return first == null
        ? List.of(current)
        : Stream.iterate(current, period -> period.end().isAfter(first), Period::previous).toList();
  }

  /** Every rule's allowance in the half-year that is running, by rule id. */
  public Map<String, Allowance> allowances(Instant now) {
    return allowances.of(now);
  }

  private List<Line> lines(RuleSet rules, Period period, Period halfYear, Instant now) {
    List<Tally> known = tallies.of(halfYear);
    Histories histories =
        former.histories(rules, known.stream().map(Tally::rule).distinct().toList());
    Map<String, Sum> sums = new HashMap<>();
    known.forEach(
        tally -> sums.computeIfAbsent(histories.heir(tally.rule()), Sum::new).add(tally, period));
    allowances
        .planned(new HalfYear(halfYear.start()), now)
        .forEach(
            (rule, more) ->
                sums.computeIfAbsent(rule, Sum::new).plan(more, Allowances.objective(rules, rule)));
    return sums.values().stream()
        .filter(sum -> sum.deadlines > 0)
        .map(sum -> sum.line(histories, period))
        .sorted(Comparator.comparing(Line::rule))
        .toList();
  }

  /** A rule's months on their way to a line. */
  private static final class Sum {
    private final String rule;
    private final SortedMap<YearMonth, String> cells = new TreeMap<>();
    private Figures figures = Figures.NONE;
    private Allowance allowance = Allowance.NONE;

    /** Of the half-year, planned ones too: what is on trial is none, and has no line. */
    private int deadlines;

    Sum(String rule) {
      this.rule = rule;
    }

    void add(Tally tally, Period period) {
      deadlines += tally.figures().due() + tally.open();
      allowance = allowance.plus(new Allowance(tally.allowance(), tally.figures().missed()));
      if (period.contains(tally.month())) {
        figures = figures.plus(tally.figures());
        cells.merge(tally.yearMonth(), tally.cells(), Tally::overlay);
      }
    }

    void plan(int more, BigDecimal objective) {
      deadlines += more;
      allowance = allowance.withPlanned(more, objective);
    }

    Line line(Histories histories, Period period) {
      period.months().forEach(month -> cells.putIfAbsent(month, Tally.blank(month)));
      return new Line(histories.named(rule), figures, allowance, cells);
    }
  }
}
