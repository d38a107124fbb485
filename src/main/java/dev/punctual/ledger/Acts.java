package dev.punctual.ledger;

import dev.punctual.judge.State;
import dev.punctual.ledger.Tallies.RuleMonth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a deadline or a breach: an overlay on its row, an audit row, a transition. The
 * row is locked first, so that of two who say the same at once one is first.
 */
final class Acts {

  private final Connection connection;
  private final Held on;
  private final Act.Author author;
  private final Instant now;

  private Acts(Connection connection, Held on, Act.Author author, Instant now) {
    this.connection = connection;
    this.on = on;
    this.author = author;
    this.now = now;
  }

  /** A subject under lock, with what was said of it before. */
  private record Held(
      Subject subject, @Nullable Instant acknowledgedAt, @Nullable String acknowledgedBy) {

    static Held read(Subject subject, ResultSet row) throws SQLException {
      return new Held(
          subject, DeadlineRows.instant(row, "acknowledged_at"), row.getString("acknowledged_by"));
    }

    /** Whether there is still something to look after. */
    boolean isOpen() {
      return switch (subject) {
        case Entry deadline ->
            switch (deadline.progress().state()) {
              case WAITING, AT_RISK, OVERDUE -> true;
              case UNKNOWN -> !deadline.progress().isSettled();
              case MET, LATE, MISSED -> false;
            };
        case Breach breach -> breach.to() == null;
      };
    }
  }

  static Acted write(Connection connection, Subject on, Act act, Act.Author author, Instant now)
      throws SQLException {
    return switch (on) {
      case Entry deadline -> write(connection, deadline.id(), act, author, now);
      case Breach breach -> write(connection, breach(connection, breach.id()), act, author, now);
    };
  }

  static Acted write(Connection connection, long deadline, Act act, Act.Author author, Instant now)
      throws SQLException {
    return write(connection, deadline(connection, deadline), act, author, now);
  }

  /** Writes what was said while the deadline was still open, whatever became of it since. */
  static void recall(Connection connection, long deadline, Act act, Act.Author author, Instant then)
      throws SQLException {
    Held on = deadline(connection, deadline);
    if (on != null) {
      new Acts(connection, on, author, then).put(act);
    }
  }

  private static Acted write(
      Connection connection, @Nullable Held on, Act act, Act.Author author, Instant now)
      throws SQLException {
    return on == null ? new Acted.Gone() : new Acts(connection, on, author, now).write(act);
  }

  private static @Nullable Held deadline(Connection connection, long id) throws SQLException {
    try (PreparedStatement read =
        connection.prepareStatement(
            "select "
                + DeadlineRows.COLUMNS
                + ", acknowledged_at, acknowledged_by from deadline where id = ? for update")) {
      read.setLong(1, id);
      try (ResultSet row = read.executeQuery()) {
        return row.next() ? Held.read(DeadlineRows.read(row), row) : null;
      }
    }
  }

  private static @Nullable Held breach(Connection connection, long id) throws SQLException {
    try (PreparedStatement read =
        connection.prepareStatement(
            """
            select id, rule_id, team, from_at, to_at, acknowledged_at, acknowledged_by
            from breach where id = ? for update\
            """)) {
      read.setLong(1, id);
      try (ResultSet row = read.executeQuery()) {
        return row.next() ? Held.read(Breaches.read(row), row) : null;
      }
    }
  }

  private Acted write(Act act) throws SQLException {
    Acted before = before(act);
    if (before != null) {
      return before;
    }
    put(act);
    return new Acted.Written();
  }

  private void put(Act act) throws SQLException {
    State to =
        switch (act) {
          case Act.Acknowledgement _ -> acknowledge();
          case Act.Snooze snooze -> set("snoozed_until = ?", snooze.until());
          case Act.Excusal excusal -> excuse(excusal);
          case Act.ExcusalWithdrawal _ -> withdraw();
          case Act.Cause cause -> cause(cause);
          case Act.Correction correction -> correct(correction);
          case Act.RerunAsked _, Act.Rerun _ -> null;
        };
    audit(act).write(connection, now);
    if (!(act instanceof Act.RerunAsked)) {
      tell(act, to);
    }
    if (on.subject() instanceof Entry entry && changesFigures(act)) {
      Tallies.recount(
          connection,
          Set.of(RuleMonth.of(entry.deadline().rule(), entry.deadline().businessDate())));
    }
  }

  private static boolean changesFigures(Act act) {
    return switch (act) {
      case Act.Excusal _, Act.ExcusalWithdrawal _, Act.Correction _ -> true;
      case Act.Acknowledgement _, Act.Snooze _, Act.Cause _, Act.RerunAsked _, Act.Rerun _ -> false;
    };
  }

  /** Why there is nothing to write; null when there is. */
  private @Nullable Acted before(Act act) {
    boolean looksAfter =
        switch (act) {
          case Act.Acknowledgement _, Act.Snooze _, Act.RerunAsked _ -> true;
          case Act.Excusal _, Act.ExcusalWithdrawal _, Act.Cause _, Act.Correction _, Act.Rerun _ ->
              false;
        };
    if (looksAfter && !on.isOpen()) {
      return new Acted.Over();
    }
    Instant acknowledged = on.acknowledgedAt();
    return act instanceof Act.Acknowledgement && acknowledged != null
        ? new Acted.Already(Objects.requireNonNull(on.acknowledgedBy()), acknowledged)
        : null;
  }

  private @Nullable State acknowledge() throws SQLException {
    return set("acknowledged_at = ?, acknowledged_by = ?", now, author.name());
  }

  private @Nullable State excuse(Act.Excusal act) throws SQLException {
    return set(
        "excusal_category = ?, excusal_reason = ?, excusal_author = ?, excusal_at = ?",
        act.category().word(),
        act.reason(),
        author.name(),
        now);
  }

  private @Nullable State withdraw() throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update act set withdrawn_at = ?, withdrawn_by = ? where "
                + (on.subject() instanceof Breach ? "breach_id" : "deadline_id")
                + " = ? and kind = 'excusal' and withdrawn_at is null")) {
      DeadlineRows.setInstant(update, 1, now);
      update.setString(2, author.name());
      update.setLong(3, on.subject().id());
      update.executeUpdate();
    }
    return set(
        "excusal_category = null, excusal_reason = null, excusal_author = null, excusal_at = null");
  }

  private @Nullable State cause(Act.Cause act) throws SQLException {
    return set(
        "cause_category = ?, cause_note = ?, cause_author = ?, cause_at = ?",
        act.category().word(),
        act.note(),
        author.name(),
        now);
  }

  private State correct(Act.Correction act) throws SQLException {
    if (on.subject() instanceof Breach) {
      throw new IllegalArgumentException("a breach has no verdict");
    }
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
    return state;
  }

  private static State corrected(Act.Correction act) {
    return switch (act.verdict()) {
      case MET -> State.MET;
      case MISSED -> act.arrivalAt() == null ? State.MISSED : State.LATE;
      case UNKNOWN -> State.UNKNOWN;
    };
  }

  /**
   * Changes the overlay.
   *
   * @return null: no overlay but a correction changes the state
   */
  private @Nullable State set(String assignments, @Nullable Object... values) throws SQLException {
    String update =
        switch (on.subject()) {
          case Entry _ ->
              "update deadline set " + assignments + ", revision = revision + 1 where id = ?";
          case Breach _ -> "update breach set " + assignments + " where id = ?";
        };
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      int i = 1;
      for (Object value : values) {
        bind(statement, i++, value);
      }
      statement.setLong(i, on.subject().id());
      statement.executeUpdate();
    }
    return null;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof String text) {
      statement.setString(index, text);
    } else {
      DeadlineRows.setInstant(statement, index, (Instant) value);
    }
  }

  private Audit audit(Act act) {
    Audit row = Audit.of(word(act), author).note(note(act));
    Audit about =
        switch (on.subject()) {
          case Entry deadline -> row.deadline(deadline.id(), deadline.rule());
          case Breach breach -> row.breach(breach.id(), breach.rule());
        };
    return switch (act) {
      case Act.Acknowledgement _, Act.ExcusalWithdrawal _, Act.RerunAsked _, Act.Rerun _ -> about;
      case Act.Snooze snooze -> about.until(snooze.until());
      case Act.Excusal excusal -> about.category(excusal.category().word());
      case Act.Cause cause -> about.category(cause.category().word());
      case Act.Correction correction -> about.verdict(correction.verdict(), correction.arrivalAt());
    };
  }

  private static String word(Act act) {
    return switch (act) {
      case Act.Acknowledgement _ -> "acknowledgement";
      case Act.Snooze _ -> "snooze";
      case Act.Excusal _ -> "excusal";
      case Act.ExcusalWithdrawal _ -> "excusal_withdrawal";
      case Act.Cause _ -> "cause";
      case Act.Correction _ -> "correction";
      case Act.RerunAsked _ -> "rerun_asked";
      case Act.Rerun _ -> "rerun";
    };
  }

  private static String note(Act act) {
    return switch (act) {
      case Act.Acknowledgement said -> said.note();
      case Act.Snooze _, Act.RerunAsked _ -> "";
      case Act.Rerun said -> said.outcome();
      case Act.Excusal said -> said.reason();
      case Act.ExcusalWithdrawal said -> said.reason();
      case Act.Cause said -> said.note();
      case Act.Correction said -> said.reason();
    };
  }

  private void tell(Act act, @Nullable State to) throws SQLException {
    TransitionKind kind =
        switch (act) {
          case Act.Acknowledgement _ -> TransitionKind.ACKNOWLEDGED;
          case Act.Snooze _ -> TransitionKind.SNOOZED;
          case Act.Excusal _ -> TransitionKind.EXCUSED;
          case Act.ExcusalWithdrawal _ -> TransitionKind.EXCUSAL_WITHDRAWN;
          case Act.Cause _ -> TransitionKind.CAUSE;
          case Act.Correction _ -> TransitionKind.CORRECTED;
          case Act.RerunAsked _, Act.Rerun _ -> TransitionKind.RERUN;
        };
    String reason = act instanceof Act.Snooze s ? "until " + s.until() : note(act);
    Transition told = Transition.said(on.subject(), kind, to, reason, author.name(), now);
    Transition.insert(connection, List.of(told), now);
  }
}
