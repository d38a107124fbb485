package dev.punctual.ledger;

import dev.punctual.rule.Rule;
import dev.punctual.rule.Schedule;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules in parts whose deadlines of some days fit into one answer of the database. H2 writes an
 * answer of more rows than some ten thousand (at the heap the launcher gives) to a file before it
 * gives the first one, which takes ten times as long as reading them.
 */
public final class RuleParts {

  static final int ROWS = 4_000;

  private RuleParts() {}

  /**
   * The ids of each part, former ones included, each id once. A rule by itself may be more than
   * fits.
   *
   * @param from first business date
   * @param to last business date
   */
  public static List<List<String>> of(List<Rule> rules, LocalDate from, LocalDate to) {
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Rule rule : rules) {
      long own = days * Schedule.perDay(List.of(rule));
      rows.put(rule.id(), own);
      String was = rule.counting().was();
      if (was != null) {
        rows.putIfAbsent(was, own);
      }
    }
    return parts(rows);
  }

  private static List<List<String>> parts(Map<String, Long> rows) {
    List<List<String>> parts = new ArrayList<>();
    long taken = 0;
    for (Map.Entry<String, Long> rule : rows.entrySet()) {
      if (parts.isEmpty() || taken + rule.getValue() > ROWS) {
        parts.add(new ArrayList<>());
        taken = 0;
      }
      taken += rule.getValue();
      parts.getLast().add(rule.getKey());
    }
    return parts;
  }
}
