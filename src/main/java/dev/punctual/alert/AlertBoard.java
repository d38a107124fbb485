package dev.punctual.alert;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads messages for people: what was wanted, what stands where, and how it went. */
@Singleton
class AlertBoard {

  static final int PAGE = 30;

  private static final int EVENTS = 40;

  private final TransactionOperations<Connection> transactions;
  private final Outbox outbox;
  private final Views views;

  AlertBoard(TransactionOperations<Connection> transactions, Outbox outbox, Views views) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.views = views;
  }

  /** Which messages. */
  enum Show {
    ALL,
    ATTENTION,
    DIGESTS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the address asks for.
   *
   * @param text part of a title or a word, lower case; empty for all
   * @param before id of the last message of the page before, null for the newest page
   * @param uid of one message, null for all
   */
  record Filter(
      Show show,
      @Nullable String channel,
      String text,
      @Nullable Long before,
      @Nullable String uid) {}

  /**
   * One message with its history.
   *
   * @param replies in its thread, sent
   * @param misses deadlines or breaches it is about
   * @param settled whether none of them waits for anything any more
   */
  record Item(
      Card card,
      CardView view,
      List<Event> events,
      int replies,
      @Nullable Instant lastReply,
      int misses,
      boolean settled) {}

  /** A line of the history. */
  record Event(Instant at, String what, String detail) {}

  /**
   * Figures of the day.
   *
   * @param median from due to the channel's answer, null when nothing was due
   */
  record Figures(
      long refused,
      long waiting,
      long messages,
      long edits,
      long actedOn,
      @Nullable Duration median,
      @Nullable Duration slowest) {}

  /** Everything on the page. */
  record Contents(
      List<Item> items,
      Figures figures,
      List<String> channels,
      long all,
      long attention,
      long digests,
      boolean more) {}

  Contents read(Filter filter, Instant dayStart, Instant now) {
    return transactions.executeRead(
        status -> {
          Rows rows = new Rows(status.getConnection());
          List<Card> cards = cards(rows, filter);
          boolean more = cards.size() > PAGE;
          List<Card> shown = more ? cards.subList(0, PAGE) : cards;
          return new Contents(
              items(rows, shown, now),
              figures(rows, dayStart),
              rows.list(
                  "select distinct channel from message where kind <> 'reply' order by channel",
                  row -> row.getString(1)),
              rows.count("select count(*) from message where kind <> 'reply'"),
              rows.count("select count(*) from message where kind <> 'reply' and " + ATTENTION),
              rows.count("select count(*) from message where kind = 'digest'"),
              more);
        });
  }

  private static final String ATTENTION =
      "closed_at is null and (outcome = 'refused' or via is not null)";

  private static List<Card> cards(Rows rows, Filter filter) throws SQLException {
    StringBuilder sql = new StringBuilder("select * from message where kind <> 'reply'");
    List<Object> arguments = new ArrayList<>();
    switch (filter.show()) {
      case ALL -> {}
      case ATTENTION -> sql.append(" and ").append(ATTENTION);
      case DIGESTS -> sql.append(" and kind = 'digest'");
    }
    if (filter.channel() != null) {
      sql.append(" and channel = ?");
      arguments.add(filter.channel());
    }
    if (!filter.text().isEmpty()) {
      sql.append(" and lower(content) like ? escape '!'");
      arguments.add("%" + filter.text().replaceAll("([!%_])", "!$1") + "%");
    }
    if (filter.uid() != null) {
      sql.append(" and uid = ?");
      arguments.add(filter.uid());
    }
    if (filter.before() != null) {
      sql.append(" and id < ?");
      arguments.add(filter.before());
    }
    sql.append(" order by id desc limit ").append(PAGE + 1);
    return rows.list(sql.toString(), Card::read, arguments.toArray());
  }

  private List<Item> items(Rows rows, List<Card> cards, Instant now) throws SQLException {
    List<Long> ids = cards.stream().map(Card::id).toList();
    Map<Long, List<Event>> events = events(rows, ids);
    Map<Long, long[]> members = members(rows, ids);
    Map<Long, Replied> replies = replies(rows, ids);
    List<Item> items = new ArrayList<>();
    for (Card card : cards) {
      CardView view = view(rows, card, now);
      long[] counts = members.getOrDefault(card.id(), new long[2]);
      Replied replied = replies.getOrDefault(card.id(), new Replied(0, null));
      if (view != null) {
        items.add(
            new Item(
                card,
                view,
                events.getOrDefault(card.id(), List.of()),
                replied.count(),
                replied.last(),
                (int) counts[0],
                counts[0] > 0 && counts[1] == 0));
      }
    }
    return items;
  }

  /** As it stands in the channel; what was never sent as it would be said now. */
  private @Nullable CardView view(Rows rows, Card card, Instant now) throws SQLException {
    if (card.content() != null) {
      return outbox.read(card.content());
    }
    return card.kind().isLive() && card.closedAt() == null
        ? views.render(rows, card, null, now).view()
        : null;
  }

  private static Map<Long, List<Event>> events(Rows rows, Collection<Long> ids)
      throws SQLException {
    Map<Long, List<Event>> events = new HashMap<>();
    rows.list(
            """
            select message_id, happened_at, what, detail from message_event
            where message_id = any(?) order by message_id, id
            """,
            row ->
                Map.entry(
                    row.getLong(1),
                    new Event(
                        Rows.someInstant(row, "happened_at"), row.getString(3), row.getString(4))),
            rows.ids(ids))
        .forEach(e -> events.computeIfAbsent(e.getKey(), k -> new ArrayList<>()).add(e.getValue()));
    events.replaceAll(
        (id, all) -> all.size() <= EVENTS ? all : all.subList(all.size() - EVENTS, all.size()));
    return events;
  }

  /** Members, and those that still wait for something. */
  private static Map<Long, long[]> members(Rows rows, Collection<Long> ids) throws SQLException {
    Map<Long, long[]> members = new HashMap<>();
    rows.list(
            """
            select mm.message_id, count(*) as members,
              sum(case when d.verdict is null or d.state = 'overdue' then 1 else 0 end) as open_ones
            from message_member mm join deadline d on d.id = mm.deadline_id
            where mm.message_id = any(?) group by mm.message_id
            """,
            row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)},
            rows.ids(ids))
        .forEach(m -> members.put(m[0], new long[] {m[1], m[2]}));
    return members;
  }

  private record Replied(int count, @Nullable Instant last) {}

  private static Map<Long, Replied> replies(Rows rows, Collection<Long> ids) throws SQLException {
    Map<Long, Replied> replies = new HashMap<>();
    rows.list(
            """
            select parent_id, count(*) as replies, max(posted_at) as last_at from message
            where parent_id = any(?) and ts is not null group by parent_id
            """,
            row ->
                Map.entry(row.getLong(1), new Replied(row.getInt(2), Rows.instant(row, "last_at"))),
            rows.ids(ids))
        .forEach(r -> replies.put(r.getKey(), r.getValue()));
    return replies;
  }

  private static Figures figures(Rows rows, Instant dayStart) throws SQLException {
    List<Duration> delays =
        rows
            .list(
                """
                select due_at, wanted_at, posted_at from message
                where kind = 'card' and posted_at >= ? and due_at is not null
                  and due_at >= ?
                """,
                row ->
                    Duration.between(
                        latest(Rows.someInstant(row, "due_at"), Rows.someInstant(row, "wanted_at")),
                        Rows.someInstant(row, "posted_at")),
                dayStart,
                dayStart)
            .stream()
            .filter(d -> !d.isNegative())
            .sorted()
            .toList();
    return new Figures(
        rows.count(
            """
            select count(distinct message_id) from message_event
            where what = 'refused' and happened_at >= ?
            """,
            dayStart),
        rows.count("select count(*) from message where next_at is not null"),
        rows.count(
            "select count(*) from message where kind <> 'reply' and posted_at >= ?", dayStart),
        rows.count(
            "select count(*) from message_event where what = 'edited' and happened_at >= ?",
            dayStart),
        rows.count(
            """
            select count(distinct mm.message_id) from act a
              join message_member mm on mm.deadline_id = a.deadline_id where a.made_at >= ?
            """,
            dayStart),
        delays.isEmpty() ? null : delays.get(delays.size() / 2),
        delays.isEmpty() ? null : delays.getLast());
  }

  /** A card that came early began with its wish, one of a miss with the due instant. */
  private static Instant latest(Instant due, Instant wanted) {
    boolean ofMiss = !wanted.isBefore(due) && Duration.between(due, wanted).toMinutes() < 1;
    return ofMiss ? due : wanted;
  }

  /**
   * A person wants a refused message tried again where it was meant to go.
   *
   * @return whether there was such a message
   */
  boolean again(String uid, Instant now) {
    return transactions.executeWrite(
        status -> {
          Rows rows = new Rows(status.getConnection());
          int touched =
              rows.update(
                  """
                  update message set via = null, outcome = 'waiting', error = null, attempts = 0,
                    ts = case when via is null then ts else null end,
                    channel_id = case when via is null then channel_id else null end,
                    delivered_hash = null, next_at = ?, wanted = wanted + 1
                  where uid = ? and (outcome = 'refused' or via is not null)
                  """,
                  now,
                  uid);
          if (touched == 1) {
            Card card =
                rows.first("select * from message where uid = ?", Card::read, uid).orElseThrow();
            rows.update(
                "update message set via = null where parent_id = ? and ts is null", card.id());
            outbox.event(rows, card.id(), now, "again", "tried again by hand");
          }
          return touched == 1;
        });
  }
}
