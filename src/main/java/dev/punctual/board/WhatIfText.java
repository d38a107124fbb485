package dev.punctual.board;

import dev.punctual.board.WhatIfCard.Fields;
import dev.punctual.report.Share;
import dev.punctual.rule.Promise;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import dev.punctual.whatif.Count;
import dev.punctual.whatif.Outcome;
import dev.punctual.whatif.PastDay;
import dev.punctual.whatif.Proposal;
import dev.punctual.whatif.Simulation;
import dev.punctual.whatif.Simulation.Held;
import dev.punctual.whatif.Simulation.Turn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A simulation in the reader's language: sentence, curve, nearby due times, days that turn. */
final class WhatIfText {

  private static final int MOST_NAMED = 12;
  private static final int STEP = 15;

  private final Simulation simulation;
  private final Fields fields;
  private final Words words;
  private final boolean slotted;

  WhatIfText(Simulation simulation, Fields fields, Words words) {
    this.simulation = simulation;
    this.fields = fields;
    this.words = words;
    this.slotted = simulation.rule().promise() instanceof Promise.ReadyWithin;
  }

  Html draw() {
    if (simulation.before().due() == 0) {
      return Html.of("<p class=\"muted small\">{}</p>", words.say("whatif.none"));
    }
    Html html = Html.sized(8_000);
    html.add("<p class=\"small\"><strong>{}</strong> {} {}</p>", said(), was(), held());
    html.put(new HeldCurve(simulation, held(), words).draw());
    table(html);
    turns(html);
    html.put("<div class=\"caption what-if-notes\">");
    notes().forEach(note -> html.add("<p>{}</p>", note));
    return html.put("</div>");
  }

  private String said() {
    String after = WhatIfCard.percent(simulation.after().attainment(), words);
    if (simulation.variation().isNone()) {
      return words.say("whatif.said.now", after);
    }
    Integer minutes = simulation.variation().minutes();
    return minutes == null
        ? words.say("whatif.said.other", after)
        : words.say(key("whatif.said.ready"), simulation.shown(minutes), after);
  }

  private String was() {
    String before = WhatIfCard.percent(simulation.before().attainment(), words);
    return simulation.variation().isNone() ? "" : words.say("whatif.said.was", before);
  }

  private String key(String stem) {
    return stem + (slotted ? "Within" : "By");
  }

  private String held() {
    List<String> parts = new ArrayList<>();
    for (Held held : simulation.held()) {
      Integer minutes = held.minutes();
      String share = words.objective(held.share());
      parts.add(
          minutes == null
              ? words.say("whatif.held.never", share)
              : words.say(
                  slotted ? "whatif.held.within" : "whatif.held.from",
                  share,
                  simulation.shown(minutes)));
    }
    return words.say("whatif.held", String.join(words.say("list.comma"), parts));
  }

  /** The asked due time, those beside it, the present one, and those that hold. */
  private void table(Html html) {
    html.put("<table class=\"dense what-if-table\"><thead><tr>");
    html.add("<th scope=\"col\">{}</th>", words.say(key("whatif.head.ready")));
    for (String head : List.of("attained", "met", "turn")) {
      html.add("<th scope=\"col\" class=\"num\">{}</th>", words.say("whatif.head." + head));
    }
    html.put("</tr></thead><tbody>");
    for (int minute : rows()) {
      row(html, minute);
    }
    html.put("</tbody></table>");
  }

  private Set<Integer> rows() {
    Set<Integer> rows = new TreeSet<>();
    int now = simulation.dueNow();
    Integer asked = simulation.variation().minutes();
    int centre = asked == null ? now : asked;
    int step = slotted ? 5 : STEP;
    rows.add(now);
    for (int beside = centre - step; beside <= centre + step; beside += step) {
      if (beside >= simulation.curve().first()) {
        rows.add(beside);
      }
    }
    simulation.held().stream().map(Held::minutes).filter(Objects::nonNull).forEach(rows::add);
    return rows;
  }

  private void row(Html html, int minute) {
    Share share = simulation.curve().at(minute);
    Integer asked = simulation.variation().minutes();
    boolean now = minute == simulation.dueNow();
    String time = simulation.shown(minute);
    html.put(asked != null && asked == minute ? "<tr class=\"asked\">" : "<tr>");
    html.add(
        "<th scope=\"row\"><a class=\"plain\" href=\"{}\">{}</a></th>",
        fields.link(simulation.rule().id(), time),
        now ? words.say("whatif.row.now", time) : time);
    html.add("<td class=\"num {}\">{}</td>", tone(share), WhatIfCard.percent(share, words));
    html.add("<td class=\"num\">{}</td>", words.say("whatif.row.of", share.part(), share.whole()));
    html.add("<td class=\"num muted\">{}</td></tr>", turned(minute));
  }

  private String tone(Share share) {
    BigDecimal percent = share.percent();
    BigDecimal asked = simulation.variation().objective();
    BigDecimal objective = asked == null ? simulation.rule().counting().objective() : asked;
    if (percent == null) {
      return "muted";
    }
    boolean kept =
        BigDecimal.valueOf(share.part())
                .compareTo(objective.multiply(BigDecimal.valueOf(share.whole())))
            >= 0;
    return kept ? "text-met" : "text-missed";
  }

  private String turned(int minute) {
    int toMissed = simulation.turnsTo(Outcome.MISSED, minute);
    int toMet = simulation.turnsTo(Outcome.MET, minute);
    if (toMissed > 0 && toMet > 0) {
      return words.say("whatif.row.both", toMissed, toMet);
    }
    if (toMissed + toMet == 0) {
      return "–";
    }
    return toMissed > 0
        ? words.say("whatif.row.toMissed", toMissed)
        : words.say("whatif.row.toMet", toMet);
  }

  private void turns(Html html) {
    if (simulation.variation().isNone()) {
      return;
    }
    if (simulation.turns().isEmpty()) {
      html.add("<p class=\"small what-if-turns\">{}</p>", words.say("whatif.noTurn"));
      return;
    }
    Map<List<Outcome>, List<Turn>> ways = new LinkedHashMap<>();
    for (Turn turn : simulation.turns()) {
      ways.computeIfAbsent(List.of(turn.before(), turn.after()), w -> new ArrayList<>()).add(turn);
    }
    ways.forEach(
        (way, turns) -> {
          html.add(
              "<p class=\"small what-if-turns\"><b>{}</b> ",
              words.count("whatif.turns", turns.size(), name(way.getFirst()), name(way.getLast())));
          days(html, turns.stream().map(Turn::day).toList());
          html.put("</p>");
        });
  }

  private String name(Outcome outcome) {
    return words.say("state." + outcome.word());
  }

  private void days(Html html, List<PastDay> days) {
    int first = Math.max(0, days.size() - MOST_NAMED);
    String between = "";
    for (PastDay day : days.subList(first, days.size()).reversed()) {
      html.put(between);
      html.add("<a href=\"{}\">{}</a>", link(day), shown(day));
      between = words.say("list.comma");
    }
    if (first > 0) {
      html.put(between).write(words.say("whatif.more", first));
    }
  }

  private String link(PastDay day) {
    String slot = day.slot() == null ? "" : "&slot=" + day.slot();
    return "/rules/" + simulation.rule().id() + "?at=" + day.businessDate() + slot + "#respond";
  }

  private String shown(PastDay day) {
    String date = words.shortDate(day.businessDate());
    return day.slot() == null ? date : date + " " + words.time(day.slot(), day.zone());
  }

  private List<String> notes() {
    Count after = simulation.after();
    List<String> notes = new ArrayList<>();
    notes.add(
        words.say(
            "whatif.counted",
            after.due(),
            after.met(),
            after.missed(),
            after.unknown(),
            after.excused(),
            WhatIfCard.percent(after.coverage(), words)));
    notes.add(
        words.say(
            "whatif.used",
            words.say("used.of", after.allowance().used(), after.allowance().allowed())));
    if (after.unproved() > 0) {
      String best = WhatIfCard.percent(after.attainmentAtBest(), words);
      notes.add(words.count("whatif.unproved", after.unproved(), best));
    }
    if (!simulation.left().isEmpty()) {
      notes.add(words.count("whatif.left", simulation.left().size()));
    }
    if (after.unrecorded() > 0) {
      notes.add(words.count("whatif.unrecorded", after.unrecorded()));
    }
    if (simulation.backfilled() > 0) {
      notes.add(words.count("whatif.backfilled", simulation.backfilled()));
    }
    Proposal proposal = simulation.proposal();
    if (proposal != null) {
      notes.add(proposed(proposal));
    }
    return notes;
  }

  private String proposed(Proposal proposal) {
    BigDecimal objective = proposal.objective();
    if (objective != null) {
      return words.say("whatif.propose", proposal.days(), words.objective(objective));
    }
    return proposal.days() < Proposal.ENOUGH
        ? words.say("whatif.propose.few", proposal.days())
        : words.say("whatif.propose.none");
  }
}
