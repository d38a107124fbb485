package dev.punctual.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code month_tally} equal to the deadlines of a rule's month, by counting them anew in the
 * transaction that changed one of them.
 */
final class Tallies {

  /** From calm to worst: a day with several slots shows the worst of them. */
  private static final String SEVERITY = "-wmeulon";

  private static final String READ =
      """
      select rule_id, business_date, state, verdict, excusal_category, objective, trial,
        backfilled_at
      from deadline where business_date >= ? and business_date < ? and rule_id = any (?)\
      """;

  private static final String LOCK =
      """
      select rule_id from month_tally where month_start = ? and rule_id = any (?)
      order by rule_id for update\
      """;

  private static final String INSERT =
      """
      insert into month_tally (due, met, missed, never_arrived, excused, unproved, excused_met,
        excused_missed, still_open, backfilled, allowance, cells, rule_id, month_start)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String UPDATE =
      """
      update month_tally set due = ?, met = ?, missed = ?, never_arrived = ?, excused = ?,
        unproved = ?, excused_met = ?, excused_missed = ?, still_open = ?, backfilled = ?,
        allowance = ?, cells = ?
      where rule_id = ? and month_start = ?\
      """;

  private Tallies() {}

  /** A rule's month. */
  record RuleMonth(String rule, YearMonth month) {
    static RuleMonth of(String rule, LocalDate date) {
      return new RuleMonth(rule, YearMonth.from(date));
    }
  }

  /**
   * Counts these months anew. Their rows are locked before the deadlines are read: of two writers
   * of a month the second counts what the first has written.
   */
  static void recount(Connection connection, Collection<RuleMonth> changed) throws SQLException {
    Map<YearMonth, Set<String>> months = new TreeMap<>();
    changed.forEach(c -> months.computeIfAbsent(c.month(), m -> new TreeSet<>()).add(c.rule()));
    for (Map.Entry<YearMonth, Set<String>> month : months.entrySet()) {
      for (List<String> rules : Batch.parts(List.copyOf(month.getValue()))) {
        recount(connection, month.getKey(), rules);
      }
    }
  }

  private static void recount(Connection connection, YearMonth month, List<String> rules)
      throws SQLException {
    Set<String> locked = lock(connection, month, rules);
    List<String> lost = write(connection, count(connection, month, rules), locked);
    if (!lost.isEmpty()) {
      // Somebody else made these rows meanwhile, and counted without what is written here.
      locked = lock(connection, month, lost);
      write(connection, count(connection, month, lost), locked);
    }
  }

  /** Gives the rules that had a row to lock. */
  private static Set<String> lock(Connection connection, YearMonth month, List<String> rules)
      throws SQLException {
    Set<String> locked = new HashSet<>();
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setObject(1, month.atDay(1));
      lock.setArray(2, connection.createArrayOf("varchar", rules.toArray()));
      try (ResultSet rows = lock.executeQuery()) {
        while (rows.next()) {
          locked.add(rows.getString(1));
        }
      }
    }
    return locked;
  }

  private static List<Tally> count(Connection connection, YearMonth month, List<String> rules)
      throws SQLException {
    Map<String, Tally> tallies = new HashMap<>();
    rules.forEach(rule -> tallies.put(rule, new Tally(rule, month)));
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setObject(1, month.atDay(1));
      read.setObject(2, month.plusMonths(1).atDay(1));
      read.setArray(3, connection.createArrayOf("varchar", rules.toArray()));
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          Tally tally = tallies.get(row.getString("rule_id"));
          if (tally != null) {
            tally.add(row);
          }
        }
      }
    }
    return List.copyOf(tallies.values());
  }

  /**
   * Updates what was locked before it was counted, and nothing else: a row that came in between was
   * counted by somebody else. Gives the rules of such rows.
   */
  private static List<String> write(Connection connection, List<Tally> tallies, Set<String> locked)
      throws SQLException {
    List<Tally> absent = new ArrayList<>(tallies);
    absent.removeIf(tally -> locked.contains(tally.rule));
    List<Tally> present = new ArrayList<>(tallies);
    present.removeAll(absent);
    Batch.run(connection, UPDATE, present, (update, t) -> t.bind(update));
    List<Tally> lost = new ArrayList<>(absent);
    lost.removeAll(Batch.run(connection, INSERT, absent, (insert, t) -> t.bind(insert)));
    return lost.stream().map(tally -> tally.rule).toList();
  }

  /** The letter of one deadline; see V1__ledger.sql. */
  static char cell(String state, @Nullable String verdict, boolean excused) {
    if (excused) {
      return 'e';
    }
    return switch (state) {
      case "met" -> 'm';
      case "late" -> 'l';
      case "missed" -> 'n';
      case "overdue" -> 'o';
      case "unknown" -> 'u';
      default -> verdict == null ? 'w' : 'm';
    };
  }

  private static final class Tally {
    private final String rule;
    private final YearMonth month;
    private final char[] cells;
    private int due;
    private int met;
    private int missed;
    private int never;
    private int excused;
    private int unknown;
    private int excusedMet;
    private int excusedMissed;
    private int open;
    private int backfilled;
    private BigDecimal allowance = BigDecimal.ZERO;

    Tally(String rule, YearMonth month) {
      this.rule = rule;
      this.month = month;
      cells = "-".repeat(month.lengthOfMonth()).toCharArray();
    }

    void add(ResultSet row) throws SQLException {
      String verdict = row.getString("verdict");
      boolean isExcused = row.getString("excusal_category") != null;
      String state = DeadlineRows.text(row, "state");
      int day = row.getObject("business_date", LocalDate.class).getDayOfMonth() - 1;
      char letter = cell(state, verdict, isExcused);
      if (SEVERITY.indexOf(letter) > SEVERITY.indexOf(cells[day])) {
        cells[day] = letter;
      }
      if (!row.getBoolean("trial")) {
        count(verdict, isExcused, state.equals("missed"), row.getBigDecimal("objective"));
        backfilled += verdict != null && row.getObject("backfilled_at") != null ? 1 : 0;
      }
    }

    private void count(
        @Nullable String verdict, boolean isExcused, boolean neverArrived, BigDecimal objective) {
      boolean leaves = isExcused || "unknown".equals(verdict);
      allowance = leaves ? allowance : allowance.add(BigDecimal.ONE.subtract(objective));
      if (verdict == null) {
        open++;
        return;
      }
      due++;
      if (isExcused) {
        excused++;
        excusedMet += verdict.equals("met") ? 1 : 0;
        excusedMissed += verdict.equals("missed") ? 1 : 0;
        return;
      }
      switch (verdict) {
        case "met" -> met++;
        case "missed" -> {
          missed++;
          never += neverArrived ? 1 : 0;
        }
        default -> unknown++;
      }
    }

    void bind(PreparedStatement statement) throws SQLException {
      int[] counts = {
        due, met, missed, never, excused, unknown, excusedMet, excusedMissed, open, backfilled
      };
      for (int i = 0; i < counts.length; i++) {
        statement.setInt(i + 1, counts[i]);
      }
      statement.setBigDecimal(11, allowance);
      statement.setString(12, new String(cells));
      statement.setString(13, rule);
      statement.setDate(14, Date.valueOf(month.atDay(1)));
    }
  }
}
