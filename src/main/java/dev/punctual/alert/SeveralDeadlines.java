package dev.punctual.alert;

import dev.punctual.alert.CardText.Extra;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.judge.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A card of several deadlines: counted in the headline, the open ones written out. */
final class SeveralDeadlines {

  /** As they are counted in the headline. */
  private static final List<State> PARTS =
      List.of(
          State.OVERDUE,
          State.MISSED,
          State.LATE,
          State.UNKNOWN,
          State.AT_RISK,
          State.WAITING,
          State.MET);

  private final OnCard card;
  private final Wording wording;

  private SeveralDeadlines(OnCard card) {
    this.card = card;
    this.wording = card.wording();
  }

  static CardView of(OnCard card) {
    return new SeveralDeadlines(card).view();
  }

  private CardView view() {
    List<Span> head = new ArrayList<>();
    head.add(Span.plain(StateWords.icon(card.worst()) + " "));
    head.add(Span.strong(headline()));
    List<Line> lines = new ArrayList<>();
    List<Member> open =
        card.counted().stream()
            .filter(m -> m.state() != State.LATE && m.state() != State.MET)
            .toList();
    int listed = card.facts().catchUp() ? CardText.LISTED * 2 : CardText.LISTED;
    open.stream().limit(listed).forEach(m -> lines.add(row(m)));
    if (open.size() > listed) {
      lines.add(
          Line.of(
              Span.plain(wording.say("andMore", open.size() - listed) + wording.say("gap")),
              Span.link(wording.say("seeAll"), card.today())));
    }
    now(State.LATE, "thereLate").ifPresent(lines::add);
    now(State.MET, "thereInTime").ifPresent(lines::add);
    if (!card.excused().isEmpty()) {
      lines.add(
          wording.line("excused", wording.list(OnCard.titles(card.excused()), CardText.NAMED)));
    }
    return new CardView(
        wording.language(),
        StateWords.tone(card.worst()),
        card.called(head),
        lines,
        notesOfSeveral(),
        CardButtons.of(card));
  }

  private Line row(Member miss) {
    Extra extra = card.extra(miss);
    List<Span> spans =
        wording.spans(
            "row",
            StateWords.icon(miss),
            name(miss),
            StateWords.word(miss, wording),
            wording.reason(miss.found().reason()));
    if (extra.latestUsual() != null && extra.earliestUsual() != null) {
      Duration middle = extra.earliestUsual().plus(extra.latestUsual()).dividedBy(2);
      spans.addAll(
          wording.spans("row.usual", wording.time(miss.dueAt().plus(middle), miss.zone())));
    }
    if (extra.misses() != null) {
      spans.add(Span.plain(" · " + OneDeadline.used(extra.misses(), wording)));
    }
    if (miss.isAcknowledged()) {
      spans.add(Span.plain(" · " + StateWords.acknowledged(miss, wording)));
    }
    return new Line(spans);
  }

  private Optional<Line> now(State state, String key) {
    List<Member> those = card.counted().stream().filter(m -> m.state() == state).toList();
    if (those.isEmpty()) {
      return Optional.empty();
    }
    List<String> names =
        those.stream()
            .map(
                m ->
                    name(m)
                        + (m.found().arrivalAt() == null
                            ? ""
                            : " " + wording.timeBeside(m.found().arrivalAt(), m.dueAt(), m.zone())))
            .toList();
    return Optional.of(wording.line(key, wording.list(names, CardText.NAMED)));
  }

  private String headline() {
    long misses = card.number(State.OVERDUE) + card.number(State.LATE) + card.number(State.MISSED);
    long unknown = card.number(State.UNKNOWN);
    long all = card.counted().size();
    if (card.facts().catchUp()) {
      return wording.count("several.catchUp", all, detail());
    }
    String what = card.oneRule() ? card.worst().title() : due();
    String key = card.oneRule() ? "several.slots" : "several.";
    if (misses > 0) {
      return wording.count(key + (card.oneRule() ? "Missed" : "missed"), misses, what, detail());
    }
    return wording.count(
        key + (card.oneRule() ? "Due" : "due"), unknown > 0 ? unknown : all, what, detail());
  }

  private String detail() {
    List<String> parts = new ArrayList<>();
    for (State state : PARTS) {
      long number = card.number(state);
      if (number > 0) {
        parts.add(wording.say("part." + state.word(), number));
      }
    }
    return wording.all(parts);
  }

  private List<Line> notesOfSeveral() {
    List<Member> open = card.counted().stream().filter(Member::isOpenMiss).toList();
    List<Line> notes = new ArrayList<>();
    Set<String> consumers = new TreeSet<>();
    card.counted().forEach(m -> consumers.addAll(card.extra(m).consumers()));
    if (!consumers.isEmpty() && !open.isEmpty()) {
      notes.add(waitingFor(wording, List.copyOf(consumers)));
    }
    long acknowledged = open.stream().filter(Member::isAcknowledged).count();
    String zone = card.worst().zone().getId();
    String where =
        wording.say("where", zone, wording.date(card.worst().dueAt(), card.worst().zone()));
    notes.add(
        Line.of(
            acknowledged == 0 || card.counted().size() <= CardText.LISTED
                ? where
                : where + " · " + wording.say("acknowledgedOf", acknowledged, open.size())));
    return notes;
  }

  static Line waitingFor(Wording wording, List<String> consumers) {
    return wording.line("waitingFor", wording.list(consumers, CardText.NAMED));
  }

  private String due() {
    Member first =
        card.counted().stream().min(Comparator.comparing(Member::dueAt)).orElse(card.worst());
    return wording.time(first.dueAt(), first.zone());
  }

  private String name(Member miss) {
    if (miss.slotted()) {
      return wording.say(
          "slot", miss.title(), wording.time(Objects.requireNonNull(miss.slot()), miss.zone()));
    }
    return card.facts().catchUp()
        ? wording.say(
            "dated",
            miss.title(),
            wording.time(miss.dueAt(), miss.zone()),
            wording.date(miss.dueAt(), miss.zone()))
        : miss.title();
  }
}
