package dev.punctual.alert;

import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.judge.State;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a card of deadlines says: the ledger's present, worst first. A pure function, so that the
 * order in which transitions came cannot matter.
 */
final class CardText {

  /** Rules written out one by one; the rest is counted. */
  static final int LISTED = 15;

  private static final int NAMED = 6;

  private final Facts facts;
  private final List<Member> counted;
  private final List<Member> excused;

  private CardText(Facts facts) {
    this.facts = facts;
    this.counted =
        facts.members().stream()
            .filter(m -> !m.isExcused())
            .sorted(
                Comparator.comparingInt(CardText::badness)
                    .reversed()
                    .thenComparing(Member::dueAt)
                    .thenComparing(Member::title)
                    .thenComparingLong(Member::deadlineId))
            .toList();
    this.excused = facts.members().stream().filter(Member::isExcused).toList();
  }

  /**
   * Everything a card says something about.
   *
   * @param mention markup of who is called, null for nobody
   * @param extras of the rules that are written out, by rule id
   * @param catchUp whether it names what was missed while nobody watched
   */
  record Facts(
      String uid,
      @Nullable String team,
      @Nullable String mention,
      boolean catchUp,
      List<Member> members,
      java.util.Map<String, Extra> extras,
      ZoneId zone,
      String url) {}

  /**
   * What is known of a rule beside the deadline.
   *
   * @param earliestUsual tenth percentile of past lateness, negative before due; null when unknown
   */
  record Extra(
      @Nullable Duration earliestUsual,
      @Nullable Duration latestUsual,
      @Nullable String misses,
      List<String> consumers,
      @Nullable String runbook,
      @Nullable String target) {
    static final Extra NONE = new Extra(null, null, null, List.of(), null, null);
  }

  static CardView of(Facts facts) {
    return new CardText(facts).view();
  }

  /** Whether there is anything a channel that has heard nothing yet should hear. */
  static boolean isWorthSaying(List<Member> members) {
    return members.stream().anyMatch(m -> !m.isExcused() && m.state() != State.MET);
  }

  private CardView view() {
    if (counted.isEmpty()) {
      return allExcused();
    }
    if (facts.members().size() == 1) {
      return single(counted.getFirst());
    }
    return several();
  }

  // One deadline

  private CardView single(Member miss) {
    Extra extra = extra(miss);
    List<Span> head = new ArrayList<>();
    head.add(Span.plain(icon(miss) + " "));
    head.add(Span.strong(miss.title()));
    head.add(Span.plain(" " + happened(miss)));
    List<Line> lines = new ArrayList<>();
    lines.add(promise(miss));
    if (!extra.consumers().isEmpty() && miss.state() != State.MET) {
      lines.add(Line.of("Waiting for it: " + Wording.list(extra.consumers(), NAMED)));
    }
    return new CardView(tone(), called(head), lines, smallPrint(miss, extra), buttons());
  }

  private Line promise(Member miss) {
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
    spans.add(Span.plain(sentence(miss.found().reason())));
    Instant asked = miss.found().askedAt();
    if (asked != null && !asked.isBefore(miss.dueAt()) && miss.state() == State.OVERDUE) {
      spans.add(Span.plain(" Asked " + Wording.seconds(asked, miss.zone()) + "."));
    }
    return new Line(spans);
  }

  private static String sentence(String reason) {
    if (reason.isBlank()) {
      return "";
    }
    String text = reason.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + reason.substring(1);
    return text.endsWith(".") ? text : text + ".";
  }

  private List<Line> smallPrint(Member miss, Extra extra) {
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
      facts.add(acknowledged(miss));
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

  private static java.util.Optional<Line> trouble(Member miss) {
    String text = miss.found().troubleText();
    return text == null || text.equals(miss.found().reason()) || miss.state() == State.MET
        ? java.util.Optional.empty()
        : java.util.Optional.of(Line.of("In the way: " + text));
  }

  private static String acknowledged(Member miss) {
    Instant at = Objects.requireNonNull(miss.people().acknowledgedAt());
    return "acknowledged by "
        + miss.people().acknowledgedBy()
        + " "
        + Wording.timeBeside(at, miss.dueAt(), miss.zone());
  }

  private static java.util.Optional<Line> cause(Member miss) {
    Member.People people = miss.people();
    if (people.causeCategory() == null) {
      return java.util.Optional.empty();
    }
    String note =
        people.causeNote() == null || people.causeNote().isBlank()
            ? ""
            : ", “" + people.causeNote() + "”";
    return java.util.Optional.of(
        Line.of(
            "Cause: "
                + people.causeCategory().replace('_', ' ')
                + note
                + " ("
                + people.causeAuthor()
                + ")"));
  }

  // Several deadlines

  private CardView several() {
    List<Span> head = new ArrayList<>();
    head.add(Span.plain(icon(counted.getFirst()) + " "));
    head.add(Span.strong(headline()));
    List<Line> lines = new ArrayList<>();
    List<Member> open =
        counted.stream().filter(m -> m.state() != State.LATE && m.state() != State.MET).toList();
    int listed = facts.catchUp() ? LISTED * 2 : LISTED;
    open.stream().limit(listed).forEach(m -> lines.add(row(m)));
    if (open.size() > listed) {
      lines.add(
          Line.of(
              Span.plain("and " + (open.size() - listed) + " more: "),
              Span.link("see them all", today())));
    }
    now(State.LATE, "Late, now there: ").ifPresent(lines::add);
    now(State.MET, "There in time: ").ifPresent(lines::add);
    if (!excused.isEmpty()) {
      lines.add(Line.of("Excused: " + Wording.list(titles(excused), NAMED)));
    }
    return new CardView(tone(), called(head), lines, notesOfSeveral(), buttons());
  }

  private Line row(Member miss) {
    Extra extra = extra(miss);
    List<Span> spans = new ArrayList<>();
    spans.add(Span.plain(icon(miss) + " "));
    spans.add(Span.strong(name(miss)));
    spans.add(Span.plain(" " + word(miss) + ", " + miss.found().reason()));
    if (extra.latestUsual() != null && extra.earliestUsual() != null) {
      Duration middle = extra.earliestUsual().plus(extra.latestUsual()).dividedBy(2);
      spans.add(Span.plain(", usually " + Wording.time(miss.dueAt().plus(middle), miss.zone())));
    }
    if (extra.misses() != null) {
      spans.add(Span.plain(" · misses used " + extra.misses()));
    }
    if (miss.isAcknowledged()) {
      spans.add(Span.plain(" · " + acknowledged(miss)));
    }
    return new Line(spans);
  }

  private java.util.Optional<Line> now(State state, String words) {
    List<Member> those = counted.stream().filter(m -> m.state() == state).toList();
    if (those.isEmpty()) {
      return java.util.Optional.empty();
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
    return java.util.Optional.of(Line.of(words + Wording.list(names, NAMED)));
  }

  private String headline() {
    long misses = number(State.OVERDUE) + number(State.LATE) + number(State.MISSED);
    long unknown = number(State.UNKNOWN);
    String detail = detail();
    if (facts.catchUp()) {
      return Wording.count(counted.size(), "SLA", "SLAs")
          + " fell due while nobody watched: "
          + detail;
    }
    String slots = oneRule() ? " of " + counted.getFirst().title() : "";
    String noun = oneRule() ? "slot" : "SLA";
    String when = oneRule() ? "in time" : "by " + due();
    if (misses + unknown == 0) {
      return Wording.count(counted.size(), noun, noun + "s")
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
    long number = number(state);
    if (number > 0) {
      parts.add(number + " " + word);
    }
  }

  private List<Line> notesOfSeveral() {
    List<Member> open = counted.stream().filter(Member::isOpenMiss).toList();
    List<Line> notes = new ArrayList<>();
    java.util.Set<String> consumers = new java.util.TreeSet<>();
    counted.forEach(m -> consumers.addAll(extra(m).consumers()));
    if (!consumers.isEmpty() && !open.isEmpty()) {
      notes.add(Line.of("Waiting for it: " + Wording.list(List.copyOf(consumers), NAMED)));
    }
    long acknowledged = open.stream().filter(Member::isAcknowledged).count();
    String zone = counted.getFirst().zone().getId();
    String date = Wording.date(counted.getFirst().dueAt(), counted.getFirst().zone());
    notes.add(
        Line.of(
            zone
                + ", "
                + date
                + (acknowledged == 0 || counted.size() <= LISTED
                    ? ""
                    : " · " + acknowledged + " of " + open.size() + " acknowledged")));
    return notes;
  }

  private CardView allExcused() {
    Member first = excused.getFirst();
    String names = Wording.list(titles(excused), NAMED);
    Line why =
        Line.of(
            "Excused by "
                + first.people().excusalAuthor()
                + ": "
                + first.people().excusalReason()
                + ". It does not count; the verdict underneath stays.");
    return new CardView(
        Tone.PLAIN,
        Line.of(Span.plain("○ "), Span.strong(names), Span.plain(" excused")),
        List.of(why),
        List.of(),
        List.of(open()));
  }

  // Words

  private Line called(List<Span> head) {
    if (facts.mention() != null) {
      head.add(Span.plain(" "));
      head.add(Span.mention(facts.mention()));
    }
    return new Line(head);
  }

  private static String happened(Member miss) {
    Instant arrival = miss.found().arrivalAt();
    return switch (miss.state()) {
      case WAITING ->
          "failed".equals(miss.found().trouble())
              ? "failed and is due at " + Wording.time(miss.dueAt(), miss.zone())
              : "is due at " + Wording.time(miss.dueAt(), miss.zone()) + " and not there yet";
      case AT_RISK -> "is likely to miss " + Wording.time(miss.dueAt(), miss.zone());
      case MET ->
          arrival == null
              ? "was there in time"
              : "was there at "
                  + Wording.timeBeside(arrival, miss.dueAt(), miss.zone())
                  + ", in time";
      case OVERDUE -> "is overdue";
      case LATE ->
          arrival == null
              ? "is there, late"
              : "is there since "
                  + Wording.timeBeside(arrival, miss.dueAt(), miss.zone())
                  + ", "
                  + Wording.span(Duration.between(miss.dueAt(), arrival))
                  + " late";
      case MISSED -> "never arrived";
      case UNKNOWN -> "could not be told";
    };
  }

  private static String word(Member miss) {
    return switch (miss.state()) {
      case WAITING -> "waiting";
      case AT_RISK -> "at risk";
      case MET -> "in time";
      case OVERDUE -> "overdue";
      case LATE -> "late";
      case MISSED -> "never arrived";
      case UNKNOWN -> "could not be told";
    };
  }

  static String icon(Member miss) {
    return switch (miss.state()) {
      case WAITING -> "○";
      case AT_RISK -> "▲";
      case MET -> "✓";
      case OVERDUE, LATE, MISSED -> "✕";
      case UNKNOWN -> "?";
    };
  }

  private static int badness(Member miss) {
    return switch (miss.state()) {
      case OVERDUE -> miss.isAcknowledged() ? 6 : 7;
      case MISSED -> 5;
      case UNKNOWN -> 4;
      case AT_RISK -> 3;
      case WAITING -> 2;
      case LATE -> 1;
      case MET -> 0;
    };
  }

  private Tone tone() {
    return switch (counted.getFirst().state()) {
      case OVERDUE, MISSED -> Tone.OVERDUE;
      case UNKNOWN -> Tone.UNKNOWN;
      case AT_RISK -> Tone.RISK;
      case WAITING -> Tone.WAITING;
      case LATE -> Tone.LATE;
      case MET -> Tone.MET;
    };
  }

  private long number(State state) {
    return counted.stream().filter(m -> m.state() == state).count();
  }

  private boolean oneRule() {
    return counted.stream().map(Member::rule).distinct().count() == 1;
  }

  private String due() {
    Member first =
        counted.stream().min(Comparator.comparing(Member::dueAt)).orElse(counted.getFirst());
    return Wording.time(first.dueAt(), first.zone());
  }

  private String name(Member miss) {
    if (miss.slotted()) {
      return miss.title() + " " + Wording.time(Objects.requireNonNull(miss.slot()), miss.zone());
    }
    return facts.catchUp()
        ? miss.title()
            + " ("
            + Wording.time(miss.dueAt(), miss.zone())
            + ", "
            + Wording.date(miss.dueAt(), miss.zone())
            + ")"
        : miss.title();
  }

  private static List<String> titles(List<Member> members) {
    return members.stream().map(Member::title).distinct().collect(Collectors.toList());
  }

  private Extra extra(Member miss) {
    return facts.extras().getOrDefault(miss.rule(), Extra.NONE);
  }

  // Buttons

  private List<Button> buttons() {
    List<Button> buttons = new ArrayList<>();
    List<Member> open =
        counted.stream().filter(m -> m.isOpenMiss() && !m.isAcknowledged()).toList();
    if (!open.isEmpty()) {
      buttons.add(
          Button.act(
              counted.size() == 1 ? "Acknowledge" : "Acknowledge all " + open.size(),
              "acknowledge",
              facts.uid()));
    }
    if (counted.stream()
        .anyMatch(
            m ->
                m.state() == State.OVERDUE
                    || m.state() == State.AT_RISK
                    || m.state() == State.WAITING)) {
      buttons.add(Button.act("Snooze", "snooze", facts.uid()));
    }
    if (counted.stream().anyMatch(Member::isAlarm)) {
      buttons.add(Button.act("Excuse…", "excuse", facts.uid()));
      buttons.add(Button.act("Cause…", "cause", facts.uid()));
    }
    if (facts.members().size() == 1 && extra(counted.getFirst()).runbook() != null) {
      buttons.add(
          Button.open("Runbook", Objects.requireNonNull(extra(counted.getFirst()).runbook())));
    }
    buttons.add(open());
    return buttons;
  }

  private Button open() {
    return Button.open("Open", oneRuleOfAll() ? rule(facts.members().getFirst().rule()) : today());
  }

  private boolean oneRuleOfAll() {
    return facts.members().stream().map(Member::rule).distinct().count() == 1;
  }

  private String rule(String id) {
    return facts.url() + "/rules/" + id;
  }

  private String today() {
    String team = facts.team();
    return facts.url()
        + "/"
        + (team == null ? "" : "?team=" + URLEncoder.encode(team, StandardCharsets.UTF_8));
  }
}
