package dev.punctual.alert;

import dev.punctual.alert.Outbox.Wish;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.rule.Rule;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Messages about sources, rule files and freshness: one each, edited as it goes on. */
@Singleton
class OtherFold {

  /** A source that goes down again this soon is the same story. */
  private static final Duration SAME_STORY = Duration.ofHours(1);

  private static final int BAD = 1;
  private static final int GOOD = 2;

  private final Outbox outbox;
  private final Audience audience;
  private final Replies replies;

  OtherFold(Outbox outbox, Audience audience, Replies replies) {
    this.outbox = outbox;
    this.audience = audience;
    this.replies = replies;
  }

  void fold(Rows rows, List<News> news, Fold.Held held, Instant now) throws SQLException {
    for (News each : news) {
      switch (each.kind()) {
        case SOURCE_DOWN, SOURCE_UP -> source(rows, each, now);
        case RULES_REJECTED, RULES_ACCEPTED -> rules(rows, each, now);
        case REMINDER,
            AT_RISK,
            OFF_RISK,
            FAILED,
            CHECK_FAILING,
            DUE,
            OVERDUE,
            UNKNOWN,
            ABSENT,
            ESCALATED,
            ALLOWANCE_USED,
            MET,
            LATE,
            MISSED,
            SETTLED,
            ACKNOWLEDGED,
            SNOOZED,
            EXCUSED,
            EXCUSAL_WITHDRAWN,
            CAUSE,
            CORRECTED,
            RERUN,
            BREACH_BEGAN,
            BREACH_ENDED -> {
          if (each.breachId() != null) {
            breach(rows, each, held, now);
          }
        }
      }
    }
  }

  private void source(Rows rows, News news, Instant now) throws SQLException {
    boolean down = news.kind() == TransitionKind.SOURCE_DOWN;
    Optional<Card> before =
        rows.first(
            """
            select * from message where kind = 'source' and source = ? and closed_at is null
            order by id desc limit 1
            """,
            Card::read,
            Objects.requireNonNull(news.source()));
    boolean same =
        before.isPresent()
            && (before.get().step() == BAD
                || news.happenedAt().isBefore(noted(before.get()).plus(SAME_STORY)));
    if (same) {
      turn(rows, before.get(), news, down ? BAD : GOOD, now);
    } else if (down && !isUpSince(rows, news)) {
      String key = "source|" + news.source() + "|" + news.happenedAt();
      Wish wish =
          new Wish(
              key,
              Card.Kind.SOURCE,
              audience.fallback(),
              null,
              news.happenedAt(),
              news.source(),
              BAD,
              null,
              null,
              false,
              null);
      outbox.want(rows, wish, now, now.plus(Outbox.GATHER));
      note(rows, outbox.named(rows, key).id(), news, BAD);
    }
  }

  private static Instant noted(Card card) {
    return card.notedAt() == null ? card.wantedAt() : card.notedAt();
  }

  /** Whether newer news says that it is up again: transitions may be committed out of order. */
  private static boolean isUpSince(Rows rows, News news) throws SQLException {
    return rows.count(
            "select count(*) from source_health where source = ? and up = true and since > ?",
            news.source(),
            news.happenedAt())
        > 0;
  }

  private void rules(Rows rows, News news, Instant now) throws SQLException {
    boolean bad = news.kind() == TransitionKind.RULES_REJECTED;
    Optional<Card> before =
        rows.first(
            "select * from message where kind = 'rules' and step = 1 order by id desc limit 1",
            Card::read);
    if (before.isPresent()) {
      turn(rows, before.get(), news, bad ? BAD : GOOD, now);
    } else if (bad) {
      String key = "rules|" + news.happenedAt();
      Wish wish =
          new Wish(
              key,
              Card.Kind.RULES,
              audience.fallback(),
              null,
              news.happenedAt(),
              null,
              BAD,
              null,
              null,
              false,
              null);
      outbox.want(rows, wish, now, now.plus(Outbox.GATHER));
      note(rows, outbox.named(rows, key).id(), news, BAD);
    }
  }

  private void turn(Rows rows, Card card, News news, int step, Instant now) throws SQLException {
    if (news.happenedAt().isBefore(noted(card))) {
      return;
    }
    note(rows, card.id(), news, step);
    outbox.touch(rows, card.id(), now.plus(Outbox.GATHER));
    if (card.isPosted() && card.step() != step) {
      replies.round(rows, card, List.of(news), now);
    }
  }

  private static void note(Rows rows, long id, News news, int step) throws SQLException {
    rows.update(
        """
        update message set note = ?, noted_at = ?, step = ?,
          due_at = case when ? then due_at else ? end
        where id = ?
        """,
        news.reason(),
        news.happenedAt(),
        step,
        step == GOOD,
        news.happenedAt(),
        id);
  }

  private void breach(Rows rows, News news, Fold.Held held, Instant now) throws SQLException {
    long breach = Objects.requireNonNull(news.breachId());
    List<Card> cards =
        rows.list(
            """
            select m.* from message m join message_breach b on b.message_id = m.id
            where b.breach_id = ?
            """,
            Card::read,
            breach);
    for (Card card : cards) {
      outbox.touch(rows, card.id(), now.plus(Outbox.DEBOUNCE));
      if (card.isPosted()) {
        replies.round(rows, card, List.of(news), now);
      }
    }
    if (cards.isEmpty() && news.opensCard()) {
      open(rows, news, breach, held, now);
    }
  }

  private void open(Rows rows, News news, long breach, Fold.Held held, Instant now)
      throws SQLException {
    Rule rule = audience.rule(news.rule());
    String team = audience.teamOf(news.rule(), news.team());
    Instant delayed = news.happenedAt().plus(audience.alertAfter(news.rule()));
    Instant from = audience.notBefore(news.rule(), team, delayed.isAfter(now) ? delayed : now);
    if ((rule != null && rule.counting().trial()) || held.holds(news, from)) {
      return;
    }
    for (String receiver : audience.receivers(team)) {
      String key = "breach|" + receiver + "|" + breach;
      outbox.want(
          rows,
          Wish.live(key, Card.Kind.BREACH, receiver, team, news.happenedAt()),
          now,
          now.plus(Outbox.GATHER));
      rows.update(
          "insert into message_breach (message_id, breach_id) values (?, ?) on conflict do nothing",
          outbox.named(rows, key).id(),
          breach);
    }
  }
}
