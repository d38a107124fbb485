package dev.punctual.board;

import dev.punctual.ledger.Rows;
import dev.punctual.report.Successions;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The last thirty days of rules, one letter a day, oldest first: {@code -} no deadline, {@code w}
 * waiting, {@code m} met, {@code l} late, {@code n} never arrived, {@code o} overdue, {@code u}
 * unknown, {@code e} excused, {@code r} at risk.
 */
record Strips(LocalDate today, Map<String, String> byRule) {

  static final int DAYS = 30;

  private static final String READ =
      "select rule_id, month_start, cells from month_tally where month_start >= ? and month_start"
          + " <= ?";
  private static final String NOTHING = "-".repeat(DAYS);

  /** Reads them; the past of a former id is laid under the rule that carries it on. */
  static Strips read(Rows rows, Successions successions, LocalDate today) {
    LocalDate first = today.minusDays(DAYS - 1L);
    Map<String, char[]> cells = new HashMap<>();
    rows.list(
        READ,
        row -> {
          LocalDate month = row.getObject("month_start", LocalDate.class);
          char[] strip =
              cells.computeIfAbsent(Rows.text(row, "rule_id"), _ -> NOTHING.toCharArray());
          lay(Rows.text(row, "cells"), month, first, strip);
          return month;
        },
        YearMonth.from(first).atDay(1),
        today);
    Map<String, String> strips = new HashMap<>();
    UnaryOperator<String> heirs = successions.heirs(cells.keySet());
    cells.forEach(
        (rule, strip) -> strips.merge(heirs.apply(rule), new String(strip), Successions::overlay));
    return new Strips(today, strips);
  }

  private static void lay(String cells, LocalDate month, LocalDate first, char[] strip) {
    int offset = (int) (month.toEpochDay() - first.toEpochDay());
    for (int day = Math.max(0, -offset); day < cells.length(); day++) {
      if (offset + day >= strip.length) {
        return;
      }
      strip[offset + day] = cells.charAt(day);
    }
  }

  /** The strip of a rule; its last cell shows that today is at risk. */
  String of(String rule, boolean atRisk) {
    String cells = byRule.getOrDefault(rule, NOTHING);
    return atRisk && cells.charAt(DAYS - 1) == 'w' ? cells.substring(0, DAYS - 1) + "r" : cells;
  }

  /** One cell a day for people who see, one sentence for those who listen. */
  static void draw(Html html, String cells, Words words) {
    html.put("<span class=\"strip\" role=\"img\" aria-label=\"")
        .write(spoken(cells, words))
        .put("\">");
    for (int i = 0; i < cells.length(); i++) {
      char cell = cells.charAt(i);
      html.put(cell == '-' ? "<i></i>" : CELLS[cell - 'a']);
    }
    html.put("</span>");
  }

  private static final String[] CELLS = cells();

  private static String[] cells() {
    String[] cells = new String['z' - 'a' + 1];
    for (char c = 'a'; c <= 'z'; c++) {
      cells[c - 'a'] = "<i class=" + c + "></i>";
    }
    return cells;
  }

  private static String spoken(String cells, Words words) {
    int met = 0;
    int missed = 0;
    int unknown = 0;
    for (int i = 0; i < cells.length(); i++) {
      switch (cells.charAt(i)) {
        case 'm' -> met++;
        case 'l', 'n', 'o' -> missed++;
        case 'u' -> unknown++;
        default -> {}
      }
    }
    return words.say("strip.spoken", cells.length(), met, missed, unknown);
  }

  /** The days of several rules in one strip: red from below by the share of misses. */
  void drawTeam(Html html, Collection<String> rules, Words words) {
    html.put("<span class=\"strip team\" role=\"img\" aria-label=\"")
        .write(words.say("strip.team"))
        .put("\">");
    for (int day = 0; day < DAYS; day++) {
      int[] counts = new int[4];
      for (String rule : rules) {
        count(byRule.getOrDefault(rule, NOTHING).charAt(day), counts);
      }
      html.put(teamCell(counts));
    }
    html.put("</span>");
  }

  private static void count(char cell, int[] counts) {
    switch (cell) {
      case 'm' -> counts[0]++;
      case 'l', 'n', 'o' -> counts[1]++;
      case 'u' -> counts[2]++;
      case 'w' -> counts[3]++;
      default -> {}
    }
  }

  private static String teamCell(int[] counts) {
    int judged = counts[0] + counts[1];
    if (counts[1] > 0) {
      return "<i class=s" + Math.min(9, counts[1] * 10 / judged) + "></i>";
    }
    if (counts[2] > counts[0]) {
      return "<i class=u></i>";
    }
    if (judged > 0) {
      return "<i class=m></i>";
    }
    return counts[2] > 0 ? "<i class=u></i>" : counts[3] > 0 ? "<i class=w></i>" : "<i></i>";
  }
}
