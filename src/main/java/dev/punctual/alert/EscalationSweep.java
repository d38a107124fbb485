package dev.punctual.alert;

import dev.punctual.alert.Outbox.Wish;
import dev.punctual.ledger.Ledger;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet.Escalation;
import dev.punctual.rule.RuleSet.Team;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls others when nobody looks after a miss: each step of a team once a card, with a transition
 * for every deadline that says who was told. The wish for the message is what makes it once.
 */
@Singleton
class EscalationSweep {

  private static final Pattern MARKUP =
      Pattern.compile("<[@!#](?:subteam\\^)?([^|>]+)(?:\\|([^>]+))?>");

  private static final String UNHEARD =
      """
      select m.* from message m
      where m.kind in ('card', 'breach') and m.team = ? and m.closed_at is null
        and m.ts is not null and m.channel like 'slack:%'
        and m.due_at <= ? and m.due_at > ?
        and not exists (select 1 from message e where e.about_id = m.id and e.step = ?)
        and (exists (select 1 from message_member mm
            join deadline d on d.id = mm.deadline_id
            where mm.message_id = m.id and d.state = 'overdue' and d.verdict is not null
              and d.acknowledged_at is null and d.excusal_category is null
              and (d.snoozed_until is null or d.snoozed_until <= ?)
              and d.due_at <= ?)
          or exists (select 1 from message_breach mb join breach b on b.id = mb.breach_id
            where mb.message_id = m.id and b.to_at is null
              and b.acknowledged_at is null and b.excusal_category is null
              and (b.snoozed_until is null or b.snoozed_until <= ?)))
      """;

  private final Outbox outbox;
  private final Audience audience;
  private final Ledger ledger;
  private final AlertConfig config;

  EscalationSweep(Outbox outbox, Audience audience, Ledger ledger, AlertConfig config) {
    this.outbox = outbox;
    this.audience = audience;
    this.ledger = ledger;
    this.config = config;
  }

  void look(Rows rows, Instant now) throws SQLException {
    for (Team team : audience.teams()) {
      for (int i = 0; i < team.escalate().size(); i++) {
        Step step = new Step(team, team.escalate().get(i), i + 1);
        for (Card card : unheard(rows, step, now)) {
          escalate(rows, card, step, now);
        }
      }
    }
  }

  /** A step of a team's chain, counted from 1. */
  private record Step(Team team, Escalation what, int number) {

    /** {@code step 1 of 2: #data-leads, calling @U1}. */
    String told(String receiver) {
      String whom = what.mention() == null ? "" : ", calling " + plain(what.mention());
      return "step " + number + " of " + team.escalate().size() + ": " + receiver + whom;
    }
  }

  /** Slack's markup of a person or group as people read it. */
  static String plain(String mention) {
    return MARKUP
        .matcher(mention)
        .replaceAll(
            m -> "@" + (m.group(2) == null ? m.group(1) : m.group(2).replaceFirst("^@", "")));
  }

  private List<Card> unheard(Rows rows, Step step, Instant now) throws SQLException {
    Instant dueUntil = now.minus(step.what().after());
    return rows.list(
        UNHEARD,
        Card::read,
        step.team().name(),
        dueUntil,
        dueUntil.minus(config.maxAge()),
        step.number(),
        now,
        dueUntil,
        now);
  }

  private void escalate(Rows rows, Card card, Step step, Instant now) throws SQLException {
    BreachText.Breach breach = BreachText.read(rows, card.id());
    List<Member> unheard =
        Member.of(rows, card.id(), audience::title).stream()
            .filter(m -> m.isOpenMiss() && !m.isAcknowledged() && !m.isSnoozed(now))
            .toList();
    Stream<String> rules =
        breach == null ? unheard.stream().map(Member::rule) : Stream.of(breach.rule());
    String page = rules.filter(this::isPage).findFirst().orElse(null);
    if (audience.notBefore(page, step.team().name(), now).isAfter(now)) {
      return;
    }
    String receiver =
        step.what().slack() == null ? card.channel() : Audience.SLACK + step.what().slack();
    Wish wish = wish(card, step, receiver);
    if (outbox.want(rows, wish, now, now)) {
      String told = step.told(Courier.name(receiver));
      outbox.event(rows, card.id(), now, "escalated", told);
      ledger.escalated(
          unheard.stream().map(Member::deadlineId).toList(),
          breach == null ? null : breach.id(),
          told,
          now);
    }
  }

  private static Wish wish(Card card, Step step, String receiver) {
    return new Wish(
        "escalation|" + card.uid() + "|" + step.number(),
        Card.Kind.ESCALATION,
        receiver,
        step.team().name(),
        card.dueAt(),
        null,
        step.number(),
        null,
        card.id(),
        false,
        null);
  }

  /** Whether a rule may be heard in quiet hours. */
  private boolean isPage(@Nullable String id) {
    Rule rule = audience.rule(id);
    return rule != null && rule.notices().severity() == Rule.Severity.PAGE;
  }
}
