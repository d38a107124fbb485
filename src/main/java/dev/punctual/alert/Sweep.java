package dev.punctual.alert;

import dev.punctual.alert.Outbox.Wish;
import dev.punctual.rule.RuleSet.Escalation;
import dev.punctual.rule.RuleSet.Team;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What only passing time brings: escalations, digests, closed cards, forgotten bodies. */
@Singleton
class Sweep {

  private static final Duration CLOSES = Duration.ofDays(2);
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Duration TIDY = Duration.ofHours(1);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final TransactionOperations<Connection> transactions;
  private final Outbox outbox;
  private final Audience audience;
  private final Digests digests;
  private final MessageMetrics metrics;
  private final AlertConfig config;
  private volatile Instant tidied = Instant.MIN;
  private volatile Instant looked = Instant.MIN;

  Sweep(
      TransactionOperations<Connection> transactions,
      Outbox outbox,
      Audience audience,
      Digests digests,
      MessageMetrics metrics,
      AlertConfig config) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.audience = audience;
    this.digests = digests;
    this.metrics = metrics;
    this.config = config;
  }

  /**
   * Refused messages are tried once more by a restart, which somebody made; on the embedded
   * database no other process can hold a lease.
   */
  void start() {
    transactions.executeWrite(
        status -> {
          Rows rows = new Rows(status.getConnection());
          if (rows.connection().getMetaData().getDatabaseProductName().equals("H2")) {
            rows.update(
                "update message set lease_owner = null, lease_until = null"
                    + " where lease_until is not null");
          }
          rows.update(
              """
              update message set outcome = case when ts is null then 'waiting' else 'sent' end,
                attempts = 0, next_at = wanted_at
              where outcome = 'refused' and closed_at is null and kind <> 'refusal'
              """);
          return true;
        });
  }

  void pass(Instant now) {
    if (Duration.between(looked, now).compareTo(LOOK) >= 0 || looked.equals(Instant.MIN)) {
      looked = now;
      look(now);
    }
    if (tidied.equals(Instant.MIN) || Duration.between(tidied, now).compareTo(TIDY) >= 0) {
      tidied = now;
      tidy(now);
    }
  }

  void look(Instant now) {
    transactions.executeWrite(
        status -> {
          Rows rows = new Rows(status.getConnection());
          for (Team team : audience.teams()) {
            escalate(rows, team, now);
          }
          digests.write(rows, now);
          metrics.pending(rows.count("select count(*) from message where next_at is not null"));
          return true;
        });
  }

  private void escalate(Rows rows, Team team, Instant now) throws SQLException {
    for (int i = 0; i < team.escalate().size(); i++) {
      Escalation step = team.escalate().get(i);
      Instant dueUntil = now.minus(step.after());
      List<Card> cards =
          rows.list(
              """
              select m.* from message m
              where m.kind = 'card' and m.team = ? and m.closed_at is null and m.ts is not null
                and m.channel like 'slack:%' and m.due_at <= ? and m.due_at > ?
                and not exists (select 1 from message e where e.about_id = m.id and e.step = ?)
                and exists (select 1 from message_member mm
                  join deadline d on d.id = mm.deadline_id
                  where mm.message_id = m.id and d.state = 'overdue' and d.verdict is not null
                    and d.acknowledged_at is null and d.excusal_category is null
                    and (d.snoozed_until is null or d.snoozed_until <= ?)
                    and d.due_at <= ?)
              """,
              Card::read,
              team.name(),
              dueUntil,
              dueUntil.minus(config.maxAge()),
              i + 1,
              now,
              dueUntil);
      for (Card card : cards) {
        escalate(rows, card, team, step, i + 1, now);
      }
    }
  }

  private void escalate(Rows rows, Card card, Team team, Escalation step, int number, Instant now)
      throws SQLException {
    if (audience.notBefore(pageRule(rows, card), team.name(), now).isAfter(now)) {
      return;
    }
    String receiver = step.slack() == null ? card.channel() : Audience.SLACK + step.slack();
    Wish wish =
        new Wish(
            "escalation|" + card.uid() + "|" + number,
            Card.Kind.ESCALATION,
            receiver,
            team.name(),
            card.dueAt(),
            null,
            number,
            null,
            card.id(),
            false,
            null);
    if (outbox.want(rows, wish, now, now)) {
      outbox.event(
          rows, card.id(), now, "escalated", "step " + number + " to " + Courier.name(receiver));
    }
  }

  /** A rule of the card that may be heard in quiet hours, null for none. */
  private @Nullable String pageRule(Rows rows, Card card) throws SQLException {
    return Member.of(rows, card.id(), audience::title).stream()
        .filter(Member::isOpenMiss)
        .map(Member::rule)
        .filter(id -> isPage(id))
        .findFirst()
        .orElse(null);
  }

  private boolean isPage(String id) {
    var rule = audience.rule(id);
    return rule != null && rule.notices().severity() == dev.punctual.rule.Rule.Severity.PAGE;
  }

  void tidy(Instant now) {
    transactions.executeWrite(
        status -> {
          Rows rows = new Rows(status.getConnection());
          close(rows, now);
          Instant old = now.minus(KEPT);
          rows.update("delete from message_event where happened_at < ?", old);
          rows.update(
              """
              update message set content = null, note = null
              where wanted_at < ? and next_at is null and content is not null
              """,
              old);
          return true;
        });
  }

  private static void close(Rows rows, Instant now) throws SQLException {
    Instant before = now.minus(CLOSES);
    rows.update(
        """
        update message set closed_at = ? where closed_at is null and next_at is null
          and kind in ('card', 'catch_up') and wanted_at < ?
          and not exists (select 1 from message_member mm join deadline d on d.id = mm.deadline_id
            where mm.message_id = message.id and (d.verdict is null or d.state = 'overdue'
              or d.settled_at > ? or d.arrival_at > ?))
        """,
        now,
        before,
        before,
        before);
    rows.update(
        """
        update message set closed_at = ? where closed_at is null and next_at is null
          and (kind = 'escalation' and about_id in
                (select c.id from message c where c.closed_at is not null)
            or kind in ('source', 'rules') and step = 2 and noted_at < ?
            or kind in ('announce', 'digest', 'refusal', 'reply') and wanted_at < ?
            or kind = 'breach' and exists (select 1 from message_breach mb
                join breach b on b.id = mb.breach_id
                where mb.message_id = message.id and b.to_at < ?))
        """,
        now,
        before,
        before,
        before);
  }
}
