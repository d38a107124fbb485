package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Unknown;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands behind a report's figures: only rows that are not plainly met, through the
 * indexes by state and by excusal, so that it costs what went wrong and not what went well.
 */
@Singleton
class DetailRows {
  /** Deadlines are stored two days ahead at most, so none is excused earlier than this. */
  private static final Duration EXCUSED_AHEAD = Duration.ofDays(30);

  private final Rows rows;
  private final Misses misses;
  private final PromiseChanges changes;
  private final AlertNoise noise;
  private final FormerRules former;
  private final PastPeriods past;

  DetailRows(
      Rows rows,
      Misses misses,
      PromiseChanges changes,
      AlertNoise noise,
      FormerRules former,
      PastPeriods past) {
    this.rows = rows;
    this.misses = misses;
    this.changes = changes;
    this.noise = noise;
    this.former = former;
    this.past = past;
  }

  /** Everything behind the figures of a period. */
  @ReadOnly
  Details of(Report report) {
    Period period = report.period();
    List<Miss> missed = misses.between(period.start(), period.end());
    List<Excused> excused = excused(period);
    List<Unknown> unknown = unknown(period);
    Set<String> ids = new HashSet<>();
    excused.forEach(each -> ids.add(each.rule()));
    unknown.forEach(each -> ids.add(each.rule()));
    Histories histories = former.histories(ids);
    Instant from = report.from();
    Instant to = report.to();
    return new Details(
        missed,
        Incidents.count(missed),
        excused.stream().map(each -> each.of(histories.heir(each.rule()))).toList(),
        unknown.stream().map(each -> each.of(histories.heir(each.rule()))).toList(),
        changes.between(from, to),
        noise.between(from, to),
        past.before(period));
  }

  /** Found by the instant of the excusal alone: any other condition leads H2 to a wider index. */
  private List<Excused> excused(Period period) {
    return rows
        .list(
            """
            select rule_id, business_date, due_at, excusal_category, excusal_reason,
              excusal_author, excusal_at, state, verdict, arrival_at, trial
            from deadline where excusal_at >= ?
            """,
            row -> row.getBoolean("trial") ? Optional.<Excused>empty() : Optional.of(excused(row)),
            period.from(ZoneOffset.UTC).minus(EXCUSED_AHEAD))
        .stream()
        .flatMap(Optional::stream)
        .filter(each -> period.contains(each.businessDate()) && each.underneath() != null)
        .sorted(
            Comparator.comparing(Excused::businessDate)
                .thenComparing(Excused::dueAt)
                .thenComparing(Excused::rule))
        .toList();
  }

  private List<Unknown> unknown(Period period) {
    return rows.list(
        """
        select rule_id, business_date, due_at, reason from deadline
        where state = 'unknown' and business_date >= ? and business_date < ?
          and verdict = 'unknown' and excusal_category is null and trial = false
        order by business_date, due_at, rule_id
        """,
        row ->
            new Unknown(
                row.getString("rule_id"),
                row.getObject("business_date", LocalDate.class),
                Rows.instant(row, "due_at"),
                row.getString("reason"),
                true),
        period.start(),
        period.end());
  }

  private static Excused excused(ResultSet row) throws SQLException {
    String verdict = row.getString("verdict");
    return new Excused(
        row.getString("rule_id"),
        row.getObject("business_date", LocalDate.class),
        Rows.instant(row, "due_at"),
        row.getString("excusal_category"),
        orEmpty(row.getString("excusal_reason")),
        orEmpty(row.getString("excusal_author")),
        Rows.instant(row, "excusal_at"),
        State.of(row.getString("state")),
        verdict == null ? null : Verdict.of(verdict),
        Rows.instantOrNull(row, "arrival_at"));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
