package dev.punctual.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.report.Details.Unknown;
import dev.punctual.report.Report.Line;
import dev.punctual.report.Report.Totals;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A report as JSON, whole: what is frozen is this. Instants are ISO 8601 in UTC, percentages
 * numbers with one decimal, rounded down, or null where there is no data; an objective is exact.
 * {@link StoredReport} reads it back.
 *
 * @param to end of the period, not part of it
 * @param frozenAt null while the ledger may still change the figures
 * @param labels sums by label and value; rules without the label are under an empty value
 * @param periods those before, oldest first, then this one
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record ReportDocument(
    String period,
    String timezone,
    String from,
    String to,
    String generatedAt,
    List<RuleRow> rules,
    TotalRow totals,
    List<FreshnessRow> freshness,
    @Nullable String frozenAt,
    @Nullable String frozenBy,
    String rulesVersion,
    String halfYear,
    String halfYearFrom,
    Map<String, Map<String, TotalRow>> labels,
    List<PeriodSummary> periods,
    DetailDocument.Durations lateness,
    DetailDocument.Durations acknowledgement,
    DetailDocument.Durations recovery,
    DetailDocument.Messages messages,
    List<DetailDocument.MissRow> misses,
    List<DetailDocument.ExclusionRow> exclusions,
    List<DetailDocument.UnknownRow> unknown,
    List<DetailDocument.ChangeRow> changes) {

  /**
   * @param frozenAt null where it is not to be frozen
   */
  static ReportDocument of(FullReport full, @Nullable Instant frozenAt, @Nullable String frozenBy) {
    Report report = full.report();
    Details details = full.details();
    List<PeriodSummary> periods = new ArrayList<>(details.past());
    periods.add(full.summary(frozenAt != null).withoutRules());
    return new ReportDocument(
        report.period().id(),
        report.zone().getId(),
        report.from().toString(),
        report.to().toString(),
        report.generatedAt().toString(),
        report.lines().stream().map(RuleRow::of).toList(),
        TotalRow.of(report),
        report.freshness().stream().map(FreshnessRow::of).toList(),
        frozenAt == null ? null : frozenAt.toString(),
        frozenBy,
        report.rulesHash(),
        report.halfYear().id(),
        report.halfYear().start().toString(),
        labels(report),
        List.copyOf(periods),
        DetailDocument.Durations.of(details.misses(), Miss::lateness),
        DetailDocument.Durations.of(details.misses(), Miss::untilAcknowledged),
        DetailDocument.Durations.of(details.misses(), Miss::fromAcknowledgedToArrival),
        DetailDocument.Messages.of(details.noise()),
        DetailDocument.misses(details.misses()),
        details.excused().stream().map(DetailDocument.ExclusionRow::of).toList(),
        details.unknown().stream()
            .map((Unknown each) -> DetailDocument.UnknownRow.of(each))
            .toList(),
        details.changes().stream().map(DetailDocument.ChangeRow::of).toList());
  }

  private static Map<String, Map<String, TotalRow>> labels(Report report) {
    Map<String, Map<String, TotalRow>> labels = new TreeMap<>();
    for (String label : report.labels()) {
      Map<String, TotalRow> values = new LinkedHashMap<>();
      report
          .byLabel(label)
          .forEach((value, totals) -> values.put(value, TotalRow.of(totals, report, null)));
      labels.put(label, values);
    }
    return labels;
  }

  /**
   * One rule.
   *
   * @param cells a letter a day by month: - no deadline, w waiting, m met, l late, n never arrived,
   *     o overdue, u unknown, e excused; of several slots a day the worst
   * @param backfilled how many of the due were filled in afterwards; 0 in what was frozen before
   *     they were counted
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record RuleRow(
      String rule,
      String title,
      @Nullable String team,
      int due,
      int met,
      int missed,
      int neverArrived,
      int excused,
      int unknown,
      @Nullable BigDecimal attainment,
      @Nullable BigDecimal rawAttainment,
      @Nullable BigDecimal coverage,
      BigDecimal objective,
      int missesAllowed,
      int missesUsed,
      @Nullable String standing,
      int excusedMet,
      int excusedMissed,
      boolean inForce,
      Map<String, String> labels,
      @Nullable AgreedRow agreed,
      Map<String, String> cells,
      int backfilled) {
    static RuleRow of(Line line) {
      Figures figures = line.figures();
      Standing standing = line.standing();
      Map<String, String> cells = new LinkedHashMap<>();
      line.cells().forEach((month, letters) -> cells.put(month.toString(), letters));
      return new RuleRow(
          line.rule(),
          line.title(),
          line.team(),
          figures.due(),
          figures.met(),
          figures.missed(),
          figures.neverArrived(),
          figures.excused(),
          figures.unknown(),
          figures.attainment().percent(),
          figures.rawAttainment().percent(),
          figures.coverage().percent(),
          Share.inPercent(line.named().objective()),
          line.allowance().allowed(),
          line.allowance().used(),
          standing == null ? null : standing.word(),
          figures.excusedMet(),
          figures.excusedMissed(),
          line.named().inForce(),
          line.labels(),
          AgreedRow.of(line.named().agreed()),
          cells,
          figures.backfilled());
    }
  }

  /** Who was promised it. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record AgreedRow(String with, @Nullable String on, @Nullable String note) {
    static @Nullable AgreedRow of(dev.punctual.rule.Rule.@Nullable Agreement agreed) {
      return agreed == null
          ? null
          : new AgreedRow(
              agreed.with(), agreed.on() == null ? null : agreed.on().toString(), agreed.note());
    }
  }

  /** All rules together, and team by team; rules without a team are under an empty name. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record TotalRow(
      int rules,
      int onTarget,
      int atTheLimit,
      int overspent,
      int due,
      int met,
      int missed,
      int neverArrived,
      int excused,
      int unknown,
      @Nullable BigDecimal attainment,
      @Nullable BigDecimal rawAttainment,
      @Nullable BigDecimal coverage,
      int missesAllowed,
      int missesUsed,
      boolean toDate,
      @Nullable Map<String, TotalRow> teams,
      int backfilled) {
    static TotalRow of(Report report) {
      SortedMap<String, TotalRow> teams = new TreeMap<>();
      report.byTeam().forEach((team, totals) -> teams.put(team, of(totals, report, null)));
      return of(report.totals(), report, teams);
    }

    private static TotalRow of(
        Totals totals, Report report, @Nullable Map<String, TotalRow> teams) {
      Figures figures = totals.figures();
      return new TotalRow(
          totals.rules(),
          totals.onTarget(),
          totals.atTheLimit(),
          totals.overspent(),
          figures.due(),
          figures.met(),
          figures.missed(),
          figures.neverArrived(),
          figures.excused(),
          figures.unknown(),
          figures.attainment().percent(),
          figures.rawAttainment().percent(),
          figures.coverage().percent(),
          totals.missesAllowed(),
          totals.missesUsed(),
          report.running(),
          teams,
          figures.backfilled());
    }
  }

  /** One freshness rule, in whole minutes. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record FreshnessRow(
      String rule,
      String title,
      @Nullable String team,
      @Nullable Long serviceMinutes,
      @Nullable Long freshMinutes,
      long staleMinutes,
      long unknownMinutes,
      long excusedMinutes,
      int breaches,
      long worstAgeSeconds,
      @Nullable BigDecimal attainment,
      BigDecimal objective) {
    static FreshnessRow of(Freshness row) {
      return new FreshnessRow(
          row.named().rule(),
          row.named().title(),
          row.named().team(),
          row.serviceMinutes(),
          row.freshMinutes(),
          row.staleMinutes(),
          row.unknownMinutes(),
          row.excusedMinutes(),
          row.breaches(),
          row.worstAgeSeconds(),
          row.attainment().percent(),
          Share.inPercent(row.named().objective()));
    }
  }
}
