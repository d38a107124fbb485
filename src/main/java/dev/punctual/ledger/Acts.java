package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Tallies.RuleMonth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people say of a deadline: an overlay on its row, an audit row, a transition. */
final class Acts {

  private final Connection connection;
  private final Entry entry;
  private final Act.Author author;
  private final Instant now;

  private Acts(Connection connection, Entry entry, Act.Author author, Instant now) {
    this.connection = connection;
    this.entry = entry;
    this.author = author;
    this.now = now;
  }

  static boolean write(
      Connection connection, long deadline, Act act, Act.Author author, Instant now)
      throws SQLException {
    Entry entry = lock(connection, deadline);
    if (entry == null) {
      return false;
    }
    new Acts(connection, entry, author, now).write(act);
    return true;
  }

  private static @Nullable Entry lock(Connection connection, long deadline) throws SQLException {
    try (PreparedStatement read =
        connection.prepareStatement(
            "select " + DeadlineRows.COLUMNS + " from deadline where id = ? for update")) {
      read.setLong(1, deadline);
      try (ResultSet row = read.executeQuery()) {
        return row.next() ? DeadlineRows.read(row) : null;
      }
    }
  }

  private void write(Act act) throws SQLException {
    switch (act) {
      case Act.Acknowledgement a -> acknowledge(a);
      case Act.Snooze s -> snooze(s);
      case Act.Excusal e -> excuse(e);
      case Act.ExcusalWithdrawal w -> withdraw(w);
      case Act.Cause c -> cause(c);
      case Act.Correction c -> correct(c);
    }
    Tallies.recount(
        connection, Set.of(RuleMonth.of(entry.deadline().rule(), entry.deadline().businessDate())));
  }

  private void acknowledge(Act.Acknowledgement act) throws SQLException {
    set(
        """
        acknowledged_at = coalesce(acknowledged_at, cast(? as timestamp with time zone)),
        acknowledged_by = coalesce(acknowledged_by, cast(? as varchar))\
        """,
        now,
        author.name());
    audit("acknowledgement", null, act.note(), null, null, null);
    tell(TransitionKind.ACKNOWLEDGED, act.note());
  }

  private void snooze(Act.Snooze act) throws SQLException {
    set("snoozed_until = ?", act.until());
    audit("snooze", null, "", null, null, act.until());
    tell(TransitionKind.SNOOZED, "until " + act.until());
  }

  private void excuse(Act.Excusal act) throws SQLException {
    set(
        "excusal_category = ?, excusal_reason = ?, excusal_author = ?, excusal_at = ?",
        act.category().word(),
        act.reason(),
        author.name(),
        now);
    audit("excusal", act.category().word(), act.reason(), null, null, null);
    tell(TransitionKind.EXCUSED, act.reason());
  }

  private void withdraw(Act.ExcusalWithdrawal act) throws SQLException {
    set("excusal_category = null, excusal_reason = null, excusal_author = null, excusal_at = null");
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update act set withdrawn_at = ?, withdrawn_by = ?
            where deadline_id = ? and kind = 'excusal' and withdrawn_at is null\
            """)) {
      DeadlineRows.setInstant(update, 1, now);
      update.setString(2, author.name());
      update.setLong(3, entry.id());
      update.executeUpdate();
    }
    audit("excusal_withdrawal", null, act.reason(), null, null, null);
    tell(TransitionKind.EXCUSAL_WITHDRAWN, act.reason());
  }

  private void cause(Act.Cause act) throws SQLException {
    set(
        "cause_category = ?, cause_note = ?, cause_author = ?, cause_at = ?",
        act.category().word(),
        act.note(),
        author.name(),
        now);
    audit("cause", act.category().word(), act.note(), null, null, null);
    tell(TransitionKind.CAUSE, act.note());
  }

  private void correct(Act.Correction act) throws SQLException {
    State state = corrected(act);
    Instant arrival = act.arrivalAt();
    set(
        """
        state = ?, verdict = ?, arrival_earliest = ?, arrival_at = ?, weak = false, corrected = true,
        reason = ?, settled_at = coalesce(settled_at, cast(? as timestamp with time zone))\
        """,
        state.word(),
        act.verdict().word(),
        arrival,
        arrival,
        "corrected by " + author.name() + ": " + act.reason(),
        now);
    audit("correction", null, act.reason(), act.verdict(), arrival, null);
    tell(TransitionKind.CORRECTED, act.reason(), state);
  }

  private static State corrected(Act.Correction act) {
    return switch (act.verdict()) {
      case MET -> State.MET;
      case MISSED -> act.arrivalAt() == null ? State.MISSED : State.LATE;
      case UNKNOWN -> State.UNKNOWN;
    };
  }

  private void set(String assignments, @Nullable Object... values) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update deadline set " + assignments + ", revision = revision + 1 where id = ?")) {
      int i = 1;
      for (Object value : values) {
        bind(update, i++, value);
      }
      update.setLong(i, entry.id());
      update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof String text) {
      statement.setString(index, text);
    } else {
      DeadlineRows.setInstant(statement, index, (Instant) value);
    }
  }

  private void audit(
      String kind,
      @Nullable String category,
      String note,
      @Nullable Verdict verdict,
      @Nullable Instant arrival,
      @Nullable Instant until)
      throws SQLException {
    Audit.of(kind, author)
        .deadline(entry.id(), entry.deadline().rule())
        .category(category)
        .note(note)
        .verdict(verdict, arrival)
        .until(until)
        .write(connection, now);
  }

  private void tell(TransitionKind kind, String reason) throws SQLException {
    tell(kind, reason, entry.progress().state());
  }

  private void tell(TransitionKind kind, String reason, State to) throws SQLException {
    Progress before = entry.progress();
    Transition transition =
        new Transition(
            entry.id(),
            null,
            entry.deadline().rule(),
            null,
            entry.team(),
            entry.deadline().dueAt(),
            kind,
            before.state(),
            to,
            reason,
            author.name(),
            now);
    Transition.insert(connection, List.of(transition), now);
  }
}
