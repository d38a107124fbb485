package dev.punctual.alert;

import dev.punctual.ledger.AllowanceWatch;
import dev.punctual.ledger.Ledger;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** What only passing time brings: escalations, digests, closed cards, forgotten bodies. */
@Singleton
class Sweep {

  private static final Duration CLOSES = Duration.ofDays(2);
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Duration REQUESTS = Duration.ofDays(1);
  private static final Duration TIDY = Duration.ofHours(1);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final TransactionOperations<Connection> transactions;
  private final EscalationSweep escalations;
  private final Ledger ledger;
  private final Digests digests;
  private final AllowanceWatch allowances;
  private final MessageMetrics metrics;
  private volatile Instant tidied = Instant.MIN;
  private volatile Instant looked = Instant.MIN;

  Sweep(
      TransactionOperations<Connection> transactions,
      EscalationSweep escalations,
      Ledger ledger,
      Digests digests,
      AllowanceWatch allowances,
      MessageMetrics metrics) {
    this.transactions = transactions;
    this.escalations = escalations;
    this.ledger = ledger;
    this.digests = digests;
    this.allowances = allowances;
    this.metrics = metrics;
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
    allowances.look(now);
    transactions.executeWrite(
        status -> {
          Rows rows = new Rows(status.getConnection());
          escalations.look(rows, now);
          digests.write(rows, now);
          metrics.pending(rows.count("select count(*) from message where next_at is not null"));
          return true;
        });
  }

  void tidy(Instant now) {
    ledger.forgetRequests(now.minus(REQUESTS));
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
