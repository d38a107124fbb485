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

  static CardView escalation(
      Card card, Card about, List<Member> members, @Nullable Team team, String url) {
    List<Member> open = members.stream().filter(Member::isOpenMiss).toList();
    List<Member> unheard = open.stream().filter(m -> !m.isAcknowledged()).toList();
    List<Escalation> steps = team == null ? List.of() : team.escalate();
    Escalation step = card.step() <= steps.size() ? steps.get(card.step() - 1) : null;
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
            unheard.isEmpty()
                ? "Every miss" + of + " is looked after or there"
                : Wording.count(unheard.size(), "miss", "misses")
                    + of
                    + " not acknowledged"
                    + within));
    Member first = members.getFirst();
    String time = Wording.time(first.dueAt(), first.zone());
    List<Line> notes = new ArrayList<>();
    open.stream()
        .filter(Member::isAcknowledged)
        .map(m -> m.people().acknowledgedBy())
        .distinct()
        .findFirst()
        .ifPresent(who -> notes.add(Line.of("Acknowledged by " + who)));
    notes.add(Line.of("Step " + card.step() + " of " + Math.max(card.step(), steps.size())));
    String where = about.receiver().replaceFirst("^[a-z]+:", "");
    return new CardView(
        unheard.isEmpty() ? Tone.LATE : Tone.OVERDUE,
        new Line(head),
        List.of(
            Line.of(
                Span.plain("Due "),
                Span.strong(time),
                Span.plain(
                    " "
                        + first.zone().getId()
                        + ", "
                        + Wording.date(first.dueAt(), first.zone())
                        + ". The card with the names stands in "
                        + where
                        + "."))),
        notes,
        List.of(
            Button.act("Acknowledge", "acknowledge", about.uid()),
            Button.open("Open", url + "/alerts?message=" + about.uid())));
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
