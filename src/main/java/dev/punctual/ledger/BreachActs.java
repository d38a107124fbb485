package dev.punctual.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people say of a breach: an overlay on its row, an audit row, a transition. */
final class BreachActs {

  private BreachActs() {}

  private record Breach(long id, String rule, @Nullable String team) {}

  static boolean write(Connection connection, long id, Act act, Act.Author author, Instant now)
      throws SQLException {
    Breach breach = lock(connection, id);
    if (breach == null) {
      return false;
    }
    switch (act) {
      case Act.Acknowledgement a -> {
        set(
            connection,
            breach,
            """
            acknowledged_at = coalesce(acknowledged_at, cast(? as timestamp with time zone)),
            acknowledged_by = coalesce(acknowledged_by, cast(? as varchar))\
            """,
            now,
            author.name());
        tell(connection, breach, TransitionKind.ACKNOWLEDGED, null, a.note(), author, now);
      }
      case Act.Excusal e -> {
        set(
            connection,
            breach,
            "excusal_category = ?, excusal_reason = ?, excusal_author = ?, excusal_at = ?",
            e.category().word(),
            e.reason(),
            author.name(),
            now);
        tell(
            connection,
            breach,
            TransitionKind.EXCUSED,
            e.category().word(),
            e.reason(),
            author,
            now);
      }
      case Act.ExcusalWithdrawal w -> {
        set(
            connection,
            breach,
            "excusal_category = null, excusal_reason = null, excusal_author = null,"
                + " excusal_at = null");
        Rows.update(
            connection,
            """
            update act set withdrawn_at = ?, withdrawn_by = ?
            where breach_id = ? and kind = 'excused' and withdrawn_at is null\
            """,
            now,
            author.name(),
            breach.id());
        tell(connection, breach, TransitionKind.EXCUSAL_WITHDRAWN, null, w.reason(), author, now);
      }
      case Act.Cause c -> {
        set(
            connection,
            breach,
            "cause_category = ?, cause_note = ?, cause_author = ?, cause_at = ?",
            c.category().word(),
            c.note(),
            author.name(),
            now);
        tell(connection, breach, TransitionKind.CAUSE, c.category().word(), c.note(), author, now);
      }
      case Act.Snooze ignored -> throw new IllegalArgumentException("a breach is not snoozed");
      case Act.Correction ignored ->
          throw new IllegalArgumentException("a breach has no verdict to correct");
    }
    return true;
  }

  private static @Nullable Breach lock(Connection connection, long id) throws SQLException {
    try (PreparedStatement read =
            Rows.prepared(
                connection, "select id, rule_id, team from breach where id = ? for update", id);
        ResultSet row = read.executeQuery()) {
      return row.next()
          ? new Breach(row.getLong("id"), Rows.text(row, "rule_id"), row.getString("team"))
          : null;
    }
  }

  private static void set(
      Connection connection, Breach breach, String assignments, @Nullable Object... values)
      throws SQLException {
    @Nullable Object[] all = java.util.Arrays.copyOf(values, values.length + 1);
    all[values.length] = breach.id();
    Rows.update(connection, "update breach set " + assignments + " where id = ?", all);
  }

  private static void tell(
      Connection connection,
      Breach breach,
      TransitionKind kind,
      @Nullable String category,
      String words,
      Act.Author author,
      Instant now)
      throws SQLException {
    Audit.of(kind.word(), author)
        .breach(breach.id(), breach.rule())
        .category(category)
        .note(words)
        .write(connection, now);
    Transition told =
        Transition.ofBreach(breach.id(), breach.rule(), breach.team(), kind, words, now)
            .by(author.name());
    Transition.insert(connection, List.of(told), now);
  }
}
