package dev.punctual.alert;

import dev.punctual.alert.CardText.Extra;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.judge.State;
import dev.punctual.ledger.Allowance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A card of one deadline: what happened, what was promised, who waits for it. */
final class OneDeadline {

  private OneDeadline() {}

  static CardView of(OnCard card) {
    Member miss = card.worst();
    Extra extra = card.extra(miss);
    List<Span> head = new ArrayList<>();
    head.add(Span.plain(StateWords.icon(miss) + " "));
    head.addAll(StateWords.happened(miss, card.wording()));
    List<Line> lines = new ArrayList<>();
    lines.add(promise(miss, card.wording()));
    if (!extra.consumers().isEmpty() && miss.state() != State.MET) {
      lines.add(SeveralDeadlines.waitingFor(card.wording(), extra.consumers()));
    }
    return new CardView(
        card.wording().language(),
        StateWords.tone(miss),
        card.called(head),
        lines,
        smallPrint(miss, extra, card.wording()),
        CardButtons.of(card));
  }

  private static Line promise(Member miss, Wording wording) {
    boolean over = miss.state() == State.LATE || miss.state() == State.MET;
    List<Span> spans =
        wording.spans(
            over ? "wasDue" : "promised",
            wording.time(miss.dueAt(), miss.zone()),
            miss.zone().getId(),
            wording.date(miss.dueAt(), miss.zone()));
    String reason = wording.sentence(miss.found().reason());
    Instant asked = miss.found().askedAt();
    String when =
        asked != null && !asked.isBefore(miss.dueAt()) && miss.state() == State.OVERDUE
            ? wording.say("asked", wording.seconds(asked, miss.zone()))
            : "";
    String rest = wording.sentences(reason, when);
    spans.add(Span.plain((rest.isEmpty() ? "" : wording.say("gap")) + rest));
    return new Line(spans);
  }

  private static List<Line> smallPrint(Member miss, Extra extra, Wording wording) {
    List<String> facts = new ArrayList<>();
    if (extra.earliestUsual() != null && extra.latestUsual() != null) {
      facts.add(
          wording.say(
              "usual",
              wording.time(miss.dueAt().plus(extra.earliestUsual()), miss.zone()),
              wording.time(miss.dueAt().plus(extra.latestUsual()), miss.zone())));
    }
    if (extra.misses() != null) {
      facts.add(used(extra.misses(), wording));
    }
    if (miss.isAcknowledged()) {
      facts.add(StateWords.acknowledged(miss, wording));
    }
    List<Line> notes = new ArrayList<>();
    if (!facts.isEmpty()) {
      notes.add(Line.of(String.join(" · ", facts)));
    }
    trouble(miss, wording).ifPresent(notes::add);
    if (miss.found().weak() && miss.found().arrivalAt() != null) {
      notes.add(wording.line("weak"));
    }
    cause(miss.people(), wording).ifPresent(notes::add);
    return notes;
  }

  static String used(Allowance misses, Wording wording) {
    return wording.say(misses.isUsedUp() ? "used.all" : "used", misses.used(), misses.allowed());
  }

  private static Optional<Line> trouble(Member miss, Wording wording) {
    String text = miss.found().troubleText();
    return text == null || text.equals(miss.found().reason()) || miss.state() == State.MET
        ? Optional.empty()
        : Optional.of(wording.line("trouble", wording.reason(text)));
  }

  private static Optional<Line> cause(Member.People people, Wording wording) {
    if (people.causeCategory() == null) {
      return Optional.empty();
    }
    String category = wording.category(people.causeCategory());
    String author = String.valueOf(people.causeAuthor());
    return Optional.of(
        people.causeNote() == null || people.causeNote().isBlank()
            ? wording.line("cause", category, author)
            : wording.line("cause.note", category, people.causeNote(), author));
  }
}
