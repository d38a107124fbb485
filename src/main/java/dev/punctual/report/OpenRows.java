package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Unsettled.Day;
import dev.punctual.report.Unsettled.Open;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
                excusal_reason, excusal_author, excusal_at, arrival_at, slotted
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
    return new Unsettled(
        open.stream().map(each -> each.of(histories.heir(each.rule()))).toList(), others(open));
  }

  /** The letters of the slots beside an unsettled one. */
  private Map<Day, String> others(List<Open> open) {
    Set<LocalDate> days = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    for (Open each : open) {
      if (each.slotted()) {
        days.add(each.businessDate());
        ids.add(each.rule());
      }
    }
    List<String> kin = ids.isEmpty() ? List.of() : List.copyOf(former.kin(ids));
    Histories histories = former.histories(kin);
    Map<Day, String> others = new HashMap<>();
    days.forEach(
        date ->
            rows.list(
                """
                select rule_id, state, excusal_category from deadline
                where business_date = ? and rule_id = any(?)
                  and (verdict is not null or excusal_category is not null)
                """,
                row ->
                    others.merge(
                        new Day(histories.heir(row.getString("rule_id")), date),
                        letter(row),
                        Tally::overlay),
                date,
                kin));
    return others;
  }

  private static String letter(ResultSet row) throws SQLException {
    return row.getString("excusal_category") != null
        ? "e"
        : switch (State.of(row.getString("state"))) {
          case MET -> "m";
          case LATE -> "l";
          case MISSED -> "n";
          case OVERDUE -> "o";
          case UNKNOWN -> "u";
          case WAITING, AT_RISK -> "w";
        };
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
        rule,
        date,
        due,
        row.getBigDecimal("objective"),
        row.getString("reason"),
        row.getBoolean("slotted"),
        excusal);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
