package dev.punctual.alert;

import dev.punctual.alert.Outbox.Wish;
import dev.punctual.web.Words;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a person has posted: the summary of a review. One for each name and channel, kept
 * in the outbox as every other; posted again it is the same message, brought up to date in place.
 */
@Singleton
public class Bulletins {

  private final TransactionOperations<Connection> transactions;
  private final Outbox outbox;
  private final Audience audience;
  private final CourierLoop loop;

  Bulletins(
      TransactionOperations<Connection> transactions,
      Outbox outbox,
      Audience audience,
      CourierLoop loop) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.audience = audience;
    this.loop = loop;
  }

  /**
   * Where a posted message stands.
   *
   * @param channel as people know it, empty for the default channel where none is configured
   * @param outcome {@code waiting}, {@code sent}, {@code shown} where nothing can be sent, {@code
   *     refused}
   * @param wantedAt when it was posted first
   */
  public record Standing(String channel, String outcome, Instant wantedAt) {}

  /**
   * Wants a message; one of the same name is changed instead.
   *
   * @param name what makes it the same message
   * @param team whose channel hears, null for the deployment's
   */
  public void post(String name, @Nullable String team, CardView view, Instant now) {
    transactions.executeWrite(
        status -> {
          Rows rows = new Rows(status.getConnection());
          for (String receiver : audience.receivers(team)) {
            post(rows, key(receiver, name), receiver, team, view, now);
          }
          return true;
        });
    loop.wake();
  }

  /** The language a message of that name is in, or would be in that team's channel. */
  public Words words(String name, @Nullable String team) {
    String key = key(audience.receivers(team).getFirst(), name);
    return transactions
        .executeRead(
            status ->
                new Rows(status.getConnection())
                    .first("select * from message where name_key = ?", Card::read, key)
                    .map(card -> audience.wording(card, outbox))
                    .orElseGet(() -> audience.wording(team)))
        .words();
  }

  private void post(
      Rows rows, String key, String receiver, @Nullable String team, CardView view, Instant now)
      throws SQLException {
    Wish wish = Wish.line(key, Card.Kind.BULLETIN, receiver, team, view);
    if (outbox.want(rows, wish, now, now)) {
      return;
    }
    Card card = outbox.named(rows, key);
    String content = outbox.write(view);
    if (!content.equals(card.content()) || card.outcome().equals(Card.REFUSED)) {
      rows.update(
          """
          update message set content = ?, wanted = wanted + 1, attempts = 0, closed_at = null,
            next_at = ?, outcome = case when ts is null then 'waiting' else 'sent' end
          where id = ?
          """,
          content,
          now,
          card.id());
    }
  }

  /** Where the message of a name stands in its team's channel; empty when nobody posted it. */
  public Optional<Standing> find(String name, @Nullable String team) {
    String receiver = audience.receivers(team).getFirst();
    return Objects.requireNonNull(
        transactions.executeRead(
            status ->
                new Rows(status.getConnection())
                    .first(
                        "select * from message where name_key = ?", Card::read, key(receiver, name))
                    .map(
                        card ->
                            new Standing(
                                Courier.name(card.receiver()), card.outcome(), card.wantedAt()))));
  }

  private static String key(String receiver, String name) {
    return "bulletin|" + receiver + "|" + name;
  }
}
