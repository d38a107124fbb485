package dev.punctual.report;

import dev.punctual.ledger.Allowance;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger's roll-ups: what pages over history read instead of the deadlines themselves. */
@Singleton
class TallyRows {
  private final Rows rows;

  TallyRows(Rows rows) {
    this.rows = rows;
  }

  /** Every rule's months of a period. */
  List<Tally> of(Period period) {
    return rows.list(
        """
        select met, missed, never_arrived, excused, unproved, excused_met, excused_missed,
          backfilled, rule_id, month_start, allowance, cells, still_open
        from month_tally
        where month_start >= ? and month_start < ?
        """,
        TallyRows::tally,
        period.start(),
        period.end());
  }

  /** All rules of a period in one. */
  Figures total(Period period) {
    return rows.list(
            """
            select sum(met) as met, sum(missed) as missed, sum(never_arrived) as never_arrived,
              sum(excused) as excused, sum(unproved) as unproved,
              sum(excused_met) as excused_met, sum(excused_missed) as excused_missed,
              sum(backfilled) as backfilled
            from month_tally
            where month_start >= ? and month_start < ?
            """,
            TallyRows::figures,
            period.start(),
            period.end())
        .getFirst();
  }

  /** Every rule's sums over a period, as far as its deadlines are stored. */
  void byRule(Period period, Map<String, Figures> figures, Map<String, Allowance> allowances) {
    rows.list(
        """
        select sum(met) as met, sum(missed) as missed, sum(never_arrived) as never_arrived,
          sum(excused) as excused, sum(unproved) as unproved,
          sum(excused_met) as excused_met, sum(excused_missed) as excused_missed,
          sum(backfilled) as backfilled, rule_id, sum(allowance) as allowance
        from month_tally
        where month_start >= ? and month_start < ?
        group by rule_id
        """,
        row -> {
          Figures sum = figures(row);
          String rule = row.getString(9);
          allowances.put(rule, new Allowance(row.getBigDecimal(10), sum.missed()));
          return figures.put(rule, sum) == null;
        },
        period.start(),
        period.end());
  }

  /** The first date anything is known of; null while nothing is. */
  @Nullable LocalDate firstDate() {
    return rows.list(
            "select min(month_start) as first_month from month_tally",
            row -> Optional.ofNullable(row.getObject("first_month", LocalDate.class)))
        .getFirst()
        .orElse(null);
  }

  /** By position: finding columns by name costs as much as reading them. */
  private static Tally tally(ResultSet row) throws SQLException {
    return new Tally(
        row.getString(9),
        row.getObject(10, LocalDate.class),
        figures(row),
        row.getBigDecimal(11),
        row.getString(12),
        row.getInt(13));
  }

  private static Figures figures(ResultSet row) throws SQLException {
    return new Figures(
        row.getInt(1),
        row.getInt(2),
        row.getInt(3),
        row.getInt(4),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7),
        row.getInt(8));
  }
}
