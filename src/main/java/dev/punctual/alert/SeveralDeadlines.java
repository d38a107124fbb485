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

  private final OnCard card;

  private SeveralDeadlines(OnCard card) {
    this.card = card;
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
              Span.plain("and " + (open.size() - listed) + " more: "),
              Span.link("see them all", card.today())));
    }
    now(State.LATE, "Late, now there: ").ifPresent(lines::add);
    now(State.MET, "There in time: ").ifPresent(lines::add);
    if (!card.excused().isEmpty()) {
      lines.add(Line.of("Excused: " + Wording.list(OnCard.titles(card.excused()), CardText.NAMED)));
    }
    return new CardView(
        StateWords.tone(card.worst()),
        card.called(head),
        lines,
        notesOfSeveral(),
        CardButtons.of(card));
  }

  private Line row(Member miss) {
    Extra extra = card.extra(miss);
    List<Span> spans = new ArrayList<>();
    spans.add(Span.plain(StateWords.icon(miss) + " "));
    spans.add(Span.strong(name(miss)));
    spans.add(Span.plain(" " + StateWords.word(miss) + ", " + miss.found().reason()));
    if (extra.latestUsual() != null && extra.earliestUsual() != null) {
      Duration middle = extra.earliestUsual().plus(extra.latestUsual()).dividedBy(2);
      spans.add(Span.plain(", usually " + Wording.time(miss.dueAt().plus(middle), miss.zone())));
    }
    if (extra.misses() != null) {
      spans.add(Span.plain(" · misses used " + extra.misses()));
    }
    if (miss.isAcknowledged()) {
      spans.add(Span.plain(" · " + StateWords.acknowledged(miss)));
    }
    return new Line(spans);
  }

  private Optional<Line> now(State state, String words) {
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
                            : " " + Wording.timeBeside(m.found().arrivalAt(), m.dueAt(), m.zone())))
            .toList();
    return Optional.of(Line.of(words + Wording.list(names, CardText.NAMED)));
  }

  private String headline() {
    long misses = card.number(State.OVERDUE) + card.number(State.LATE) + card.number(State.MISSED);
    long unknown = card.number(State.UNKNOWN);
    String detail = detail();
    if (card.facts().catchUp()) {
      return Wording.count(card.counted().size(), "SLA", "SLAs")
          + " fell due while nobody watched: "
          + detail;
    }
    String slots = card.oneRule() ? " of " + card.worst().title() : "";
    String noun = card.oneRule() ? "slot" : "SLA";
    String when = card.oneRule() ? "in time" : "by " + due();
    if (misses + unknown == 0) {
      return Wording.count(card.counted().size(), noun, noun + "s")
          + slots
          + " due "
          + when
          + ": "
          + detail;
    }
    if (misses == 0) {
      return Wording.count(unknown, noun, noun + "s") + slots + " due " + when + ": " + detail;
    }
    return Wording.count(misses, noun + slots + " was", noun + "s" + slots + " were")
        + " not there "
        + when
        + ": "
        + detail;
  }

  private String detail() {
    List<String> parts = new ArrayList<>();
    part(parts, State.OVERDUE, "overdue");
    part(parts, State.MISSED, "never arrived");
    part(parts, State.LATE, "late");
    part(parts, State.UNKNOWN, "could not be told");
    part(parts, State.AT_RISK, "at risk");
    part(parts, State.WAITING, "still waited for");
    part(parts, State.MET, "in time");
    return String.join(", ", parts);
  }

  private void part(List<String> parts, State state, String word) {
    long number = card.number(state);
    if (number > 0) {
      parts.add(number + " " + word);
    }
  }

  private List<Line> notesOfSeveral() {
    List<Member> open = card.counted().stream().filter(Member::isOpenMiss).toList();
    List<Line> notes = new ArrayList<>();
    Set<String> consumers = new TreeSet<>();
    card.counted().forEach(m -> consumers.addAll(card.extra(m).consumers()));
    if (!consumers.isEmpty() && !open.isEmpty()) {
      notes.add(Line.of("Waiting for it: " + Wording.list(List.copyOf(consumers), CardText.NAMED)));
    }
    long acknowledged = open.stream().filter(Member::isAcknowledged).count();
    String zone = card.worst().zone().getId();
    String date = Wording.date(card.worst().dueAt(), card.worst().zone());
    notes.add(
        Line.of(
            zone
                + ", "
                + date
                + (acknowledged == 0 || card.counted().size() <= CardText.LISTED
                    ? ""
                    : " · " + acknowledged + " of " + open.size() + " acknowledged")));
    return notes;
  }

  private String due() {
    Member first =
        card.counted().stream().min(Comparator.comparing(Member::dueAt)).orElse(card.worst());
    return Wording.time(first.dueAt(), first.zone());
  }

  private String name(Member miss) {
    if (miss.slotted()) {
      return miss.title() + " " + Wording.time(Objects.requireNonNull(miss.slot()), miss.zone());
    }
    return card.facts().catchUp()
        ? miss.title()
            + " ("
            + Wording.time(miss.dueAt(), miss.zone())
            + ", "
            + Wording.date(miss.dueAt(), miss.zone())
            + ")"
        : miss.title();
  }
}
