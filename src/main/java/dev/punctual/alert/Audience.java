package dev.punctual.alert;

import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.ledger.Windows;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise.Span;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.rule.RuleSet.Team;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who hears what, and when they do not want to: the current rules and teams decide. */
@Singleton
class Audience {

  static final String SLACK = "slack:";
  static final String WEBHOOK = "webhook:";

  private final RuleBook book;
  private final SlackConfig slack;
  private final ServiceConfig service;
  private final Windows windows;
  private final AlertConfig config;

  Audience(
      RuleBook book,
      Windows windows,
      SlackConfig slack,
      ServiceConfig service,
      AlertConfig config) {
    this.book = book;
    this.windows = windows;
    this.config = config;
    this.slack = slack;
    this.service = service;
  }

  @Nullable Rule rule(@Nullable String id) {
    return id == null ? null : book.rules().rules().get(id);
  }

  @Nullable String title(String id) {
    Rule rule = rule(id);
    return rule == null ? null : rule.title();
  }

  @Nullable Team team(@Nullable String name) {
    return name == null ? null : book.rules().teams().get(name);
  }

  /** The team that is told of a rule now: the rule's own, else the one recorded. */
  @Nullable String teamOf(@Nullable String rule, @Nullable String recorded) {
    Rule current = rule(rule);
    return current == null ? recorded : current.team();
  }

  List<Team> teams() {
    return List.copyOf(book.rules().teams().values());
  }

  List<Rule> rulesOf(String source) {
    return book.rules().rules().values().stream().filter(r -> r.source().equals(source)).toList();
  }

  List<Maintenance> maintenance(Instant now) {
    return windows.and(book.rules(), now);
  }

  /** The deployment's channel. */
  String fallback() {
    return SLACK + (slack.hasChannel() ? slack.channel() : "");
  }

  /** The Slack channel of a team, else the deployment's; and the team's webhook. */
  List<String> receivers(@Nullable String team) {
    Team known = team(team);
    List<String> receivers = new ArrayList<>();
    receivers.add(known == null || known.slack() == null ? fallback() : SLACK + known.slack());
    if (known != null && known.webhook() != null) {
      receivers.add(WEBHOOK + known.webhook());
    }
    return receivers;
  }

  /** The webhook that hears what Slack refuses: the team's, else the deployment's; or nobody. */
  @Nullable String standIn(@Nullable String team) {
    Team known = team(team);
    String webhook = known == null || known.webhook() == null ? config.webhook() : known.webhook();
    return webhook == null || webhook.isBlank() ? null : WEBHOOK + webhook;
  }

  ZoneId zone(@Nullable String team) {
    Team known = team(team);
    return known == null || known.timezone() == null
        ? ZoneId.of(service.timezone())
        : known.timezone();
  }

  /** The language of a team's messages: its own, else the deployment's. */
  Wording wording(@Nullable String team) {
    Team known = team(team);
    return known == null || known.language() == null
        ? Wording.of(config.language())
        : new Wording(Words.of(known.language()));
  }

  /** A message keeps the language it began with, whatever is configured since. */
  Wording wording(Card card, Outbox outbox) {
    return card.content() == null
        ? wording(card.team() == null ? teamIn(card.channel()) : card.team())
        : Wording.of(outbox.read(card.content()).language());
  }

  /** A team that hears in a channel, for what is told to a channel and not to a team. */
  private @Nullable String teamIn(String receiver) {
    List<Team> heard = receiver.equals(fallback()) ? List.of() : teams();
    return heard.stream()
        .map(Team::name)
        .filter(team -> receivers(team).contains(receiver))
        .sorted()
        .findFirst()
        .orElse(null);
  }

  String url() {
    return service.url();
  }

  /**
   * When a rule's team may hear of something again.
   *
   * @return {@code now} outside quiet hours and for {@code severity: page}
   */
  Instant notBefore(@Nullable String rule, @Nullable String team, Instant now) {
    Rule current = rule(rule);
    if (current != null && current.notices().severity() == Rule.Severity.PAGE) {
      return now;
    }
    Team known = team(team);
    if (known == null || known.quietHours() == null) {
      return now;
    }
    ZoneId zone = known.timezone() != null || current == null ? zone(team) : current.timezone();
    return quietEnd(known.quietHours(), zone, now);
  }

  private static Instant quietEnd(Span quiet, ZoneId zone, Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    for (LocalDate day = today.minusDays(1); !day.isAfter(today); day = day.plusDays(1)) {
      Instant from = at(day, quiet.from(), zone);
      LocalTime end = quiet.to().time();
      boolean wraps = quiet.to().plusDays() == 0 && !end.isAfter(quiet.from().time());
      Instant to = at(wraps ? day.plusDays(1) : day, quiet.to(), zone);
      if (!now.isBefore(from) && now.isBefore(to)) {
        return to;
      }
    }
    return now;
  }

  private static Instant at(LocalDate day, DayTime time, ZoneId zone) {
    return day.plusDays(time.plusDays()).atTime(time.time()).atZone(zone).toInstant();
  }

  /** How long Slack waits after the due instant. */
  Duration alertAfter(@Nullable String rule) {
    Rule current = rule(rule);
    Duration after = current == null ? null : current.notices().alertAfter();
    return after == null ? Duration.ZERO : after;
  }
}
