package dev.punctual.alert;

import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.rule.RuleSet.Escalation;
import dev.punctual.rule.RuleSet.Team;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What messages say that are not cards of deadlines. They count rules and do not name them. */
final class SmallText {

  private static final int GOOD = 2;

  private SmallText() {}

  static CardView source(Card card, long rules, ZoneId zone, String url, Wording wording) {
    String source = Objects.requireNonNull(card.source());
    Instant since = card.dueAt() == null ? card.wantedAt() : card.dueAt();
    List<Button> open = List.of(Button.open(wording.say("button.source"), url + "/sources"));
    if (card.step() == GOOD) {
      Instant back = card.notedAt() == null ? since : card.notedAt();
      Line away =
          wording.line(
              "source.away",
              wording.span(Duration.between(since, back)),
              wording.time(since, zone),
              zone.getId());
      return new CardView(
          wording.language(),
          Tone.MET,
          begun("✓ ", wording.spans("source.up", source, wording.time(back, zone))),
          List.of(away),
          List.of(),
          open);
    }
    String error = wording.reason(String.valueOf(card.note()));
    return new CardView(
        wording.language(),
        Tone.UNKNOWN,
        begun("? ", wording.spans("source.down", source, wording.time(since, zone))),
        List.of(wording.counted("source.rules", rules, source)),
        List.of(wording.line("source.error", error, wording.say("timesIn", zone.getId()))),
        open);
  }

  private static Line begun(String icon, List<Span> rest) {
    List<Span> spans = new ArrayList<>(List.of(Span.plain(icon)));
    spans.addAll(rest);
    return new Line(spans);
  }

  static CardView rules(Card card, ZoneId zone, String url, Wording wording) {
    Instant since = card.notedAt() == null ? card.wantedAt() : card.notedAt();
    String time = wording.time(since, zone);
    List<Button> open = List.of(Button.open(wording.say("button.rules"), url + "/rules"));
    String note = card.note() == null ? "" : wording.reason(card.note());
    if (card.step() == GOOD) {
      return new CardView(
          wording.language(),
          Tone.MET,
          begun("✓ ", wording.spans("rules.good")),
          List.of(Line.of(note)),
          List.of(wording.line("rules.goodSince", time, zone.getId())),
          open);
    }
    List<Line> lines = new ArrayList<>();
    note.lines().limit(CardText.LISTED).forEach(l -> lines.add(Line.of(Span.code(l))));
    return new CardView(
        wording.language(),
        Tone.RISK,
        begun("▲ ", wording.spans("rules.refused")),
        lines,
        List.of(wording.line("rules.since", time, zone.getId())),
        open);
  }

  /**
   * What a card still asks for, seen from an escalation.
   *
   * @param unheard misses nobody looks after
   * @param acknowledgedBy of those somebody looks after, the first
   * @param since when it was due, or began
   */
  record Asks(int unheard, @Nullable String acknowledgedBy, Instant since, ZoneId zone) {

    static Asks of(List<Member> members) {
      List<Member> open = members.stream().filter(Member::isOpenMiss).toList();
      return new Asks(
          (int) open.stream().filter(m -> !m.isAcknowledged()).count(),
          open.stream()
              .filter(Member::isAcknowledged)
              .map(m -> m.people().acknowledgedBy())
              .findFirst()
              .orElse(null),
          members.getFirst().dueAt(),
          members.getFirst().zone());
    }

    static Asks of(BreachText.Breach breach, ZoneId zone) {
      boolean unheard = breach.isOpen() && breach.acknowledgedBy() == null;
      return new Asks(unheard ? 1 : 0, breach.acknowledgedBy(), breach.fromAt(), zone);
    }
  }

  static CardView escalation(
      Card card, Card about, Asks asks, @Nullable Team team, String url, Wording wording) {
    List<Escalation> steps = team == null ? List.of() : team.escalate();
    Escalation step = card.step() <= steps.size() ? steps.get(card.step() - 1) : null;
    boolean settled = asks.unheard() == 0;
    List<Line> notes = new ArrayList<>();
    if (asks.acknowledgedBy() != null) {
      notes.add(wording.line("escalated.acknowledged", asks.acknowledgedBy()));
    }
    notes.add(wording.line("escalated.step", card.step(), Math.max(card.step(), steps.size())));
    List<Button> buttons = new ArrayList<>();
    if (!settled) {
      buttons.add(Button.act(wording.say("button.acknowledge"), "acknowledge", about.uid()));
    }
    buttons.add(Button.open(wording.say("button.open"), url + "/alerts?message=" + about.uid()));
    return new CardView(
        wording.language(),
        settled ? Tone.LATE : Tone.OVERDUE,
        escalated(asks, team, step, wording),
        List.of(pointer(about, asks, wording)),
        notes,
        buttons);
  }

  private static Line escalated(
      Asks asks, @Nullable Team team, @Nullable Escalation step, Wording wording) {
    List<Span> head = new ArrayList<>();
    head.add(Span.plain("▲ "));
    if (step != null && step.mention() != null) {
      head.add(Span.mention(step.mention()));
      head.add(Span.plain(" "));
    }
    head.add(Span.strong(unheard(asks.unheard(), team, step, wording)));
    return new Line(head);
  }

  private static String unheard(
      int misses, @Nullable Team team, @Nullable Escalation step, Wording wording) {
    if (misses == 0) {
      return team == null
          ? wording.say("escalated.over")
          : wording.say("escalated.teamOver", team.name());
    }
    if (team == null) {
      return step == null
          ? wording.count("escalated", misses)
          : wording.count("escalated.within", misses, wording.span(step.after()));
    }
    return step == null
        ? wording.count("escalated.team", misses, team.name())
        : wording.count("escalated.teamWithin", misses, team.name(), wording.span(step.after()));
  }

  private static Line pointer(Card about, Asks asks, Wording wording) {
    return wording.line(
        about.kind() == Card.Kind.BREACH ? "escalated.stale" : "escalated.due",
        wording.time(asks.since(), asks.zone()),
        asks.zone().getId(),
        wording.date(asks.since(), asks.zone()),
        Courier.name(about.receiver()));
  }

  /** The line of an announcement; {@code at} is as people read it. */
  static CardView there(String title, String at, ZoneId zone, boolean late, Wording wording) {
    return CardView.of(
        wording.language(),
        late ? Tone.LATE : Tone.MET,
        begun("✓ ", wording.spans(late ? "there.late" : "there", title, at, zone.getId())));
  }

  /** Small print of a message that stands elsewhere than it was meant to. */
  static Line redirected(String where, String error, Wording wording) {
    return error.isBlank()
        ? wording.line("redirected", where)
        : wording.line("redirected.why", where, error);
  }

  static CardView refusal(String where, String error, String advice, String url, Wording wording) {
    return new CardView(
        wording.language(),
        Tone.RISK,
        begun("▲ ", wording.spans("refused", where)),
        List.of(wording.line("refused.why", error, wording.reason(advice))),
        List.of(),
        List.of(Button.open(wording.say("button.alerts"), url + "/alerts?show=attention")));
  }
}
