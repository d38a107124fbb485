package dev.punctual.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Transitions of escalations: one for each deadline that was still without anybody. */
final class Escalations {

  private static final String DEADLINES =
      """
      insert into transition (deadline_id, rule_id, team, due_at, kind, from_state, to_state, reason,
        happened_at, recorded_at, folded)
      select id, rule_id, team, due_at, ?, state, state, ?, ?, ?, false from deadline
      where id = any (?)\
      """;

  private static final String BREACH =
      """
      insert into transition (breach_id, rule_id, team, kind, reason, happened_at, recorded_at, folded)
      select id, rule_id, team, ?, ?, ?, ?, false from breach where id = ?\
      """;

  private Escalations() {}

  static void tell(
      Connection connection,
      Collection<Long> deadlines,
      @Nullable Long breach,
      String reason,
      Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(breach == null ? DEADLINES : BREACH)) {
      insert.setString(1, TransitionKind.ESCALATED.word());
      insert.setString(2, reason);
      DeadlineRows.setInstant(insert, 3, now);
      DeadlineRows.setInstant(insert, 4, now);
      if (breach == null) {
        insert.setArray(5, connection.createArrayOf("bigint", deadlines.toArray()));
      } else {
        insert.setLong(5, breach);
      }
      insert.executeUpdate();
    }
  }
}
