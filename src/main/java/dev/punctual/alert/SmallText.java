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

  static CardView source(Card card, long rules, ZoneId zone, String url) {
    String source = Objects.requireNonNull(card.source());
    Instant since = card.dueAt() == null ? card.wantedAt() : card.dueAt();
    Button open = Button.open("Open source", url + "/sources");
    if (card.step() == GOOD) {
      Instant back = card.notedAt() == null ? since : card.notedAt();
      return new CardView(
          Tone.MET,
          Line.of(
              Span.plain("✓ "),
              Span.strong(source + " answers again since " + Wording.time(back, zone))),
          List.of(
              Line.of(
                  "It did not answer for "
                      + Wording.span(Duration.between(since, back))
                      + ", from "
                      + Wording.time(since, zone)
                      + " "
                      + zone.getId()
                      + ". What fell due meanwhile is judged from its own times where they prove it.")),
          List.of(),
          List.of(open));
    }
    return new CardView(
        Tone.UNKNOWN,
        Line.of(
            Span.plain("? "),
            Span.strong(source + " does not answer since " + Wording.time(since, zone))),
        List.of(
            Line.of(
                Span.plain(
                    Wording.count(rules, "rule", "rules") + " cannot be asked. Deadlines become "),
                Span.strong("unknown"),
                Span.plain(
                    ", neither met nor missed, until "
                        + source
                        + " is back or the data's own time proves it."))),
        List.of(Line.of("Last error: " + card.note() + " · times in " + zone.getId())),
        List.of(open));
  }

  static CardView rules(Card card, ZoneId zone, String url) {
    Instant since = card.notedAt() == null ? card.wantedAt() : card.notedAt();
    Button open = Button.open("Open rules", url + "/rules");
    String note = card.note() == null ? "" : card.note();
    if (card.step() == GOOD) {
      return new CardView(
          Tone.MET,
          Line.of(Span.plain("✓ "), Span.strong("The rule files are in force again")),
          List.of(Line.of(note)),
          List.of(Line.of("Since " + Wording.time(since, zone) + " " + zone.getId())),
          List.of(open));
    }
    List<Line> lines = new ArrayList<>();
    note.lines().limit(CardText.LISTED).forEach(l -> lines.add(Line.of(Span.code(l))));
    return new CardView(
        Tone.RISK,
        Line.of(Span.plain("▲ "), Span.strong("The newest edit of the rule files is not in force")),
        lines,
        List.of(
            Line.of(
                "The last good rules stay in force. Refused at "
                    + Wording.time(since, zone)
                    + " "
                    + zone.getId())),
        List.of(open));
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

  static CardView escalation(Card card, Card about, Asks asks, @Nullable Team team, String url) {
    List<Escalation> steps = team == null ? List.of() : team.escalate();
    Escalation step = card.step() <= steps.size() ? steps.get(card.step() - 1) : null;
    boolean settled = asks.unheard() == 0;
    List<Line> notes = new ArrayList<>();
    if (asks.acknowledgedBy() != null) {
      notes.add(Line.of("Acknowledged by " + asks.acknowledgedBy()));
    }
    notes.add(Line.of("Step " + card.step() + " of " + Math.max(card.step(), steps.size())));
    List<Button> buttons = new ArrayList<>();
    if (!settled) {
      buttons.add(Button.act("Acknowledge", "acknowledge", about.uid()));
    }
    buttons.add(Button.open("Open", url + "/alerts?message=" + about.uid()));
    return new CardView(
        settled ? Tone.LATE : Tone.OVERDUE,
        escalated(asks, team, step),
        List.of(pointer(about, asks)),
        notes,
        buttons);
  }

  private static Line escalated(Asks asks, @Nullable Team team, @Nullable Escalation step) {
    List<Span> head = new ArrayList<>();
    head.add(Span.plain("▲ "));
    if (step != null && step.mention() != null) {
      head.add(Span.mention(step.mention()));
      head.add(Span.plain(" "));
    }
    String of = team == null ? "" : " of " + team.name();
    String within = step == null ? "" : " within " + Wording.span(step.after());
    head.add(
        Span.strong(
            asks.unheard() == 0
                ? "Every miss" + of + " is looked after or there"
                : Wording.count(asks.unheard(), "miss", "misses")
                    + of
                    + " not acknowledged"
                    + within));
    return new Line(head);
  }

  private static Line pointer(Card about, Asks asks) {
    String where = about.receiver().replaceFirst("^[a-z]+:", "");
    return Line.of(
        Span.plain(about.kind() == Card.Kind.BREACH ? "Stale since " : "Due "),
        Span.strong(Wording.time(asks.since(), asks.zone())),
        Span.plain(
            " "
                + asks.zone().getId()
                + ", "
                + Wording.date(asks.since(), asks.zone())
                + ". The card with the names stands in "
                + where
                + "."));
  }

  static CardView refusal(String where, String error, String advice, String url) {
    return new CardView(
        Tone.RISK,
        Line.of(Span.plain("▲ "), Span.strong("Messages for " + where + " are refused")),
        List.of(Line.of(Span.plain("Refused with "), Span.code(error), Span.plain(". " + advice))),
        List.of(),
        List.of(Button.open("Open alerts", url + "/alerts?show=attention")));
  }
}
