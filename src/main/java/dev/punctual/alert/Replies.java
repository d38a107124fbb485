package dev.punctual.alert;

import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.Outbox.Wish;
import dev.punctual.rule.RuleSet.Team;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines in the thread of a card: one reply a round, and one to the channel for new misses. */
@Singleton
class Replies {

  private final Outbox outbox;
  private final Audience audience;

  Replies(Outbox outbox, Audience audience) {
    this.outbox = outbox;
    this.audience = audience;
  }

  /**
   * Wants one reply that tells what a round brought; joined to one that has not been sent yet. New
   * misses are not told here: {@link #misses} tells the channel.
   */
  void round(Rows rows, Card card, List<News> news, Instant now) throws SQLException {
    ThreadText text = text(card);
    List<Line> lines = text.lines(news);
    if (lines.isEmpty()) {
      return;
    }
    Instant from =
        audience.notBefore(news.getFirst().rule(), card.team(), now.plus(Outbox.DEBOUNCE));
    Optional<Card> open =
        rows.first(
            """
            select * from message where parent_id = ? and kind = 'reply' and broadcast = false
              and outcome = 'waiting' and attempts = 0 and lease_until is null
              and in_doubt_since is null
            order by id desc limit 1
            """,
            Card::read,
            card.id());
    if (open.isPresent() && open.get().content() != null) {
      append(rows, open.get(), text, lines);
    } else {
      CardView view = text.view(lines);
      long newest = news.stream().mapToLong(News::id).max().orElse(0);
      outbox.want(
          rows, Wish.reply(card, "reply|" + card.uid() + "|" + newest, false, view), now, from);
    }
  }

  private ThreadText text(Card card) {
    return new ThreadText(
        audience.wording(card, outbox), audience.zone(card.team()), audience::title, card.source());
  }

  private void append(Rows rows, Card reply, ThreadText text, List<Line> lines)
      throws SQLException {
    CardView before = outbox.read(java.util.Objects.requireNonNull(reply.content()));
    List<Line> all = new ArrayList<>();
    all.add(before.headline());
    all.addAll(before.lines());
    all.addAll(lines);
    rows.update(
        "update message set content = ?, wanted = wanted + 1 where id = ?",
        outbox.write(text.view(all)),
        reply.id());
  }

  /**
   * Tells the channel, in counts, of misses it has not heard of: an edit notifies nobody. The first
   * overdue of a card calls the team, once.
   *
   * @param members of a posted card, now
   */
  void misses(Rows rows, Card card, List<Member> members, Instant now) throws SQLException {
    List<Member> untold = members.stream().filter(m -> m.isAlarm() && !m.told()).toList();
    if (untold.isEmpty()) {
      return;
    }
    tell(rows, card, untold);
    boolean overdue = untold.stream().anyMatch(Member::isOpenMiss);
    String mention = overdue && !card.mentioned() ? mention(card) : null;
    if (mention != null) {
      rows.update("update message set mentioned = true where id = ?", card.id());
    }
    Instant from = now;
    for (Member each : untold) {
      Instant delayed = each.dueAt().plus(audience.alertAfter(each.rule()));
      Instant own =
          audience.notBefore(each.rule(), card.team(), delayed.isAfter(now) ? delayed : now);
      from = each.equals(untold.getFirst()) || own.isBefore(from) ? own : from;
    }
    long newest = untold.stream().mapToLong(Member::deadlineId).max().orElse(0);
    outbox.want(
        rows,
        Wish.reply(
            card,
            "misses|" + card.uid() + "|" + newest + "|" + untold.size(),
            true,
            text(card).misses(untold, members, mention)),
        now,
        from);
  }

  /** The channel has heard of these. */
  void tell(Rows rows, Card card, List<Member> members) throws SQLException {
    rows.update(
        "update message_member set told = true where message_id = ? and deadline_id = any(?)",
        card.id(),
        rows.ids(members.stream().map(Member::deadlineId).toList()));
  }

  @Nullable String mention(Card card) {
    Team team = audience.team(card.team());
    return team == null || !card.channel().startsWith(Audience.SLACK) ? null : team.mention();
  }
}
