package dev.punctual.alert;

import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.ledger.Allowance;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the daily digest says of a team's day and the day before.
 *
 * @param due of today
 */
record DigestText(
    Wording wording,
    LocalDate today,
    ZoneId zone,
    List<Promised> due,
    List<Promised> yesterday,
    String url) {

  private static final int NAMED = 12;

  /** A deadline of one of the two days. */
  record Promised(
      String rule,
      String title,
      LocalDate date,
      Instant dueAt,
      String state,
      @Nullable String verdict,
      boolean excused) {

    boolean isAtRisk() {
      return state.equals("at_risk");
    }

    boolean isMet() {
      return "met".equals(verdict);
    }

    boolean isMissed() {
      return "missed".equals(verdict) && !excused;
    }

    boolean isUnknown() {
      return state.equals("unknown") && !excused;
    }
  }

  CardView counts() {
    List<Line> lines = new ArrayList<>();
    if (!yesterday.isEmpty()) {
      lines.add(howYesterdayWent());
    }
    long risky = due.stream().filter(Promised::isAtRisk).count();
    if (risky > 0) {
      lines.add(wording.counted("digest.risk", risky));
    }
    return new CardView(
        wording.language(),
        Tone.PLAIN,
        wording.line("digest", wording.day(today), first()),
        lines,
        List.of(),
        List.of(Button.open(wording.say("button.today"), url + "/")));
  }

  private String first() {
    return due.isEmpty()
        ? wording.say("digest.nothing")
        : wording.count("digest.due", due.size(), wording.time(due.getFirst().dueAt(), zone));
  }

  private Line howYesterdayWent() {
    long met = yesterday.stream().filter(Promised::isMet).count();
    long missed = yesterday.stream().filter(Promised::isMissed).count();
    long unknown = yesterday.stream().filter(Promised::isUnknown).count();
    if (met == yesterday.size()) {
      return wording.line("digest.allMet", met);
    }
    return unknown == 0
        ? wording.line("digest.met", met, yesterday.size(), missed)
        : wording.line("digest.metUnknown", met, yesterday.size(), missed, unknown);
  }

  /**
   * The names, for the thread: the title of a missed rule stands in one message of the channel, its
   * card.
   *
   * @param used allowances by rule
   */
  Optional<CardView> names(Map<String, Allowance> used) {
    List<Line> lines = new ArrayList<>();
    line(lines, "due", due.stream().map(this::at).toList());
    line(lines, "risk", due.stream().filter(Promised::isAtRisk).map(this::at).toList());
    line(lines, "missed", titles(yesterday.stream().filter(Promised::isMissed)));
    line(lines, "unknown", titles(yesterday.stream().filter(Promised::isUnknown)));
    line(lines, "used", usedUp(used));
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CardView(
                wording.language(),
                Tone.PLAIN,
                lines.getFirst(),
                lines.subList(1, lines.size()),
                List.of(),
                List.of()));
  }

  private void line(List<Line> lines, String what, List<String> names) {
    if (!names.isEmpty()) {
      lines.add(wording.line("digest.names." + what, wording.list(names, NAMED)));
    }
  }

  private static List<String> titles(Stream<Promised> those) {
    return those.map(Promised::title).distinct().toList();
  }

  private String at(Promised promised) {
    return wording.time(promised.dueAt(), zone) + " " + promised.title();
  }

  private List<String> usedUp(Map<String, Allowance> all) {
    return due.stream()
        .flatMap(p -> Stream.ofNullable(all.get(p.rule())).map(used -> usedUp(p.title(), used)))
        .filter(words -> !words.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private String usedUp(String title, Allowance allowance) {
    return !allowance.isUsedUp()
        ? ""
        : wording.say("digest.names.usedOf", title, allowance.used(), allowance.allowed());
  }
}
