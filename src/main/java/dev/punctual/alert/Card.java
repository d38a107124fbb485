package dev.punctual.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code message}: what is wanted of one message, and where it stands.
 *
 * @param channel receiver that should hear, {@code slack:#data-sla}
 * @param via receiver that hears instead, because the channel refused; null for none
 * @param dueAt of a card its due instant; of a source message when the source went down
 * @param step of an escalation its number from 1; of a source or rules message 1 while bad, 2 since
 *     good again
 * @param note what a source or rules message says of the newest news
 * @param ts where it stands, null while it does not
 */
record Card(
    long id,
    String uid,
    Kind kind,
    @Nullable Long parentId,
    @Nullable Long aboutId,
    boolean broadcast,
    String channel,
    @Nullable String via,
    @Nullable String team,
    @Nullable Instant dueAt,
    @Nullable String source,
    int step,
    @Nullable String note,
    @Nullable Instant notedAt,
    @Nullable String content,
    boolean mentioned,
    long wanted,
    long delivered,
    @Nullable String deliveredHash,
    Instant wantedAt,
    @Nullable Instant nextAt,
    @Nullable Instant inDoubtSince,
    int attempts,
    @Nullable String ts,
    @Nullable String channelId,
    @Nullable Instant postedAt,
    int edits,
    String outcome,
    @Nullable String error,
    @Nullable Instant closedAt) {

  /** Stored in lower case. */
  enum Kind {
    CARD,
    BREACH,
    CATCH_UP,
    ESCALATION,
    SOURCE,
    RULES,
    ANNOUNCE,
    DIGEST,
    BULLETIN,
    REFUSAL,
    REPLY;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether what it says follows the ledger, or was said once and stays. */
    boolean isLive() {
      return switch (this) {
        case CARD, BREACH, CATCH_UP, ESCALATION, SOURCE, RULES -> true;
        case ANNOUNCE, DIGEST, BULLETIN, REFUSAL, REPLY -> false;
      };
    }
  }

  static final String WAITING = "waiting";
  static final String SENT = "sent";
  static final String SHOWN = "shown";
  static final String REFUSED = "refused";
  static final String DROPPED = "dropped";
  static final String GONE = "gone";

  boolean isPosted() {
    return ts != null;
  }

  /** Who is spoken to now. */
  String receiver() {
    return via == null ? channel : via;
  }

  static Card read(ResultSet row) throws SQLException {
    return new Card(
        row.getLong("id"),
        row.getString("uid"),
        Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)),
        Rows.number(row, "parent_id"),
        Rows.number(row, "about_id"),
        row.getBoolean("broadcast"),
        row.getString("channel"),
        row.getString("via"),
        row.getString("team"),
        Rows.instant(row, "due_at"),
        row.getString("source"),
        row.getInt("step"),
        row.getString("note"),
        Rows.instant(row, "noted_at"),
        row.getString("content"),
        row.getBoolean("mentioned"),
        row.getLong("wanted"),
        row.getLong("delivered"),
        row.getString("delivered_hash"),
        Rows.someInstant(row, "wanted_at"),
        Rows.instant(row, "next_at"),
        Rows.instant(row, "in_doubt_since"),
        row.getInt("attempts"),
        row.getString("ts"),
        row.getString("channel_id"),
        Rows.instant(row, "posted_at"),
        row.getInt("edits"),
        row.getString("outcome"),
        row.getString("error"),
        Rows.instant(row, "closed_at"));
  }
}
