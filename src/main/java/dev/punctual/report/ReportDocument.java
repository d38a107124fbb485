package dev.punctual.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.report.Report.Line;
import dev.punctual.report.Report.Totals;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A report as JSON. Instants are ISO 8601 in UTC, percentages numbers with one decimal, rounded
 * down, or null where there is no data; an objective is exact.
 *
 * @param to end of the period, not part of it
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
    List<FreshnessRow> freshness) {

  static ReportDocument of(Report report) {
    return new ReportDocument(
        report.period().id(),
        report.zone().getId(),
        report.from().toString(),
        report.to().toString(),
        report.generatedAt().toString(),
        report.lines().stream().map(RuleRow::of).toList(),
        TotalRow.of(report),
        report.freshness().stream().map(FreshnessRow::of).toList());
  }

  /** An objective in per cent, exact, with at least one decimal: 97.0, 99.95. */
  static BigDecimal objective(BigDecimal fraction) {
    BigDecimal percent = fraction.movePointRight(2).stripTrailingZeros();
    return percent.scale() < 1 ? percent.setScale(1) : percent;
  }

  /** One rule. */
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
      @Nullable String standing) {
    static RuleRow of(Line line) {
      Figures figures = line.figures();
      Standing standing = line.standing();
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
          ReportDocument.objective(line.named().objective()),
          line.allowance().allowed(),
          line.allowance().used(),
          standing == null ? null : standing.word());
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
      @Nullable SortedMap<String, TotalRow> teams) {
    static TotalRow of(Report report) {
      SortedMap<String, TotalRow> teams = new TreeMap<>();
      report.byTeam().forEach((team, totals) -> teams.put(team, of(totals, report, null)));
      return of(report.totals(), report, teams);
    }

    private static TotalRow of(
        Totals totals, Report report, @Nullable SortedMap<String, TotalRow> teams) {
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
          teams);
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
          ReportDocument.objective(row.named().objective()));
    }
  }
}
