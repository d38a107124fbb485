package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import dev.punctual.judge.Progress.Trouble;
import dev.punctual.judge.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for the log and the messages. Written in the transaction of the change
 * it tells of.
 *
 * @param happenedAt when it was so; not when it was written
 */
record Transition(
    @Nullable Long deadlineId,
    @Nullable Long breachId,
    @Nullable String rule,
    @Nullable String source,
    @Nullable String team,
    @Nullable Instant dueAt,
    TransitionKind kind,
    @Nullable State from,
    @Nullable State to,
    String reason,
    @Nullable String author,
    Instant happenedAt) {

  private static final String INSERT =
      """
      insert into transition (deadline_id, breach_id, rule_id, source, team, due_at, kind, from_state,
        to_state, reason, author, happened_at, recorded_at, folded)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  static Transition of(
      Entry entry, Progress next, TransitionKind kind, String reason, Instant happenedAt) {
    return new Transition(
        entry.id(),
        null,
        entry.deadline().rule(),
        null,
        entry.team(),
        entry.deadline().dueAt(),
        kind,
        entry.progress().state(),
        next.state(),
        reason,
        null,
        happenedAt);
  }

  static Transition ofSource(
      String source, TransitionKind kind, String reason, Instant happenedAt) {
    return new Transition(
        null, null, null, source, null, null, kind, null, null, reason, null, happenedAt);
  }

  static Transition ofRules(TransitionKind kind, String reason, Instant happenedAt) {
    return ofSource("", kind, reason, happenedAt).withoutSource();
  }

  static Transition ofBreach(
      long breach,
      String rule,
      @Nullable String team,
      TransitionKind kind,
      String reason,
      Instant at) {
    return new Transition(null, breach, rule, null, team, null, kind, null, null, reason, null, at);
  }

  /** What a person said; {@code to} only where that changed the state. */
  static Transition said(
      Subject on,
      TransitionKind kind,
      @Nullable State to,
      String reason,
      String author,
      Instant at) {
    return switch (on) {
      case Entry entry -> {
        State before = entry.progress().state();
        yield new Transition(
            entry.id(),
            null,
            entry.rule(),
            null,
            entry.team(),
            entry.deadline().dueAt(),
            kind,
            before,
            to == null ? before : to,
            reason,
            author,
            at);
      }
      case Breach breach ->
          ofBreach(breach.id(), breach.rule(), breach.team(), kind, reason, at).by(author);
    };
  }

  private Transition withoutSource() {
    return new Transition(
        null, null, null, null, null, null, kind, null, null, reason, null, happenedAt);
  }

  Transition by(String who) {
    return new Transition(
        deadlineId, breachId, rule, source, team, dueAt, kind, from, to, reason, who, happenedAt);
  }

  /** What a change of progress tells; at most one of trouble, one of state and one heads-up. */
  static List<Transition> between(Entry entry, Progress next, Instant now) {
    Progress before = entry.progress();
    List<Transition> told = new ArrayList<>();
    Trouble trouble = next.trouble();
    if (trouble != null && !trouble.equals(before.trouble()) && kindOf(trouble) != null) {
      told.add(of(entry, next, Objects.requireNonNull(kindOf(trouble)), trouble.text(), now));
    }
    TransitionKind kind = kindOf(before, next);
    if (kind != null) {
      told.add(of(entry, next, kind, next.reason(), happened(entry, next, kind, now)));
    }
    if (next.reminded() && !before.reminded()) {
      told.add(of(entry, next, TransitionKind.REMINDER, next.reason(), now));
    }
    return told;
  }

  private static @Nullable TransitionKind kindOf(Trouble trouble) {
    return switch (trouble.kind()) {
      case FAILED, SKIPPED -> TransitionKind.FAILED;
      case GATE -> TransitionKind.CHECK_FAILING;
      case ABSENT -> TransitionKind.ABSENT;
      case UNREACHABLE -> null;
    };
  }

  private static @Nullable TransitionKind kindOf(Progress before, Progress next) {
    boolean settles = next.isSettled() && !before.isSettled();
    if (before.state() == next.state() && !settles) {
      return null;
    }
    return switch (next.state()) {
      case WAITING -> TransitionKind.OFF_RISK;
      case AT_RISK -> TransitionKind.AT_RISK;
      case OVERDUE -> next.isSettled() ? TransitionKind.OVERDUE : TransitionKind.DUE;
      case MET -> TransitionKind.MET;
      case LATE -> TransitionKind.LATE;
      case MISSED -> TransitionKind.MISSED;
      case UNKNOWN ->
          before.state() == State.UNKNOWN ? TransitionKind.SETTLED : TransitionKind.UNKNOWN;
    };
  }

  private static Instant happened(Entry entry, Progress next, TransitionKind kind, Instant now) {
    return switch (kind) {
      case MET, LATE -> next.arrival() == null ? now : next.arrival().at();
      case OVERDUE, DUE -> entry.deadline().dueAt();
      case MISSED -> entry.deadline().closesAt();
      default -> now;
    };
  }

  static void insert(Connection connection, List<Transition> transitions, Instant now)
      throws SQLException {
    Batch.run(connection, INSERT, transitions, (insert, each) -> each.bind(insert, now));
  }

  private void bind(PreparedStatement insert, Instant now) throws SQLException {
    insert.setObject(1, deadlineId);
    insert.setObject(2, breachId);
    insert.setString(3, rule);
    insert.setString(4, source);
    insert.setString(5, team);
    DeadlineRows.setInstant(insert, 6, dueAt);
    insert.setString(7, kind.word());
    insert.setString(8, from == null ? null : from.word());
    insert.setString(9, to == null ? null : to.word());
    insert.setString(10, reason);
    insert.setString(11, author);
    DeadlineRows.setInstant(insert, 12, happenedAt);
    DeadlineRows.setInstant(insert, 13, now);
    insert.setBoolean(14, false);
  }
}
