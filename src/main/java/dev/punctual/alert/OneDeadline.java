package dev.punctual.alert;

import dev.punctual.alert.CardText.Extra;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.judge.State;
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
    head.add(Span.strong(miss.title()));
    head.add(Span.plain(" " + StateWords.happened(miss)));
    List<Line> lines = new ArrayList<>();
    lines.add(promise(miss));
    if (!extra.consumers().isEmpty() && miss.state() != State.MET) {
      lines.add(Line.of("Waiting for it: " + Wording.list(extra.consumers(), CardText.NAMED)));
    }
    return new CardView(
        StateWords.tone(miss),
        card.called(head),
        lines,
        smallPrint(miss, extra),
        CardButtons.of(card));
  }

  private static Line promise(Member miss) {
    List<Span> spans = new ArrayList<>();
    spans.add(
        Span.plain(
            miss.state() == State.LATE || miss.state() == State.MET
                ? "Was due by "
                : "Promised by "));
    spans.add(Span.strong(Wording.time(miss.dueAt(), miss.zone())));
    spans.add(
        Span.plain(
            " " + miss.zone().getId() + ", " + Wording.date(miss.dueAt(), miss.zone()) + ". "));
    spans.add(Span.plain(ReasonText.sentence(miss.found().reason())));
    Instant asked = miss.found().askedAt();
    if (asked != null && !asked.isBefore(miss.dueAt()) && miss.state() == State.OVERDUE) {
      spans.add(Span.plain(" Asked " + Wording.seconds(asked, miss.zone()) + "."));
    }
    return new Line(spans);
  }

  private static List<Line> smallPrint(Member miss, Extra extra) {
    List<String> facts = new ArrayList<>();
    if (extra.earliestUsual() != null && extra.latestUsual() != null) {
      facts.add(
          "Usually there between "
              + Wording.time(miss.dueAt().plus(extra.earliestUsual()), miss.zone())
              + " and "
              + Wording.time(miss.dueAt().plus(extra.latestUsual()), miss.zone()));
    }
    if (extra.misses() != null) {
      facts.add("misses used " + extra.misses());
    }
    if (miss.isAcknowledged()) {
      facts.add(StateWords.acknowledged(miss));
    }
    List<Line> notes = new ArrayList<>();
    if (!facts.isEmpty()) {
      notes.add(Line.of(String.join(" · ", facts)));
    }
    trouble(miss).ifPresent(notes::add);
    if (miss.found().weak() && miss.found().arrivalAt() != null) {
      notes.add(Line.of("Weak evidence: metadata says that something was written, not what."));
    }
    cause(miss).ifPresent(notes::add);
    return notes;
  }

  private static Optional<Line> trouble(Member miss) {
    String text = miss.found().troubleText();
    return text == null || text.equals(miss.found().reason()) || miss.state() == State.MET
        ? Optional.empty()
        : Optional.of(Line.of("In the way: " + text));
  }

  private static Optional<Line> cause(Member miss) {
    Member.People people = miss.people();
    if (people.causeCategory() == null) {
      return Optional.empty();
    }
    String note =
        people.causeNote() == null || people.causeNote().isBlank()
            ? ""
            : ", “" + people.causeNote() + "”";
    return Optional.of(
        Line.of(
            "Cause: "
                + people.causeCategory().replace('_', ' ')
                + note
                + " ("
                + people.causeAuthor()
                + ")"));
  }
}
