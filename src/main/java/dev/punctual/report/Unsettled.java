package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.ledger.Allowance;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Unknown;
import dev.punctual.report.Report.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has no verdict when its report is frozen: unknown from then on, as far as that report goes.
 * It leaves the allowance as every unknown deadline does.
 *
 * @param others the worst letter of the other slots of a day; absent where it has none
 */
record Unsettled(List<Open> open, Map<Day, String> others) {

  /** A date of a rule. */
  record Day(String rule, LocalDate date) {}

  /**
   * A deadline without a verdict.
   *
   * @param excusal null where it counts
   */
  record Open(
      String rule,
      LocalDate businessDate,
      Instant dueAt,
      BigDecimal objective,
      String reason,
      boolean slotted,
      @Nullable Excused excusal) {
    Open of(String heir) {
      return new Open(
          heir,
          businessDate,
          dueAt,
          objective,
          reason,
          slotted,
          excusal == null ? null : excusal.of(heir));
    }
  }

  static final List<State> STATES =
      List.of(State.WAITING, State.AT_RISK, State.OVERDUE, State.UNKNOWN);

  /** The same report with everything unsettled of its half-year taken as unknown. */
  FullReport in(FullReport full) {
    if (open.isEmpty()) {
      return full;
    }
    Report report = full.report();
    Map<String, List<Open>> byRule = new HashMap<>();
    open.forEach(each -> byRule.computeIfAbsent(each.rule(), _ -> new ArrayList<>()).add(each));
    List<Line> lines =
        report.lines().stream()
            .map(line -> settle(line, byRule.getOrDefault(line.rule(), List.of()), report.period()))
            .toList();
    Report settled =
        new Report(
            report.period(),
            report.halfYear(),
            report.zone(),
            report.generatedAt(),
            report.running(),
            report.rulesHash(),
            lines,
            report.freshness());
    return new FullReport(settled, details(full.details(), report.period()), null);
  }

  private Line settle(Line line, List<Open> open, Period period) {
    Figures figures = line.figures();
    BigDecimal left = line.allowance().left();
    SortedMap<YearMonth, String> cells = new TreeMap<>(line.cells());
    for (Open each : open) {
      boolean excused = each.excusal() != null;
      if (!excused) {
        left = left.subtract(BigDecimal.ONE.subtract(each.objective()));
      }
      if (period.contains(each.businessDate())) {
        figures = figures.plus(new Figures(0, 0, 0, excused ? 1 : 0, excused ? 0 : 1, 0, 0, 0));
        if (!excused) {
          cells.computeIfPresent(
              YearMonth.from(each.businessDate()),
              (_, letters) -> unknown(letters, new Day(each.rule(), each.businessDate())));
        }
      }
    }
    return new Line(line.named(), figures, new Allowance(left, line.allowance().used()), cells);
  }

  /** What was only awaited is unknown; what is worse on that day stays. */
  private String unknown(String letters, Day day) {
    int at = day.date().getDayOfMonth() - 1;
    String after = Tally.overlay(others.getOrDefault(day, "-"), "u");
    return letters.substring(0, at) + after + letters.substring(at + 1);
  }

  private Details details(Details details, Period period) {
    List<Unknown> unknown = new ArrayList<>(details.unknown());
    List<Excused> excused = new ArrayList<>(details.excused());
    for (Open each : open) {
      Excused excusal = each.excusal();
      if (!period.contains(each.businessDate())) {
        continue;
      }
      if (excusal == null) {
        unknown.add(
            new Unknown(each.rule(), each.businessDate(), each.dueAt(), each.reason(), false));
      } else {
        excused.add(excusal);
      }
    }
    unknown.sort(
        Comparator.comparing(Unknown::businessDate)
            .thenComparing(Unknown::dueAt)
            .thenComparing(Unknown::rule));
    excused.sort(
        Comparator.comparing(Excused::businessDate)
            .thenComparing(Excused::dueAt)
            .thenComparing(Excused::rule));
    return new Details(
        details.misses(),
        details.incidents(),
        excused,
        unknown,
        details.changes(),
        details.noise(),
        details.past());
  }
}
