package dev.punctual.alert;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deadline on a card, as it stands in the ledger now.
 *
 * @param told whether the channel has heard of this miss
 * @param title as last declared, also of a rule that was removed since
 */
record Member(
    long deadlineId,
    boolean told,
    String rule,
    String title,
    State state,
    @Nullable Verdict verdict,
    Instant dueAt,
    ZoneId zone,
    boolean slotted,
    @Nullable Instant slot,
    Found found,
    People people) {

  /**
   * What was found out.
   *
   * @param askedAt the last round the source answered, null for none
   */
  record Found(
      @Nullable Instant earliest,
      @Nullable Instant arrivalAt,
      boolean weak,
      String reason,
      @Nullable String trouble,
      @Nullable String troubleText,
      @Nullable Instant askedAt,
      @Nullable Instant likelyAt) {}

  /** What people said. */
  record People(
      @Nullable Instant acknowledgedAt,
      @Nullable String acknowledgedBy,
      @Nullable Instant snoozedUntil,
      @Nullable String excusalCategory,
      @Nullable String excusalReason,
      @Nullable String excusalAuthor,
      @Nullable String causeCategory,
      @Nullable String causeNote,
      @Nullable String causeAuthor) {}

  boolean isExcused() {
    return people.excusalCategory() != null;
  }

  /** Whether a task of it failed and running it again may still help. */
  boolean isRerunnable() {
    boolean open =
        switch (state) {
          case WAITING, AT_RISK, OVERDUE -> !isExcused();
          case MET, LATE, MISSED, UNKNOWN -> false;
        };
    return open && "failed".equals(found.trouble());
  }

  boolean isAcknowledged() {
    return people.acknowledgedAt() != null;
  }

  boolean isSnoozed(Instant now) {
    return people.snoozedUntil() != null && people.snoozedUntil().isAfter(now);
  }

  /** Whether somebody should still do something about it. */
  boolean isOpenMiss() {
    return state == State.OVERDUE && !isExcused();
  }

  /**
   * Whether the promise is broken or unproved: what a channel has to hear of once. An overdue
   * deadline without a verdict is not proved yet.
   */
  boolean isAlarm() {
    return switch (state) {
      case OVERDUE -> verdict != null && !isExcused();
      case LATE, MISSED, UNKNOWN -> !isExcused();
      case WAITING, AT_RISK, MET -> false;
    };
  }

  private static final String SELECT =
      """
      select d.*, mm.told, mm.message_id,
        (select max(h.answered_at) from heartbeat h where h.source = d.source) as asked_at,
        (select max(v.title) from rule_version v
          where v.rule_id = d.rule_id and v.version = d.rule_version) as old_title
      from message_member mm join deadline d on d.id = mm.deadline_id
      """;

  /** Members of a card in the order they were due. */
  static List<Member> of(Rows rows, long card, Titles titles) throws SQLException {
    return rows.list(
        SELECT + "where mm.message_id = ? order by d.due_at, d.id", row -> read(row, titles), card);
  }

  /** The same for a few deadlines of one card. */
  static List<Member> of(Rows rows, long card, Collection<Long> deadlines, Titles titles)
      throws SQLException {
    return rows.list(
        SELECT + "where mm.message_id = ? and d.id = any(?) order by d.due_at, d.id",
        row -> read(row, titles),
        card,
        rows.ids(deadlines));
  }

  /** Titles of rules in force, by id. */
  interface Titles {
    @Nullable String of(String rule);
  }

  private static Member read(ResultSet row, Titles titles) throws SQLException {
    String rule = row.getString("rule_id");
    String title = titles.of(rule);
    String old = row.getString("old_title");
    String verdict = row.getString("verdict");
    boolean slotted = row.getBoolean("slotted");
    return new Member(
        row.getLong("id"),
        row.getBoolean("told"),
        rule,
        title != null ? title : old != null ? old : rule,
        State.of(row.getString("state")),
        verdict == null ? null : Verdict.of(verdict),
        Rows.someInstant(row, "due_at"),
        ZoneId.of(row.getString("timezone")),
        slotted,
        slotted ? Rows.instant(row, "slot") : null,
        found(row),
        people(row));
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        Rows.instant(row, "arrival_earliest"),
        Rows.instant(row, "arrival_at"),
        row.getBoolean("weak"),
        row.getString("reason"),
        row.getString("trouble"),
        row.getString("trouble_text"),
        Rows.instant(row, "asked_at"),
        Rows.instant(row, "likely_at"));
  }

  private static People people(ResultSet row) throws SQLException {
    return new People(
        Rows.instant(row, "acknowledged_at"),
        row.getString("acknowledged_by"),
        Rows.instant(row, "snoozed_until"),
        row.getString("excusal_category"),
        row.getString("excusal_reason"),
        row.getString("excusal_author"),
        row.getString("cause_category"),
        row.getString("cause_note"),
        row.getString("cause_author"));
  }
}
