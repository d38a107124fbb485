package dev.punctual.alert;

import dev.punctual.alert.Channel.Parcel;
import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Search;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes channels equal to what is wanted: leases one message, sends it, records where it stands. A
 * message that may have been sent already is looked for before it is sent again.
 */
@Singleton
class Courier {

  /** Longer than any call to a channel; a dead sender's message is free after it. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration LOOKING = Duration.ofSeconds(10);

  /** What stood before the attempt by this much may be its trace: clocks differ. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  private final TransactionOperations<Connection> transactions;
  private final Map<String, Channel> channels;
  private final Views views;
  private final Replies replies;
  private final Deliveries deliveries;
  private final String owner = UUID.randomUUID().toString();

  Courier(
      TransactionOperations<Connection> transactions,
      List<Channel> channels,
      Views views,
      Replies replies,
      Deliveries deliveries) {
    this.transactions = transactions;
    this.channels =
        channels.stream().collect(Collectors.toMap(Channel::scheme, Function.identity()));
    this.views = views;
    this.replies = replies;
    this.deliveries = deliveries;
  }

  /** What a step did, for the pace of the next. */
  enum Step {
    NOTHING,
    /** Something was put right without the channel. */
    SETTLED,
    POSTED,
    EDITED,
    /** The channel is in trouble: its other messages wait too. */
    FAILED
  }

  /** Receivers with a message that may be sent now. */
  List<String> dueReceivers(Instant now) {
    return transactions.executeRead(
        status ->
            new Rows(status.getConnection())
                .list(
                    """
                    select distinct coalesce(via, channel) as receiver from message
                    where next_at <= ? and (lease_until is null or lease_until < ?)
                    """,
                    row -> row.getString(1),
                    now,
                    now));
  }

  /** When the next message may be sent or taken over; null when none waits. */
  @Nullable Instant next() {
    return transactions
        .executeRead(
            status ->
                new Rows(status.getConnection())
                    .list(
                        """
                    select min(case when lease_until is not null and lease_until > next_at
                      then lease_until else next_at end) as at_time
                    from message where next_at is not null
                    """,
                        row -> java.util.Optional.ofNullable(Rows.instant(row, "at_time"))))
        .getFirst()
        .orElse(null);
  }

  /** Delivers one message of a receiver: posts before edits, both oldest first. */
  Step deliver(String receiver, Instant now, boolean mayPost, boolean mayEdit) {
    Lease lease =
        transactions.executeWrite(
            status -> lease(new Rows(status.getConnection()), receiver, now, mayPost, mayEdit));
    if (lease == null) {
      return Step.NOTHING;
    }
    if (lease.parcel() == null) {
      return Step.SETTLED;
    }
    Attempt attempt = send(lease, lease.parcel());
    transactions.executeWrite(
        status -> {
          deliveries.record(
              new Rows(status.getConnection()), lease, attempt.outcome(), attempt.how(), now);
          return true;
        });
    return step(lease, attempt.outcome());
  }

  /** For the clock at the end of an attempt; a send may take seconds. */
  private static Step step(Lease lease, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Sent sent -> lease.card().isPosted() ? Step.EDITED : Step.POSTED;
      case Outcome.Gone gone -> Step.EDITED;
      case Outcome.Refused refused -> lease.card().isPosted() ? Step.EDITED : Step.POSTED;
      case Outcome.RetryAfter wait -> Step.FAILED;
      case Outcome.Uncertain doubt -> Step.FAILED;
    };
  }

  /**
   * A message taken for sending.
   *
   * @param parcel null when there is nothing to send after all
   * @param members as rendered
   * @param hash of what is sent
   */
  record Lease(
      Card card,
      String owner,
      @Nullable Parcel parcel,
      List<Member> members,
      String hash,
      boolean mentions) {}

  private record Attempt(Outcome outcome, String how) {}

  private @Nullable Lease lease(
      Rows rows, String receiver, Instant now, boolean mayPost, boolean mayEdit)
      throws SQLException {
    Optional<Card> due =
        rows.first(
            """
            select * from message where next_at <= ? and coalesce(via, channel) = ?
              and (lease_until is null or lease_until < ?)
              and (ts is null and cast(? as boolean) or ts is not null and cast(? as boolean))
            order by case when ts is null then 0 else 1 end, next_at, id limit 1
            """,
            Card::read,
            now,
            receiver,
            now,
            mayPost,
            mayEdit);
    if (due.isEmpty() || !take(rows, due.get(), now)) {
      return null;
    }
    return prepare(rows, due.get(), now);
  }

  private boolean take(Rows rows, Card card, Instant now) throws SQLException {
    return rows.update(
            """
            update message set lease_owner = ?, lease_until = ?,
              in_doubt_since = case when ts is null then coalesce(in_doubt_since, ?)
                else in_doubt_since end
            where id = ? and wanted = ? and next_at <= ?
              and (lease_until is null or lease_until < ?)
            """,
            owner,
            now.plus(LEASE),
            now,
            card.id(),
            card.wanted(),
            now,
            now)
        == 1;
  }

  private Lease prepare(Rows rows, Card card, Instant now) throws SQLException {
    String mention = mention(rows, card);
    Views.Rendering rendering = views.render(rows, card, mention, now);
    CardView view = rendering.view();
    if (view == null) {
      deliveries.drop(rows, card, now);
      return new Lease(card, owner, null, List.of(), "", false);
    }
    if (card.via() != null && card.kind() != Card.Kind.REPLY) {
      view = view.withNote(deliveries.redirected(card));
    }
    String content = deliveries.keep(rows, card, view);
    String hash = hash(content);
    if (card.isPosted() && hash.equals(card.deliveredHash())) {
      deliveries.unchanged(rows, card);
      replies.misses(rows, card, rendering.members(), now);
      return new Lease(card, owner, null, List.of(), hash, false);
    }
    Parcel parcel = parcel(rows, card, view);
    if (card.parentId() != null && parcel.thread() == null) {
      deliveries.orphaned(rows, card, now);
      return new Lease(card, owner, null, List.of(), hash, false);
    }
    return new Lease(card, owner, parcel, rendering.members(), hash, mention != null);
  }

  /** The team is called by a post with something overdue; an edit only keeps the words. */
  private @Nullable String mention(Rows rows, Card card) throws SQLException {
    boolean calls =
        switch (card.kind()) {
          case CARD ->
              card.mentioned()
                  || (!card.isPosted()
                      && rows.count(
                              """
                              select count(*) from message_member mm
                                join deadline d on d.id = mm.deadline_id
                              where mm.message_id = ? and d.state = 'overdue'
                                and d.excusal_category is null and d.verdict is not null
                              """,
                              card.id())
                          > 0);
          case BREACH -> true;
          case CATCH_UP, ESCALATION, SOURCE, RULES, ANNOUNCE, DIGEST, BULLETIN, REFUSAL, REPLY ->
              false;
        };
    return calls ? replies.mention(card) : null;
  }

  private static Parcel parcel(Rows rows, Card card, CardView view) throws SQLException {
    Posted thread = null;
    String cardUid = card.uid();
    if (card.parentId() != null) {
      Card parent =
          rows.first("select * from message where id = ?", Card::read, card.parentId())
              .orElseThrow();
      cardUid = parent.uid();
      if (parent.ts() != null && parent.channelId() != null) {
        thread = new Posted(parent.channelId(), parent.ts());
      }
    }
    return new Parcel(
        card.uid(),
        cardUid,
        name(card.receiver()),
        knownId(rows, card),
        card.kind().word(),
        card.wanted(),
        view,
        thread,
        card.broadcast());
  }

  private static @Nullable String knownId(Rows rows, Card card) throws SQLException {
    return rows.first(
            """
            select channel_id from message
            where channel = ? and via is null and channel_id is not null
            order by id desc limit 1
            """,
            row -> row.getString(1),
            card.receiver())
        .orElse(null);
  }

  private Attempt send(Lease lease, Parcel parcel) {
    Card card = lease.card();
    Channel channel = channels.get(scheme(card.receiver()));
    if (channel == null || (channel.delivers() && parcel.receiver().isBlank())) {
      return new Attempt(deliveries.noChannel(card.receiver()), "");
    }
    if (card.ts() != null) {
      Posted posted = new Posted(Objects.requireNonNull(card.channelId()), card.ts());
      return new Attempt(channel.edit(posted, parcel), "");
    }
    if (card.inDoubtSince() == null) {
      return new Attempt(channel.post(parcel), "");
    }
    return lookFirst(channel, parcel, card.inDoubtSince().minus(SKEW));
  }

  /** A search may take long; what is left of the lease has to be enough for the sending. */
  private static Attempt lookFirst(Channel channel, Parcel parcel, Instant since) {
    long begin = System.nanoTime();
    Search search = channel.find(parcel, since);
    boolean late = System.nanoTime() - begin > LOOKING.toNanos();
    if (late && !(search instanceof Search.Found)) {
      return new Attempt(
          new Outcome.RetryAfter(null, "looking for the message took too long"), Deliveries.DOUBT);
    }
    return switch (search) {
      case Search.Found found -> new Attempt(new Outcome.Sent(found.posted()), Deliveries.ADOPTED);
      case Search.NotThere none -> new Attempt(channel.post(parcel), "");
      case Search.CannotLook blind ->
          new Attempt(
              channel.post(parcel),
              "sent again without looking, a double is possible: " + blind.reason());
      case Search.Later later ->
          new Attempt(new Outcome.RetryAfter(later.after(), later.reason()), Deliveries.DOUBT);
    };
  }

  static String scheme(String receiver) {
    int colon = receiver.indexOf(':');
    return colon < 0 ? "slack" : receiver.substring(0, colon);
  }

  static String name(String receiver) {
    return receiver.substring(receiver.indexOf(':') + 1);
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
