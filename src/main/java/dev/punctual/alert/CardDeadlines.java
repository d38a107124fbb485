package dev.punctual.alert;

import dev.punctual.judge.State;
import dev.punctual.ledger.RerunRights;
import dev.punctual.web.Words;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** What a card is about, for those who act on its buttons. */
@Singleton
public class CardDeadlines {

  private static final String DEADLINES =
      """
      select d.id, d.rule_id, d.slot, d.slotted, d.timezone, d.state, d.acknowledged_at,
        d.excusal_category, d.trouble
      from message m join message_member mm on mm.message_id = coalesce(m.about_id, m.id)
        join deadline d on d.id = mm.deadline_id
      where m.uid = ? order by d.due_at, d.id
      """;

  private static final String BREACHES =
      """
      select b.id, b.rule_id, b.to_at, b.acknowledged_at, b.excusal_category
      from message m join message_breach mb on mb.message_id = coalesce(m.about_id, m.id)
        join breach b on b.id = mb.breach_id
      where m.uid = ?
      """;

  private final TransactionOperations<Connection> transactions;
  private final Audience audience;
  private final RerunRights rerunRights;

  CardDeadlines(
      TransactionOperations<Connection> transactions, Audience audience, RerunRights rerunRights) {
    this.transactions = transactions;
    this.audience = audience;
    this.rerunRights = rerunRights;
  }

  /**
   * A deadline of a card, or the breach it is about.
   *
   * @param id of the deadline or breach
   * @param label title, with the time of its slot
   * @param rerun whether a task of it failed and may be cleared from here
   * @param state of a breach: overdue while it lasts, late when it is over
   */
  public record Listed(
      long id,
      boolean breach,
      String rule,
      String label,
      State state,
      boolean acknowledged,
      boolean excused,
      boolean rerun) {

    /** Whether somebody should still do something about it. */
    public boolean isOpen() {
      return state == State.OVERDUE || state == State.WAITING || state == State.AT_RISK;
    }

    /** Whether the promise was broken or could not be proved. */
    public boolean isAlarm() {
      return switch (state) {
        case OVERDUE, LATE, MISSED, UNKNOWN -> true;
        case WAITING, AT_RISK, MET -> false;
      };
    }
  }

  /** What a card is about by its public id, in the order it was due; empty for no such card. */
  public List<Listed> of(String uid) {
    return transactions.executeRead(
        status -> {
          Rows rows = new Rows(status.getConnection());
          List<Listed> deadlines = rows.list(DEADLINES, this::deadline, uid);
          return deadlines.isEmpty() ? rows.list(BREACHES, this::breach, uid) : deadlines;
        });
  }

  private Listed deadline(ResultSet row) throws SQLException {
    String label = label(row.getString("rule_id"));
    Instant slot = row.getBoolean("slotted") ? Rows.instant(row, "slot") : null;
    return listed(
        row,
        false,
        slot == null ? label : label + " " + time(slot, ZoneId.of(row.getString("timezone"))),
        State.of(row.getString("state")));
  }

  private static String time(Instant instant, ZoneId zone) {
    return Words.of(Locale.ENGLISH).time(instant, zone);
  }

  private Listed breach(ResultSet row) throws SQLException {
    boolean over = row.getObject("to_at") != null;
    return listed(row, true, label(row.getString("rule_id")), over ? State.LATE : State.OVERDUE);
  }

  private Listed listed(ResultSet row, boolean breach, String label, State state)
      throws SQLException {
    return new Listed(
        row.getLong("id"),
        breach,
        row.getString("rule_id"),
        label,
        state,
        row.getObject("acknowledged_at") != null,
        row.getString("excusal_category") != null,
        !breach && isRerunnable(row));
  }

  private boolean isRerunnable(ResultSet row) throws SQLException {
    State state = State.of(row.getString("state"));
    boolean open = state == State.OVERDUE || state == State.WAITING || state == State.AT_RISK;
    return open
        && "failed".equals(row.getString("trouble"))
        && rerunRights.allows(audience.rule(row.getString("rule_id")));
  }

  private String label(String rule) {
    String title = audience.title(rule);
    return title == null ? rule : title;
  }

  /** The team's zone, for "tomorrow". */
  public ZoneId zone(String uid) {
    String team =
        transactions.executeRead(
            status ->
                new Rows(status.getConnection())
                    .first(
                        "select team from message where uid = ?",
                        row -> row.getString(1) == null ? "" : row.getString(1),
                        uid)
                    .orElse(""));
    return audience.zone(team.isEmpty() ? null : team);
  }
}
