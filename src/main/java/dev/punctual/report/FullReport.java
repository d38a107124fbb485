package dev.punctual.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report with all that stands behind its figures: what pages, files and commands print.
 *
 * @param frozen null while the ledger may still change it
 */
public record FullReport(Report report, Details details, @Nullable Frozen frozen) {

  /**
   * The bytes a report was frozen as.
   *
   * @param by who asked for it; null where the engine did it in its time
   * @param lastAct newest act that is inside
   */
  public record Frozen(Instant at, @Nullable String by, String json, String csv, long lastAct) {}

  /** What later periods are compared with. */
  PeriodSummary summary(boolean isFrozen) {
    Map<String, Figures> rules = new HashMap<>();
    report.lines().stream()
        .filter(line -> line.figures().due() > 0)
        .forEach(line -> rules.put(line.rule(), line.figures()));
    Period period = report.period();
    return PeriodSummary.of(
        period,
        isFrozen,
        report.totals().figures(),
        period.length() == Period.Length.HALF_YEAR ? report.totals() : null,
        PeriodSummary.Happened.of(details.misses(), details.incidents(), details.noise()),
        rules);
  }
}
