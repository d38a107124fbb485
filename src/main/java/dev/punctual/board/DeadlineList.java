package dev.punctual.board;

import dev.punctual.board.Past.Backfilled;
import dev.punctual.board.Past.Deed;
import dev.punctual.board.Past.Said;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Every deadline of a period, newest first; runs of met ones are folded into one line. */
final class DeadlineList {

  /** So many of the newest always stand in full. */
  private static final int ALWAYS = 3;

  /** A shorter run is not worth folding. */
  private static final int RUN = 3;

  private final String rule;
  private final List<Past> past;
  private final Map<Long, List<Deed>> deeds;
  private final SecondLine second;
  private final Words words;

  /**
   * @param past opened deadlines, newest first
   */
  DeadlineList(String rule, List<Past> past, List<Deed> deeds, SecondLine second, Words words) {
    this.rule = rule;
    this.past = past;
    this.deeds = deeds.stream().collect(Collectors.groupingBy(Deed::about));
    this.second = second;
    this.words = words;
  }

  /** What may be asked for; in the order of the choice. */
  enum Part {
    ALL,
    MET,
    MISSED,
    UNKNOWN,
    EXCUSED;

    static Part of(String word) {
      for (Part part : values()) {
        if (part.word().equals(word)) {
          return part;
        }
      }
      return ALL;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean holds(Past past) {
      return switch (this) {
        case ALL -> true;
        case MET -> past.look() == Look.MET;
        case MISSED -> past.look().isMiss();
        case UNKNOWN -> past.look() == Look.UNKNOWN;
        case EXCUSED -> past.look() == Look.EXCUSED;
      };
    }
  }

  int count(Part part) {
    return (int) past.stream().filter(part::holds).count();
  }

  List<Choice> choices(Part chosen) {
    List<Choice> choices = new ArrayList<>();
    for (Part part : Part.values()) {
      String link = part == Part.ALL ? "/rules/" + rule : "/rules/" + rule + "?list=" + part.word();
      choices.add(
          new Choice(
              words.say("list." + part.word(), count(part)), link + "#deadlines", part == chosen));
    }
    return choices;
  }

  /** {@code 92 + 2 + 1 + 1 = 96}: every figure can be added up. */
  String sum() {
    int open =
        count(Part.ALL)
            - count(Part.MET)
            - count(Part.MISSED)
            - count(Part.UNKNOWN)
            - count(Part.EXCUSED);
    String parts =
        count(Part.MET)
            + " + "
            + count(Part.MISSED)
            + " + "
            + count(Part.UNKNOWN)
            + " + "
            + count(Part.EXCUSED);
    return open == 0
        ? words.say("list.sum", parts, count(Part.ALL))
        : words.say("list.sumOpen", parts, count(Part.ALL), open);
  }

  Html draw(Part part) {
    Html html = Html.sized(past.size() * 300 + 2_000);
    html.put("<table class=\"dense deeds\"><thead><tr>");
    for (String head : List.of("date", "due", "arrived", "state", "cause", "who")) {
      html.add("<th scope=\"col\" class=\"d-{}\">{}</th>", head, words.say("list.head." + head));
    }
    html.put("</tr></thead><tbody>");
    List<Past> wanted = past.stream().filter(part::holds).toList();
    int run = 0;
    for (int i = 0; i < wanted.size(); i += Math.max(1, run)) {
      run = part == Part.ALL && i >= ALWAYS ? run(wanted, i) : 1;
      if (run >= RUN) {
        fold(html, wanted.subList(i, i + run));
      } else {
        run = 1;
        row(html, wanted.get(i));
      }
    }
    return html.put("</tbody></table>");
  }

  private int run(List<Past> wanted, int from) {
    int end = from;
    while (end < wanted.size() && isCalm(wanted.get(end))) {
      end++;
    }
    return Math.max(1, end - from);
  }

  private boolean isCalm(Past one) {
    return one.look() == Look.MET
        && one.contrary() == null
        && !one.corrected()
        && !deeds.containsKey(one.due().id());
  }

  private void fold(Html html, List<Past> run) {
    LocalDate newest = run.getFirst().due().businessDate();
    LocalDate oldest = run.getLast().due().businessDate();
    List<Double> minutes =
        run.stream()
            .filter(Past::isTypical)
            .map(p -> p.minutes(Objects.requireNonNull(p.due().arrivedAt())))
            .sorted()
            .toList();
    String span =
        oldest.equals(newest)
            ? words.shortDate(newest)
            : words.shortDate(oldest) + " – " + words.shortDate(newest);
    html.put("</tbody><tbody class=\"fold\"><tr><td colspan=\"6\"><details>");
    html.add("<summary><span class=\"d-span\">{}</span>", span);
    html.write(words.say("list.run", run.size()));
    if (!minutes.isEmpty() && run.getFirst().due().slot() == null) {
      Past like = run.getFirst();
      Instant usual = like.base().plusSeconds((long) (Percentile.of(minutes, 0.5) * 60));
      html.write(words.say("list.runMedian", words.time(usual, like.zone())));
    }
    int backfilled = (int) run.stream().filter(one -> one.backfilled() != null).count();
    if (backfilled > 0) {
      html.write(words.say("list.runBackfilled", backfilled));
    }
    html.add(
        " <span class=\"like-link\">{}</span></summary><ul class=\"run\">", words.say("list.show"));
    for (Past one : run) {
      Instant arrived = one.due().arrivedAt();
      html.add(
          "<li><a href=\"{}\">{}</a> {}</li>",
          one.link(),
          one.when(words),
          arrived == null ? "–" : words.time(arrived, one.zone()));
    }
    html.put("</ul></details></td></tr></tbody><tbody>");
  }

  private void row(Html html, Past one) {
    ZoneId zone = one.zone();
    Instant arrived = one.due().arrivedAt();
    html.add(
        "<tr><td class=\"nowrap\"><a class=\"plain\" href=\"{}\">{}</a></td>",
        one.link(),
        one.when(words));
    html.add("<td class=\"muted\">{}</td>", words.time(one.due().dueAt(), zone));
    html.add(
        "<td>{}</td><td class=\"nowrap\">",
        arrived == null
            ? "–"
            : words.timeOn(arrived, zone, one.due().dueAt().atZone(zone).toLocalDate()));
    html.put(one.look().pill(words));
    html.add(" <span class=\"muted beside\">{}</span></td>", beside(one));
    html.put("<td class=\"two-lines\">").put(cause(one)).put("</td><td class=\"two-lines\">");
    html.put(who(one)).put("</td></tr>");
  }

  private String beside(Past one) {
    Instant arrived = one.due().arrivedAt();
    return switch (one.look()) {
      case LATE -> lateBy(one, arrived);
      case EXCUSED -> arrived == null ? "" : lateBy(one, arrived);
      case OVERDUE, AT_RISK, WAITING -> second.of(one.due());
      case MISSED -> words.say("second.never");
      case UNKNOWN -> one.verdict() == null ? "" : words.say("list.notProvable");
      case MET -> one.corrected() ? words.say("list.corrected") : "";
    };
  }

  private String lateBy(Past one, @org.jspecify.annotations.Nullable Instant arrived) {
    if (arrived == null || !arrived.isAfter(one.due().dueAt())) {
      return "";
    }
    Duration late = Duration.between(one.due().dueAt(), arrived);
    return words.say("list.late", words.duration(late));
  }

  private Html cause(Past one) {
    Said cause = one.look() == Look.EXCUSED ? one.excusal() : one.cause();
    Html html = Html.empty();
    if (cause != null) {
      String key = "category." + cause.category();
      html.add("<b>{}</b>", words.has(key) ? words.say(key) : cause.category());
      html.add("<span class=\"second\">{}</span>", said(cause));
    } else if (one.look() == Look.UNKNOWN || one.look().isMiss()) {
      html.add("<span class=\"muted\">{}</span>", words.reason(one.due().reason()));
    } else {
      html.put("<span class=\"muted\">–</span>");
    }
    if (one.contrary() != null) {
      html.add(
          "<span class=\"second\">{}</span>",
          words.say("list.contrary", words.reason(one.contrary())));
    }
    return html;
  }

  /** What a rule excuses by itself gives the source's reason, not a person's. */
  private String said(Said said) {
    return said.author().startsWith("rule:") ? words.reason(said.text()) : said.text();
  }

  private Html who(Past one) {
    Html html = Html.empty();
    List<Deed> done = new ArrayList<>(deeds.getOrDefault(one.due().id(), List.of()));
    if (done.isEmpty()) {
      told(one, done);
    }
    for (Deed deed : done) {
      html.put(html.isEmpty() ? "" : " · ");
      html.put(Deeds.draw(deed, one.zone(), one.due().businessDate(), words));
    }
    Backfilled backfilled = one.backfilled();
    if (backfilled != null) {
      html.put(html.isEmpty() ? "" : " · ")
          .add(
              "<span class=\"muted\">{}</span>",
              words.say(
                  "list.backfilled",
                  words.shortDate(backfilled.at().atZone(one.zone()).toLocalDate()),
                  words.say("basis." + backfilled.basis())));
    }
    if (one.look() == Look.EXCUSED && one.verdict() != null) {
      html.put("; ").write(words.say("list.underneath", words.say("verdict." + one.verdict())));
    }
    return html.isEmpty() ? html.put("<span class=\"muted\">–</span>") : html;
  }

  /** What the row itself says, where no act was written beside it. */
  private static void told(Past one, List<Deed> done) {
    long id = one.due().id();
    String acknowledged = one.due().acknowledgedBy();
    if (acknowledged != null && one.acknowledgedAt() != null) {
      done.add(new Deed(id, "acknowledgement", acknowledged, one.acknowledgedAt(), null));
    }
    for (String kind : List.of("excusal", "cause")) {
      Said said = kind.equals("excusal") ? one.excusal() : one.cause();
      if (said != null && said.at() != null) {
        done.add(new Deed(id, kind, said.author(), said.at(), null));
      }
    }
  }
}
