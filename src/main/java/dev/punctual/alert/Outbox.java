package dev.punctual.alert;

import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code message}: wanting one, wanting it changed. */
@Singleton
class Outbox {

  /** Time in which what belongs together comes together, before a first message. */
  static final Duration GATHER = Duration.ofMillis(150);

  /** Time in which edits and replies are gathered. */
  static final Duration DEBOUNCE = Duration.ofSeconds(2);

  private final ObjectMapper json;

  Outbox(ObjectMapper json) {
    this.json = json;
  }

  /**
   * A message that is wanted.
   *
   * @param nameKey what makes it the same message; wanted twice it is one
   * @param content what it says for good; null where that follows the ledger
   */
  record Wish(
      String nameKey,
      Card.Kind kind,
      String channel,
      @Nullable String team,
      @Nullable Instant dueAt,
      @Nullable String source,
      int step,
      @Nullable Long parentId,
      @Nullable Long aboutId,
      boolean broadcast,
      @Nullable CardView content) {

    static Wish live(
        String nameKey,
        Card.Kind kind,
        String channel,
        @Nullable String team,
        @Nullable Instant dueAt) {
      return new Wish(nameKey, kind, channel, team, dueAt, null, 0, null, null, false, null);
    }

    static Wish line(
        String nameKey, Card.Kind kind, String channel, @Nullable String team, CardView content) {
      return new Wish(nameKey, kind, channel, team, null, null, 0, null, null, false, content);
    }

    static Wish reply(Card card, String nameKey, boolean broadcast, CardView content) {
      return new Wish(
          nameKey,
          Card.Kind.REPLY,
          card.receiver(),
          card.team(),
          null,
          null,
          0,
          card.id(),
          null,
          broadcast,
          content);
    }
  }

  private static final String INSERT =
      """
      insert into message (uid, name_key, kind, parent_id, about_id, broadcast, channel, team, due_at,
        source, step, content, wanted_at, next_at, outcome)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting') on conflict do nothing
      """;

  /**
   * Wants a message, not before {@code from}.
   *
   * @return whether it was not wanted before
   */
  boolean want(Rows rows, Wish wish, Instant now, Instant from) throws SQLException {
    return rows.update(
            INSERT,
            UUID.randomUUID().toString(),
            wish.nameKey(),
            wish.kind().word(),
            wish.parentId(),
            wish.aboutId(),
            wish.broadcast(),
            wish.channel(),
            wish.team(),
            wish.dueAt(),
            wish.source(),
            wish.step(),
            wish.content() == null ? null : write(wish.content()),
            now,
            from)
        == 1;
  }

  /** Whether a receiver hears the same as a message of its own. */
  boolean isHeard(Rows rows, Card card, String receiver) throws SQLException {
    return rows.count(
            """
            select count(*) from message other join message m on m.id = ?
            where other.name_key = replace(m.name_key, m.channel, cast(? as varchar))
              and other.id <> m.id
            """,
            card.id(),
            receiver)
        > 0;
  }

  Card named(Rows rows, String nameKey) throws SQLException {
    return rows.first("select * from message where name_key = ?", Card::read, nameKey)
        .orElseThrow(() -> new SQLException("no message " + nameKey));
  }

  Optional<Card> byId(Rows rows, long id) throws SQLException {
    return rows.first("select * from message where id = ?", Card::read, id);
  }

  /**
   * Wants a message to say the present truth; one in back-off keeps its time, a refused one waits
   * for a person.
   */
  void touch(Rows rows, long id, Instant from) throws SQLException {
    rows.update(
        """
        update message set wanted = wanted + 1,
          next_at = case when outcome = 'refused' then null
            when next_at is null or attempts = 0 and next_at > ? then ? else next_at end
        where id = ? and closed_at is null
        """,
        from,
        from,
        id);
    rows.update(
        """
        update message set wanted = wanted + 1,
          next_at = case when outcome = 'refused' then null
            when next_at is null then ? else next_at end
        where about_id = ? and closed_at is null
        """,
        from,
        id);
  }

  void event(Rows rows, long message, Instant at, String what, String detail) throws SQLException {
    rows.update(
        "insert into message_event (message_id, happened_at, what, detail) values (?, ?, ?, ?)",
        message,
        at,
        what,
        detail);
  }

  String write(CardView view) {
    try {
      return json.writeValueAsString(view);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CardView read(String content) {
    try {
      return json.readValue(content, CardView.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
