package dev.punctual.board;

import dev.punctual.board.Past.Deed;
import dev.punctual.board.RuleHistory.Version;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.Windows;
import dev.punctual.report.Period;
import dev.punctual.report.Reports;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.web.ProblemException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one rule at a moment.
 *
 * @param rule null when it is no longer in force
 * @param versions newest first
 * @param past newest first
 * @param breaches of this half-year, newest first; only freshness rules have any
 */
record RuleFacts(
    RuleSet rules,
    @Nullable Rule rule,
    List<Version> versions,
    List<Past> past,
    List<Deed> deeds,
    List<Breach> breaches,
    List<Deed> breachDeeds,
    Period halfYear,
    @Nullable Allowance allowance,
    List<Maintenance> maintenance,
    ZoneId zone,
    LocalDate today) {

  /** Arrivals of so many days are drawn. */
  static final int CHART_DAYS = 90;

  String title() {
    return rule == null ? versions.getFirst().title() : rule.title();
  }

  boolean isFreshness() {
    return rule != null && rule.isFreshness();
  }

  /** Of this half-year, newest first. */
  List<Past> ofPeriod() {
    return past.stream().filter(p -> halfYear.contains(p.due().businessDate())).toList();
  }

  List<Past> ofChart() {
    LocalDate first = today.minusDays(CHART_DAYS);
    return past.stream()
        .filter(p -> !p.due().businessDate().isBefore(first))
        .filter(p -> !p.isWaiting())
        .toList();
  }

  /** Today's, else the newest: what the state now is about. */
  @Nullable Past current() {
    return past.stream()
        .filter(p -> p.look() == Look.OVERDUE || p.look() == Look.AT_RISK)
        .findFirst()
        .or(() -> past.stream().filter(p -> p.due().isOf(today)).findFirst())
        .or(() -> past.stream().findFirst())
        .orElse(null);
  }

  /** Reads it, all of it at one moment. */
  @Singleton
  static final class Reader {
    private final RuleBook book;
    private final RuleHistory history;
    private final Reports reports;
    private final Windows windows;
    private final Rows rows;

    Reader(RuleBook book, RuleHistory history, Reports reports, Windows windows, Rows rows) {
      this.book = book;
      this.history = history;
      this.reports = reports;
      this.windows = windows;
      this.rows = rows;
    }

    /**
     * What is known of the rule.
     *
     * @throws ProblemException when there is and was no such rule
     */
    RuleFacts read(String id, Instant now, ZoneId serviceZone) {
      return rows.together(() -> facts(id, now, serviceZone));
    }

    private RuleFacts facts(String id, Instant now, ZoneId serviceZone) {
      RuleSet rules = book.rules();
      Rule rule = rules.rules().get(id);
      List<Version> versions = history.versions(id);
      if (rule == null && versions.isEmpty()) {
        throw ProblemException.notFound(
            "No rule " + id,
            "There is and was no rule of this id. All rules stand on the Rules page.");
      }
      ZoneId zone = rule == null ? serviceZone : rule.timezone();
      LocalDate today = now.atZone(zone).toLocalDate();
      Period halfYear = reports.current(now);
      LocalDate chart = today.minusDays(CHART_DAYS);
      LocalDate from = halfYear.start().isBefore(chart) ? halfYear.start() : chart;
      List<Past> past =
          history.deadlines(id, from, today.plusDays(1)).stream()
              .filter(p -> !p.opensAt().isAfter(now) || p.due().isOf(today))
              .toList();
      return new RuleFacts(
          rules,
          rule,
          versions,
          past,
          history.deeds(id, from),
          history.breaches(id, halfYear.from(zone)),
          history.breachDeeds(id, halfYear.from(zone)),
          halfYear,
          rule != null && rule.counting().trial() ? null : reports.allowances(now).get(id),
          windows.and(rules, now),
          zone,
          today);
    }
  }
}
