package dev.punctual.alert;

import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.Outbox.Wish;
import dev.punctual.alert.Outcome.Refused;
import dev.punctual.alert.Outcome.Scope;
import dev.punctual.alert.Outcome.Sent;
import dev.punctual.judge.State;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Records what became of an attempt, and what follows from it. */
@Singleton
class Deliveries {

  /** The message was found where an attempt of unknown outcome had put it. */
  static final String ADOPTED = "found in the channel and taken over";

  /** It could not be looked for yet: the doubt stays. */
  static final String DOUBT = "looking for it";

  private static final long LONGEST_PAUSE_SECONDS = 60;
  private static final int DOUBLINGS = 6;

  private final Outbox outbox;
  private final Audience audience;
  private final Replies replies;
  private final MessageMetrics metrics;
  private final List<Channel> channels;

  Deliveries(
      Outbox outbox,
      Audience audience,
      Replies replies,
      MessageMetrics metrics,
      List<Channel> channels) {
    this.outbox = outbox;
    this.audience = audience;
    this.replies = replies;
    this.metrics = metrics;
    this.channels = channels;
  }

  void record(Rows rows, Courier.Lease lease, Outcome outcome, String how, Instant now)
      throws SQLException {
    Card card = lease.card();
    metrics.attempted(card.receiver(), outcome);
    switch (outcome) {
      case Sent sent -> sent(rows, lease, sent, how, now);
      case Outcome.RetryAfter wait ->
          again(rows, lease, wait.after(), wait.reason(), how.equals(DOUBT), now);
      case Outcome.Uncertain doubt -> again(rows, lease, null, doubt.reason(), true, now);
      case Refused refused -> refused(rows, lease, refused, now);
      case Outcome.Gone gone -> gone(rows, lease, gone, now);
    }
  }

  private void sent(Rows rows, Courier.Lease lease, Sent sent, String how, Instant now)
      throws SQLException {
    Card card = lease.card();
    boolean adopted = how.equals(ADOPTED);
    boolean first = !card.isPosted();
    String outcome = delivers(card) ? Card.SENT : Card.SHOWN;
    int mine =
        rows.update(
            """
            update message set ts = ?, channel_id = ?, posted_at = coalesce(posted_at, ?),
              edits = edits + ?, delivered = ?, delivered_hash = ?, attempts = 0, outcome = ?,
              error = case when via is null then null else error end, in_doubt_since = null,
              lease_owner = null, lease_until = null,
              mentioned = mentioned or ?,
              next_at = case when wanted > ? or ? then ? else null end
            where id = ? and lease_owner = ?
            """,
            sent.posted().ts(),
            sent.posted().channelId(),
            now,
            first ? 0 : 1,
            card.wanted(),
            adopted ? null : lease.hash(),
            outcome,
            lease.mentions(),
            card.wanted(),
            adopted && card.kind().isLive(),
            now.plus(Outbox.DEBOUNCE),
            card.id(),
            lease.owner());
    if (mine == 0) {
      return;
    }
    String where = Courier.name(card.receiver());
    String delay = first ? delay(card, now) : "";
    outbox.event(
        rows,
        card.id(),
        now,
        adopted ? "adopted" : first ? outcome : "edited",
        adopted
            ? ADOPTED
            : (first ? (delivers(card) ? "sent to " : "wanted for ") + where + delay : lead(lease))
                + note(how));
    if (first && !adopted) {
      metrics.delivered(Duration.between(since(card), now));
    }
    tell(rows, lease, first, now);
  }

  private static String note(String how) {
    return how.isBlank() ? "" : "; " + how;
  }

  private static String lead(Courier.Lease lease) {
    return lease.parcel() == null ? "" : lease.parcel().view().headline().text();
  }

  private static Instant since(Card card) {
    boolean fromDue =
        card.kind() == Card.Kind.CARD
            && card.dueAt() != null
            && card.dueAt().isBefore(card.wantedAt())
            && Duration.between(card.dueAt(), card.wantedAt()).toMinutes() < 1;
    return fromDue && card.dueAt() != null ? card.dueAt() : card.wantedAt();
  }

  private static String delay(Card card, Instant now) {
    Instant since = since(card);
    double seconds = Duration.between(since, now).toMillis() / 1000.0;
    boolean due = card.dueAt() != null && since.equals(card.dueAt());
    return seconds < 0
        ? ""
        : String.format(
            java.util.Locale.ROOT, ", %.1f s after %s", seconds, due ? "due" : "it was wanted");
  }

  /** A post tells of what it says; what an edit brought the channel hears of in a reply. */
  private void tell(Rows rows, Courier.Lease lease, boolean posted, Instant now)
      throws SQLException {
    Card card = outbox.byId(rows, lease.card().id()).orElseThrow();
    if (card.kind() == Card.Kind.CATCH_UP || posted) {
      replies.tell(rows, card, lease.members().stream().filter(Member::isAlarm).toList());
    } else if (card.kind() == Card.Kind.CARD) {
      replies.misses(rows, card, lease.members(), now);
    }
  }

  private void again(
      Rows rows,
      Courier.Lease lease,
      @Nullable Duration after,
      String reason,
      boolean inDoubt,
      Instant now)
      throws SQLException {
    Card card = lease.card();
    Duration pause = after == null ? pause(card.attempts()) : after;
    rows.update(
        """
        update message set attempts = attempts + 1, next_at = ?, error = ?, lease_owner = null,
          lease_until = null, in_doubt_since = ?
        where id = ? and lease_owner = ?
        """,
        now.plus(pause),
        reason,
        inDoubt || card.isPosted() ? inDoubtSince(card, now) : card.inDoubtSince(),
        card.id(),
        lease.owner());
    if (card.attempts() == 0 || !reason.equals(card.error())) {
      outbox.event(rows, card.id(), now, "retry", reason);
    }
  }

  private static @Nullable Instant inDoubtSince(Card card, Instant now) {
    if (card.isPosted()) {
      return null;
    }
    return card.inDoubtSince() == null ? now : card.inDoubtSince();
  }

  /** Doubles from two seconds to a minute, give or take a quarter. */
  static Duration pause(int attempts) {
    long seconds = Math.min(LONGEST_PAUSE_SECONDS, 2L << Math.min(attempts, DOUBLINGS));
    double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
    return Duration.ofMillis(Math.round(seconds * 1_000 * jitter));
  }

  private void refused(Rows rows, Courier.Lease lease, Refused refused, Instant now)
      throws SQLException {
    Card card = lease.card();
    String instead = standIn(rows, lease, refused);
    boolean redirect = instead != null;
    rows.update(
        """
        update message set outcome = ?, error = ?, attempts = 0, lease_owner = null,
          lease_until = null, in_doubt_since = null, via = ?, next_at = ?, ts = ?, channel_id = ?
        where id = ? and lease_owner = ?
        """,
        redirect ? Card.WAITING : Card.REFUSED,
        refused.error() + ": " + refused.advice(),
        redirect ? instead : card.via(),
        redirect ? now : null,
        redirect ? null : card.ts(),
        redirect ? null : card.channelId(),
        card.id(),
        lease.owner());
    if (redirect) {
      rows.update(
          "update message set via = ? where parent_id = ? and ts is null", instead, card.id());
    }
    outbox.event(rows, card.id(), now, "refused", refused.error());
    boolean tells =
        !redirect
            && refused.scope() == Scope.CHANNEL
            && card.kind() != Card.Kind.REFUSAL
            && !card.receiver().equals(audience.fallback());
    boolean defect = refused.scope() == Scope.MESSAGE && card.kind() != Card.Kind.REFUSAL;
    if (tells || defect) {
      notice(rows, card, refused, now);
    }
  }

  /**
   * Who hears instead of a Slack channel that refuses: the deployment's channel, and where that or
   * all of Slack refuses, a webhook that has not heard the same already. A refused edit that brings
   * the channel nothing new waits for Slack. A reply follows its card; a webhook that refuses is
   * only told of.
   */
  private @Nullable String standIn(Rows rows, Courier.Lease lease, Refused refused)
      throws SQLException {
    Card card = lease.card();
    if (card.kind() == Card.Kind.REPLY || !card.receiver().startsWith(Audience.SLACK)) {
      return null;
    }
    boolean other =
        card.via() == null
            && !audience.fallback().equals(Audience.SLACK)
            && !card.receiver().equals(audience.fallback());
    if (refused.scope() == Scope.CHANNEL && other) {
      return audience.fallback();
    }
    boolean news =
        !card.isPosted() || lease.members().stream().anyMatch(m -> m.isAlarm() && !m.told());
    String webhook = news ? audience.standIn(card.team()) : null;
    return webhook == null || outbox.isHeard(rows, card, webhook) ? null : webhook;
  }

  private void notice(Rows rows, Card card, Refused refused, Instant now) throws SQLException {
    String where = Courier.name(card.receiver());
    String day = now.atOffset(java.time.ZoneOffset.UTC).toLocalDate().toString();
    outbox.want(
        rows,
        Wish.line(
            "refusal|" + card.receiver() + "|" + refused.error() + "|" + day,
            Card.Kind.REFUSAL,
            audience.fallback(),
            null,
            SmallText.refusal(
                where,
                refused.error(),
                refused.advice(),
                audience.url(),
                audience.wording((String) null))),
        now,
        now);
  }

  /** Reposted only while something is overdue; else the message stays removed. */
  private void gone(Rows rows, Courier.Lease lease, Outcome.Gone gone, Instant now)
      throws SQLException {
    Card card = lease.card();
    boolean overdue = lease.members().stream().anyMatch(m -> m.state() == State.OVERDUE);
    rows.update(
        """
        update message set ts = null, lease_owner = null, lease_until = null, in_doubt_since = null,
          attempts = 0, error = ?, outcome = ?, next_at = ?, closed_at = ?, delivered_hash = null
        where id = ? and lease_owner = ?
        """,
        gone.error(),
        overdue ? Card.WAITING : Card.GONE,
        overdue ? now : null,
        overdue ? null : now,
        card.id(),
        lease.owner());
    outbox.event(
        rows,
        card.id(),
        now,
        "gone",
        overdue
            ? "removed in the channel; posted again, something is overdue"
            : "removed in the channel");
  }

  /** Nothing to say to a channel that has heard nothing yet. */
  void drop(Rows rows, Card card, Instant now) throws SQLException {
    rows.update(
        """
        update message set outcome = 'dropped', delivered = wanted, next_at = null,
          lease_owner = null, lease_until = null, in_doubt_since = null
        where id = ?
        """,
        card.id());
    outbox.event(rows, card.id(), now, "dropped", "all was well again before it was sent");
  }

  /** A reply whose card was removed: the card that stands there now says it all. */
  void orphaned(Rows rows, Card card, Instant now) throws SQLException {
    rows.update(
        """
        update message set outcome = 'dropped', next_at = null, lease_owner = null,
          lease_until = null, in_doubt_since = null, closed_at = ?
        where id = ?
        """,
        now,
        card.id());
  }

  void unchanged(Rows rows, Card card) throws SQLException {
    rows.update(
        """
        update message set delivered = wanted, next_at = null, lease_owner = null, lease_until = null
        where id = ?
        """,
        card.id());
  }

  /** Stores what is going to be said. */
  String keep(Rows rows, Card card, CardView view) throws SQLException {
    String content = outbox.write(view);
    if (card.kind().isLive() && !content.equals(card.content())) {
      rows.update("update message set content = ? where id = ?", content, card.id());
    }
    return content;
  }

  Line redirected(Card card) {
    String error = card.error() == null ? "" : card.error().replaceFirst(":.*", "");
    Wording wording = audience.wording(card, outbox);
    return SmallText.redirected(Courier.name(card.channel()), error, wording);
  }

  Outcome noChannel(String receiver) {
    return new Refused(
        "no_channel",
        receiver.equals(Audience.SLACK)
            ? "No default channel is configured: set punctual.slack.channel."
            : "No receiver of that name is configured: see punctual.webhooks.",
        receiver.startsWith(Audience.SLACK) ? Scope.EVERYTHING : Scope.CHANNEL);
  }

  private boolean delivers(Card card) {
    String scheme = Courier.scheme(card.receiver());
    return channels.stream().anyMatch(c -> c.scheme().equals(scheme) && c.delivers());
  }
}
