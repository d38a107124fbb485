package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Allowance;
import dev.punctual.report.DetailDocument.MissRow;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Unknown;
import dev.punctual.report.Histories.Named;
import dev.punctual.report.Noise.Heard;
import dev.punctual.report.Report.Line;
import dev.punctual.report.ReportDocument.AgreedRow;
import dev.punctual.report.ReportDocument.FreshnessRow;
import dev.punctual.report.ReportDocument.RuleRow;
import dev.punctual.rule.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a report's document back: pages of a frozen report are made from nothing else. */
final class StoredReport {
  private StoredReport() {}

  static FullReport read(ReportDocument document, FullReport.@Nullable Frozen frozen) {
    ZoneId zone = ZoneId.of(document.timezone());
    Instant from = Instant.parse(document.from());
    Period period = Period.of(document.period(), LocalDate.ofInstant(from, zone));
    List<PeriodSummary> periods = document.periods();
    Report report =
        new Report(
            period,
            Period.of(document.halfYear(), LocalDate.parse(document.halfYearFrom())),
            zone,
            Instant.parse(document.generatedAt()),
            document.totals().toDate(),
            document.rulesVersion(),
            document.rules().stream().map(StoredReport::line).toList(),
            document.freshness().stream().map(StoredReport::freshness).toList());
    List<Miss> misses = document.misses().stream().map(StoredReport::miss).toList();
    Details details =
        new Details(
            misses,
            periods.getLast().incidents(),
            document.exclusions().stream().map(StoredReport::excused).toList(),
            document.unknown().stream().map(StoredReport::unknown).toList(),
            document.changes().stream().map(StoredReport::change).toList(),
            noise(document.messages()),
            periods.subList(0, periods.size() - 1));
    return new FullReport(report, details, frozen);
  }

  private static Line line(RuleRow row) {
    SortedMap<YearMonth, String> cells = new TreeMap<>();
    row.cells().forEach((month, letters) -> cells.put(YearMonth.parse(month), letters));
    return new Line(
        new Named(
            row.rule(),
            row.title(),
            row.team(),
            new TreeMap<>(row.labels()),
            row.objective().movePointLeft(2),
            agreed(row.agreed()),
            row.inForce()),
        new Figures(
            row.met(),
            row.missed(),
            row.neverArrived(),
            row.excused(),
            row.unknown(),
            row.excusedMet(),
            row.excusedMissed(),
            row.backfilled()),
        new Allowance(BigDecimal.valueOf(row.missesAllowed()), row.missesUsed()),
        cells);
  }

  private static Rule.@Nullable Agreement agreed(@Nullable AgreedRow row) {
    return row == null
        ? null
        : new Rule.Agreement(
            row.with(), row.on() == null ? null : LocalDate.parse(row.on()), row.note());
  }

  private static Freshness freshness(FreshnessRow row) {
    return new Freshness(
        new Named(
            row.rule(),
            row.title(),
            row.team(),
            new TreeMap<>(),
            row.objective().movePointLeft(2),
            null,
            true),
        row.serviceMinutes(),
        row.staleMinutes(),
        row.unknownMinutes(),
        row.excusedMinutes(),
        row.breaches(),
        row.worstAgeSeconds());
  }

  private static Miss miss(MissRow row) {
    Instant due = Instant.parse(row.dueAt());
    return new Miss(
        row.rule(),
        row.team(),
        LocalDate.parse(row.businessDate()),
        row.slot() == null ? due : Instant.parse(row.slot()),
        row.slot() != null,
        Instant.parse(row.opensAt()),
        due,
        State.of(row.state()),
        instant(row.arrivalAt()),
        instant(row.acknowledgedAt()),
        row.acknowledgedBy(),
        row.cause(),
        row.note(),
        row.evidence(),
        row.reason(),
        row.backfilled());
  }

  private static Excused excused(DetailDocument.ExclusionRow row) {
    String verdict = row.verdict();
    return new Excused(
        row.rule(),
        LocalDate.parse(row.businessDate()),
        Instant.parse(row.dueAt()),
        row.category(),
        row.reason(),
        row.author(),
        Instant.parse(row.at()),
        State.of(row.state()),
        verdict == null ? null : Verdict.of(verdict),
        instant(row.arrivalAt()));
  }

  private static Unknown unknown(DetailDocument.UnknownRow row) {
    return new Unknown(
        row.rule(),
        LocalDate.parse(row.businessDate()),
        Instant.parse(row.dueAt()),
        row.reason(),
        row.settled());
  }

  private static PromiseChange change(DetailDocument.ChangeRow row) {
    return new PromiseChange(
        row.rule(),
        row.title(),
        Instant.parse(row.since()),
        row.change(),
        row.version(),
        row.file(),
        row.line());
  }

  private static Noise noise(DetailDocument.Messages messages) {
    return new Noise(
        new Heard("", messages.sent(), messages.actedOn()),
        messages.rules().stream()
            .map(row -> new Heard(row.rule(), row.messages(), row.actedOn()))
            .sorted(Comparator.comparingInt((Heard one) -> -one.messages()))
            .toList());
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
