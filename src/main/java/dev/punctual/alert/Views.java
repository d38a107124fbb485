package dev.punctual.alert;

import dev.punctual.alert.CardText.Extra;
import dev.punctual.alert.CardText.Facts;
import dev.punctual.alert.SmallText.Asks;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Allowances;
import dev.punctual.ledger.RerunRights;
import dev.punctual.rule.Rule;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a message is about and has it put into words. */
@Singleton
class Views {

  /** Arrivals a usual time needs. */
  private static final int ENOUGH = 10;

  private static final int HISTORY_DAYS = 90;

  private final Outbox outbox;
  private final Audience audience;
  private final Allowances allowances;
  private final RerunRights rerunRights;

  Views(Outbox outbox, Audience audience, Allowances allowances, RerunRights rerunRights) {
    this.outbox = outbox;
    this.audience = audience;
    this.allowances = allowances;
    this.rerunRights = rerunRights;
  }

  /**
   * A message in words.
   *
   * @param view null when there is nothing worth saying to a channel that heard nothing yet
   * @param members of a card of deadlines, else empty
   */
  record Rendering(@Nullable CardView view, List<Member> members) {}

  Rendering render(Rows rows, Card card, @Nullable String mention, Instant now)
      throws SQLException {
    return switch (card.kind()) {
      case CARD, CATCH_UP -> deadlines(rows, card, mention, now);
      case ESCALATION -> escalation(rows, card);
      case BREACH -> new Rendering(breach(rows, card, mention), List.of());
      case SOURCE -> new Rendering(source(card), List.of());
      case RULES -> new Rendering(rules(card), List.of());
      case ANNOUNCE, DIGEST, BULLETIN, REFUSAL, REPLY ->
          new Rendering(outbox.read(Objects.requireNonNull(card.content())), List.of());
    };
  }

  private Rendering deadlines(Rows rows, Card card, @Nullable String mention, Instant now)
      throws SQLException {
    List<Member> members = Member.of(rows, card.id(), audience::title);
    if (!card.isPosted() && !CardText.isWorthSaying(members)) {
      return new Rendering(null, members);
    }
    Facts facts =
        new Facts(
            audience.wording(card, outbox),
            card.uid(),
            card.team(),
            mention,
            card.kind() == Card.Kind.CATCH_UP,
            members,
            extras(rows, members, now),
            zone(card.team()),
            audience.url());
    return new Rendering(CardText.of(facts), members);
  }

  private Rendering escalation(Rows rows, Card card) throws SQLException {
    Card about = outbox.byId(rows, Objects.requireNonNull(card.aboutId())).orElseThrow();
    BreachText.Breach breach = BreachText.read(rows, about.id());
    Asks asks =
        breach == null
            ? Asks.of(Member.of(rows, about.id(), audience::title))
            : Asks.of(breach, audience.zone(about.team()));
    if (asks.unheard() == 0 && !card.isPosted()) {
      return new Rendering(null, List.of());
    }
    return new Rendering(
        SmallText.escalation(
            card,
            about,
            asks,
            audience.team(about.team()),
            audience.url(),
            audience.wording(card, outbox)),
        List.of());
  }

  private @Nullable CardView breach(Rows rows, Card card, @Nullable String mention)
      throws SQLException {
    BreachText.Breach breach = BreachText.read(rows, card.id());
    if (breach == null || (!card.isPosted() && breach.isExcused())) {
      return null;
    }
    return BreachText.of(
        breach,
        audience.rule(breach.rule()),
        mention,
        audience.wording(card, outbox),
        new BreachText.Place(zone(null), audience.url()));
  }

  private @Nullable CardView source(Card card) {
    if (!card.isPosted() && card.step() == 2) {
      return null;
    }
    long rules = audience.rulesOf(Objects.requireNonNull(card.source())).size();
    Wording wording = audience.wording(card, outbox);
    return SmallText.source(card, rules, zone(null), audience.url(), wording);
  }

  private CardView rules(Card card) {
    return SmallText.rules(card, zone(null), audience.url(), audience.wording(card, outbox));
  }

  private ZoneId zone(@Nullable String team) {
    return audience.zone(team);
  }

  private Map<String, Extra> extras(Rows rows, List<Member> members, Instant now)
      throws SQLException {
    Set<String> rules =
        members.stream()
            .filter(m -> m.isOpenMiss() || members.size() == 1)
            .sorted(OnCard.WORST_FIRST)
            .map(Member::rule)
            .distinct()
            .limit(CardText.LISTED)
            .collect(Collectors.toSet());
    Map<String, List<Duration>> past = lateness(rows, rules, now);
    Map<String, Allowance> misses = rules.isEmpty() ? Map.of() : allowances.of(now);
    Map<String, Extra> extras = new HashMap<>();
    for (String id : rules) {
      Rule rule = audience.rule(id);
      List<Duration> arrivals = past.getOrDefault(id, List.of()).stream().sorted().toList();
      boolean enough = arrivals.size() >= ENOUGH;
      extras.put(
          id,
          new Extra(
              enough ? arrivals.get(arrivals.size() / 10) : null,
              enough ? arrivals.get((arrivals.size() * 9 - 1) / 10) : null,
              used(misses.get(id)),
              rule == null ? List.of() : rule.about().consumers(),
              rule == null ? null : rule.about().runbook(),
              rule == null ? null : rule.target().path(),
              rerunRights.allows(rule)));
    }
    return extras;
  }

  private static @Nullable Allowance used(@Nullable Allowance allowance) {
    return allowance == null || allowance.used() == 0 ? null : allowance;
  }

  private static Map<String, List<Duration>> lateness(Rows rows, Set<String> rules, Instant now)
      throws SQLException {
    LocalDate since = LocalDate.ofInstant(now, ZoneId.of("UTC")).minusDays(HISTORY_DAYS);
    Map<String, List<Duration>> past = new HashMap<>();
    if (rules.isEmpty()) {
      return past;
    }
    rows.list(
            """
            select rule_id, due_at, arrival_at from deadline
            where rule_id = any(?) and business_date >= ? and slotted = false
              and arrival_at is not null and due_at < ?
            """,
            row ->
                Map.entry(
                    row.getString("rule_id"),
                    Duration.between(
                        Rows.someInstant(row, "due_at"), Rows.someInstant(row, "arrival_at"))),
            rows.words(rules),
            since,
            now.minus(Duration.ofHours(12)))
        .forEach(a -> past.computeIfAbsent(a.getKey(), k -> new ArrayList<>()).add(a.getValue()));
    return past;
  }
}
