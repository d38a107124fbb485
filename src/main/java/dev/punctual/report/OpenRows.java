package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Unsettled.Open;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The deadlines of a period that have no verdict yet. */
@Singleton
class OpenRows {
  private final Rows rows;
  private final FormerRules former;

  OpenRows(Rows rows, FormerRules former) {
    this.rows = rows;
    this.former = former;
  }

  Unsettled of(Period period) {
    List<Open> open = new ArrayList<>();
    for (State state : Unsettled.STATES) {
      open.addAll(
          rows.list(
              """
              select rule_id, business_date, due_at, objective, reason, state, excusal_category,
                excusal_reason, excusal_author, excusal_at, arrival_at
              from deadline
              where state = ? and business_date >= ? and business_date < ? and verdict is null
                and trial = false
              order by business_date, due_at, rule_id
              """,
              OpenRows::open,
              state.word(),
              period.start(),
              period.end()));
    }
    Set<String> ids = new HashSet<>();
    open.forEach(each -> ids.add(each.rule()));
    Histories histories = former.histories(ids);
    return new Unsettled(open.stream().map(each -> each.of(histories.heir(each.rule()))).toList());
  }

  /** The due instant of the last deadline that is stored of a period; null without any. */
  @Nullable Instant lastDue(Period period) {
    return rows.list(
            """
            select max(due_at) as last_due from deadline
            where business_date >= ? and business_date < ?
            """,
            row -> java.util.Optional.ofNullable(Rows.instantOrNull(row, "last_due")),
            period.end().minusDays(3),
            period.end())
        .getFirst()
        .orElse(null);
  }

  private static Open open(ResultSet row) throws SQLException {
    String rule = row.getString("rule_id");
    LocalDate date = row.getObject("business_date", LocalDate.class);
    Instant due = Rows.instant(row, "due_at");
    String category = row.getString("excusal_category");
    Excused excusal =
        category == null
            ? null
            : new Excused(
                rule,
                date,
                due,
                category,
                orEmpty(row.getString("excusal_reason")),
                orEmpty(row.getString("excusal_author")),
                Rows.instant(row, "excusal_at"),
                State.of(row.getString("state")),
                null,
                Rows.instantOrNull(row, "arrival_at"));
    return new Open(
        rule, date, due, row.getBigDecimal("objective"), row.getString("reason"), excusal);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
