package dev.punctual.alert;

import dev.punctual.ledger.TransitionKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transition that no message has taken in yet, with what the fold needs of its deadline.
 *
 * @param team as recorded; the current rule's team decides who hears
 * @param from state before, null where none changed
 * @param snoozedUntil of the deadline, null for not snoozed
 */
record News(
    long id,
    @Nullable Long deadlineId,
    @Nullable Long breachId,
    @Nullable String rule,
    @Nullable String source,
    @Nullable String team,
    @Nullable Instant dueAt,
    TransitionKind kind,
    @Nullable String from,
    String reason,
    @Nullable String author,
    Instant happenedAt,
    Instant recordedAt,
    boolean trial,
    boolean slotted,
    boolean excused,
    @Nullable Instant snoozedUntil) {

  private static final String UNFOLDED =
      """
      select t.id, t.deadline_id, t.breach_id, t.rule_id, t.source,
        coalesce(t.team, d.team) as team, coalesce(d.due_at, t.due_at) as due_at,
        t.kind, t.from_state, t.reason, t.author, t.happened_at, t.recorded_at, d.trial, d.slotted,
        d.excusal_category, d.snoozed_until
      from transition t left join deadline d on d.id = t.deadline_id
      where t.folded = false
      order by t.folded, t.id
      """;

  /** All that is not folded, in the order it happened, whatever order it was committed in. */
  static List<News> unfolded(Rows rows) throws SQLException {
    return rows.list(UNFOLDED, News::read).stream()
        .sorted(Comparator.comparing(News::happenedAt).thenComparingLong(News::id))
        .toList();
  }

  private static News read(ResultSet row) throws SQLException {
    return new News(
        row.getLong("id"),
        Rows.number(row, "deadline_id"),
        Rows.number(row, "breach_id"),
        row.getString("rule_id"),
        row.getString("source"),
        row.getString("team"),
        Rows.instant(row, "due_at"),
        TransitionKind.of(row.getString("kind")),
        row.getString("from_state"),
        row.getString("reason"),
        row.getString("author"),
        Rows.someInstant(row, "happened_at"),
        Rows.someInstant(row, "recorded_at"),
        row.getBoolean("trial"),
        row.getBoolean("slotted"),
        row.getString("excusal_category") != null,
        Rows.instant(row, "snoozed_until"));
  }

  private static final Set<TransitionKind> OPENING =
      EnumSet.of(
          TransitionKind.REMINDER,
          TransitionKind.AT_RISK,
          TransitionKind.FAILED,
          TransitionKind.CHECK_FAILING,
          TransitionKind.OVERDUE,
          TransitionKind.UNKNOWN,
          TransitionKind.ABSENT,
          TransitionKind.LATE,
          TransitionKind.MISSED,
          TransitionKind.BREACH_BEGAN);

  /** Whether it makes a card where there is none. */
  boolean opensCard() {
    return OPENING.contains(kind);
  }

  /** Whether it tells of a broken promise: told to the channel in counts, never line by line. */
  boolean isAlarm() {
    return kind == TransitionKind.OVERDUE || kind == TransitionKind.UNKNOWN;
  }

  boolean isHeadsUp() {
    return kind == TransitionKind.REMINDER || kind == TransitionKind.AT_RISK;
  }
}
