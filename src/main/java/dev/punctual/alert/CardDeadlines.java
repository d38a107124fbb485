package dev.punctual.alert;

import dev.punctual.judge.State;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a card is about, for those who act on its buttons. */
@Singleton
public class CardDeadlines {

  private final TransactionOperations<Connection> transactions;
  private final Audience audience;

  CardDeadlines(TransactionOperations<Connection> transactions, Audience audience) {
    this.transactions = transactions;
    this.audience = audience;
  }

  /**
   * A deadline of a card.
   *
   * @param slot null without {@code every}
   * @param label title, with the time of its slot
   */
  public record Listed(
      long id,
      String rule,
      LocalDate businessDate,
      @Nullable Instant slot,
      String label,
      State state,
      boolean acknowledged,
      boolean excused) {

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

  /** Deadlines of a card by its public id, in the order they were due; empty for no such card. */
  public List<Listed> of(String uid) {
    return transactions.executeRead(
        status ->
            new Rows(status.getConnection())
                .list(
                    """
                    select d.id, d.rule_id, d.business_date, d.slot, d.slotted, d.timezone, d.state,
                      d.acknowledged_at, d.excusal_category
                    from message m join message_member mm on mm.message_id = m.id
                      join deadline d on d.id = mm.deadline_id
                    where m.uid = ? order by d.due_at, d.id
                    """,
                    this::read,
                    uid));
  }

  private Listed read(ResultSet row) throws SQLException {
    String rule = row.getString("rule_id");
    Instant slot = row.getBoolean("slotted") ? Rows.instant(row, "slot") : null;
    String title = audience.title(rule);
    String label = title == null ? rule : title;
    return new Listed(
        row.getLong("id"),
        rule,
        row.getObject("business_date", LocalDate.class),
        slot,
        slot == null
            ? label
            : label + " " + Wording.time(slot, ZoneId.of(row.getString("timezone"))),
        State.of(row.getString("state")),
        row.getObject("acknowledged_at") != null,
        row.getString("excusal_category") != null);
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
