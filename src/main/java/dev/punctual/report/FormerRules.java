package dev.punctual.report;

import dev.punctual.ledger.Heirs;
import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Histories.Named;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the ledger remembers of definitions that were in force. */
@Singleton
class FormerRules {
  private final Rows rows;
  private final dev.punctual.ledger.Rows ledger;
  private final RuleBook book;

  FormerRules(Rows rows, dev.punctual.ledger.Rows ledger, RuleBook book) {
    this.rows = rows;
    this.ledger = ledger;
    this.book = book;
  }

  /** Beside the rules in force now. */
  Histories histories(Collection<String> ids) {
    return histories(book.rules(), ids);
  }

  /**
   * @param ids all ids that figures were stored for
   */
  Histories histories(RuleSet rules, Collection<String> ids) {
    List<String> gone =
        ids.stream().filter(id -> !rules.rules().containsKey(id)).distinct().toList();
    Map<String, Named> former = new HashMap<>();
    if (!gone.isEmpty()) {
      rows.list(
          """
          select rule_id, title, team, objective from rule_version
          where rule_id = any(?) order by since
          """,
          row -> former.put(row.getString("rule_id"), named(row)),
          gone);
    }
    return new Histories(rules, former, Heirs.read(ledger, rules, ids));
  }

  /** Ids that a rule has or had as its {@code was}. */
  List<String> givenUp() {
    return rows.list(
        "select distinct was from rule_version where was is not null", row -> row.getString("was"));
  }

  /** Every id whose history is carried on by the same rules as that of these. */
  Set<String> kin(Collection<String> ids) {
    Set<String> known = new TreeSet<>(givenUp());
    for (Rule rule : book.rules().rules().values()) {
      if (rule.counting().was() != null) {
        known.add(rule.counting().was());
      }
    }
    known.addAll(ids);
    Histories histories = histories(known);
    Set<String> kin = new TreeSet<>();
    ids.forEach(id -> kin.add(histories.heir(id)));
    known.removeIf(id -> !kin.contains(histories.heir(id)));
    kin.addAll(known);
    return kin;
  }

  private static Named named(ResultSet row) throws SQLException {
    return Histories.gone(
        row.getString("rule_id"),
        row.getString("title"),
        row.getString("team"),
        row.getBigDecimal("objective"));
  }
}
