package dev.punctual.alert;

import dev.punctual.alert.Outbox.Wish;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.rule.Rule;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts deadlines on cards: one card per channel, team and due instant. Consecutive missed slots of
 * a rule share one; what was missed while nobody watched shares one catch-up message a channel.
 */
@Singleton
class DeadlineFold {

  /** Catch-ups of one start come in several rounds. */
  private static final Duration CATCH_UP = Duration.ofHours(1);

  private final Outbox outbox;
  private final Audience audience;
  private final Replies replies;
  private final AlertConfig config;

  DeadlineFold(Outbox outbox, Audience audience, Replies replies, AlertConfig config) {
    this.outbox = outbox;
    this.audience = audience;
    this.replies = replies;
    this.config = config;
  }

  /** One pass: what is known of cards, and what the news made of them. */
  private static final class Pass {
    final Rows rows;
    final Fold.Held held;
    final Instant now;
    final Map<Long, Set<Long>> cardsOf = new HashMap<>();
    final Map<String, Long> cardsByKey = new HashMap<>();
    final Map<Long, List<News>> rounds = new TreeMap<>();
    final Map<Long, Set<Long>> joined = new LinkedHashMap<>();
    Map<Long, Long> previousSlots = Map.of();

    Pass(Rows rows, Fold.Held held, Instant now) {
      this.rows = rows;
      this.held = held;
      this.now = now;
    }
  }

  void fold(Rows rows, List<News> news, Fold.Held held, Instant now) throws SQLException {
    if (news.isEmpty()) {
      return;
    }
    Pass pass = new Pass(rows, held, now);
    Set<Long> ids = new LinkedHashSet<>();
    news.forEach(n -> ids.add(deadline(n)));
    rows.list(
            "select deadline_id, message_id from message_member where deadline_id = any(?)",
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            rows.ids(ids))
        .forEach(
            m ->
                pass.cardsOf
                    .computeIfAbsent(m.getKey(), k -> new LinkedHashSet<>())
                    .add(m.getValue()));
    pass.previousSlots = previousSlots(rows, news);
    for (News each : news) {
      take(pass, each);
    }
    join(pass);
    for (Map.Entry<Long, List<News>> round : pass.rounds.entrySet()) {
      settle(pass, round.getKey(), round.getValue());
    }
  }

  private void take(Pass pass, News news) throws SQLException {
    if (news.trial()) {
      return;
    }
    announce(pass, news);
    Set<Long> cards = pass.cardsOf.get(deadline(news));
    if (cards != null) {
      cards.forEach(card -> round(pass, card, news));
      return;
    }
    if (!news.opensCard() || news.excused() || isSnoozed(news, pass.now)) {
      return;
    }
    Instant from = mayBeHeard(news, pass.now);
    if (!pass.held.holds(news, from)) {
      open(pass, news);
    }
  }

  private static boolean isSnoozed(News news, Instant now) {
    return news.isHeadsUp() && news.snoozedUntil() != null && news.snoozedUntil().isAfter(now);
  }

  private Instant mayBeHeard(News news, Instant now) {
    Instant due = due(news);
    Instant from = now;
    if (!news.recordedAt().isBefore(due)) {
      Instant delayed = due.plus(audience.alertAfter(news.rule()));
      from = delayed.isAfter(from) ? delayed : from;
    }
    return audience.notBefore(news.rule(), team(news), from);
  }

  private void open(Pass pass, News news) throws SQLException {
    String team = team(news);
    boolean old = isOld(news, pass.now);
    for (String receiver : audience.receivers(team)) {
      Long card = old ? catchUp(pass, receiver) : card(pass, receiver, team, news);
      pass.joined.computeIfAbsent(card, c -> new LinkedHashSet<>()).add(deadline(news));
      pass.cardsOf.computeIfAbsent(deadline(news), d -> new LinkedHashSet<>()).add(card);
      round(pass, card, news);
    }
  }

  private boolean isOld(News news, Instant now) {
    Instant due = due(news);
    Instant heard = mayBeHeard(news, news.recordedAt());
    return Duration.between(due, news.recordedAt()).compareTo(config.maxAge()) > 0
        || (Duration.between(heard, now).compareTo(config.maxAge()) > 0
            && Duration.between(due, now).compareTo(config.maxAge()) > 0);
  }

  private Long card(Pass pass, String receiver, @Nullable String team, News news)
      throws SQLException {
    Long before = pass.previousSlots.get(deadline(news));
    if (before != null) {
      Long shared = openCard(pass, before, receiver);
      if (shared != null) {
        return shared;
      }
    }
    String key = "card|" + receiver + "|" + (team == null ? "" : team) + "|" + due(news);
    Long known = pass.cardsByKey.get(key);
    if (known == null) {
      Wish wish = Wish.live(key, Card.Kind.CARD, receiver, team, due(news));
      outbox.want(pass.rows, wish, pass.now, pass.now.plus(Outbox.GATHER));
      known = outbox.named(pass.rows, key).id();
      pass.cardsByKey.put(key, known);
    }
    return known;
  }

  private @Nullable Long openCard(Pass pass, long deadline, String receiver) throws SQLException {
    for (Map.Entry<Long, Set<Long>> joined : pass.joined.entrySet()) {
      if (joined.getValue().contains(deadline)) {
        Card card = outbox.byId(pass.rows, joined.getKey()).orElseThrow();
        if (card.channel().equals(receiver)) {
          return card.id();
        }
      }
    }
    return pass.rows
        .first(
            """
            select m.id from message m join message_member mm on mm.message_id = m.id
              join deadline d on d.id = mm.deadline_id
            where mm.deadline_id = ? and m.channel = ? and m.kind = 'card' and m.closed_at is null
              and d.state <> 'met' and m.outcome <> 'dropped'
            """,
            row -> row.getLong(1),
            deadline,
            receiver)
        .orElse(null);
  }

  private Long catchUp(Pass pass, String receiver) throws SQLException {
    Long known = pass.cardsByKey.get(receiver);
    if (known == null) {
      known =
          pass.rows
              .first(
                  """
                  select id from message where kind = 'catch_up' and channel = ?
                    and closed_at is null and wanted_at > ? order by id desc limit 1
                  """,
                  row -> row.getLong(1),
                  receiver,
                  pass.now.minus(CATCH_UP))
              .orElse(null);
    }
    if (known == null) {
      String key = "catch_up|" + receiver + "|" + pass.now;
      outbox.want(
          pass.rows,
          Wish.live(key, Card.Kind.CATCH_UP, receiver, null, null),
          pass.now,
          pass.now.plus(Outbox.DEBOUNCE));
      known = outbox.named(pass.rows, key).id();
    }
    pass.cardsByKey.put(receiver, known);
    return known;
  }

  private static void round(Pass pass, Long card, News news) {
    pass.rounds.computeIfAbsent(card, c -> new ArrayList<>()).add(news);
  }

  private void join(Pass pass) throws SQLException {
    List<Object[]> members = new ArrayList<>();
    for (Map.Entry<Long, Set<Long>> card : pass.joined.entrySet()) {
      card.getValue().forEach(d -> members.add(new Object[] {card.getKey(), d}));
    }
    pass.rows.batch("insert into message_member (message_id, deadline_id) values (?, ?)", members);
  }

  private void settle(Pass pass, Long id, List<News> news) throws SQLException {
    Card card = outbox.byId(pass.rows, id).orElseThrow();
    if (card.closedAt() != null) {
      return;
    }
    worse(pass.rows, id, news);
    boolean alarm = news.stream().anyMatch(News::isAlarm);
    Duration pause = alarm || !card.isPosted() ? Outbox.GATHER : Outbox.DEBOUNCE;
    outbox.touch(pass.rows, id, pass.now.plus(pause));
    if (card.isPosted()) {
      replies.round(pass.rows, card, news, pass.now);
    }
  }

  /** What could not be told turned out missed: the channel has not heard of that. */
  private static void worse(Rows rows, long card, List<News> news) throws SQLException {
    List<Long> proved =
        news.stream()
            .filter(n -> n.kind() == TransitionKind.OVERDUE && "unknown".equals(n.from()))
            .map(DeadlineFold::deadline)
            .toList();
    if (!proved.isEmpty()) {
      rows.update(
          "update message_member set told = false where message_id = ? and deadline_id = any(?)",
          card,
          rows.ids(proved));
    }
  }

  private void announce(Pass pass, News news) throws SQLException {
    Rule rule = audience.rule(news.rule());
    boolean there = news.kind() == TransitionKind.MET || news.kind() == TransitionKind.LATE;
    if (!there || rule == null || rule.notices().announce() == null) {
      return;
    }
    boolean late = news.kind() == TransitionKind.LATE;
    Wording wording = audience.wording(rule.team());
    String at = wording.timeBeside(news.happenedAt(), due(news), rule.timezone());
    CardView line = SmallText.there(rule.title(), at, rule.timezone(), late, wording);
    String receiver = Audience.SLACK + rule.notices().announce();
    boolean stale = Duration.between(news.happenedAt(), pass.now).compareTo(config.maxAge()) > 0;
    if (!stale) {
      outbox.want(
          pass.rows,
          Wish.line(
              "announce|" + receiver + "|" + deadline(news),
              Card.Kind.ANNOUNCE,
              receiver,
              rule.team(),
              line),
          pass.now,
          audience.notBefore(news.rule(), rule.team(), pass.now));
    }
  }

  /** Of slotted deadlines the deadline of the slot before. */
  private static Map<Long, Long> previousSlots(Rows rows, List<News> news) throws SQLException {
    List<Long> slotted =
        news.stream().filter(News::slotted).map(DeadlineFold::deadline).distinct().toList();
    if (slotted.isEmpty()) {
      return Map.of();
    }
    Map<Long, Long> before = new HashMap<>();
    rows.list(
            """
            select d.id, p.id as before_id from deadline d join deadline p on p.rule_id = d.rule_id
              and p.business_date >= d.business_date - 1 and p.business_date <= d.business_date
              and p.slot = (select max(q.slot) from deadline q where q.rule_id = d.rule_id
                and q.business_date >= d.business_date - 1 and q.business_date <= d.business_date
                and q.slot < d.slot)
            where d.id = any(?)
            """,
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            rows.ids(slotted))
        .forEach(pair -> before.put(pair.getKey(), pair.getValue()));
    return before;
  }

  private @Nullable String team(News news) {
    return audience.teamOf(news.rule(), news.team());
  }

  private static Long deadline(News news) {
    return Objects.requireNonNull(news.deadlineId());
  }

  private static Instant due(News news) {
    return Objects.requireNonNull(news.dueAt());
  }
}
