package dev.punctual.board;

import dev.punctual.board.Past.Deed;
import dev.punctual.board.Past.Said;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every breach of a freshness rule in a period, newest first, so many on a page. */
final class BreachList {

  static final int ON_A_PAGE = 100;

  private final String rule;
  private final List<Breach> breaches;
  private final Map<Long, List<Deed>> deeds;
  private final Words words;
  private final ZoneId zone;
  private final Instant now;

  /**
   * @param breaches newest first
   * @param deeds what people did about them, oldest first
   */
  BreachList(
      String rule, List<Breach> breaches, List<Deed> deeds, Words words, ZoneId zone, Instant now) {
    this.rule = rule;
    this.breaches = breaches;
    this.deeds = deeds.stream().collect(Collectors.groupingBy(Deed::about));
    this.words = words;
    this.zone = zone;
    this.now = now;
  }

  /** {@code 3 breaches, 1 lasts, 1 excused; 4 h 10 in all}. */
  String sum() {
    long open = breaches.stream().filter(Breach::isOpen).count();
    long excused = breaches.stream().filter(Breach::isExcused).count();
    long seconds = breaches.stream().mapToLong(b -> b.length(now).toSeconds()).sum();
    return words.count(
        "breach.sum",
        breaches.size(),
        open,
        excused,
        words.duration(java.time.Duration.ofSeconds(seconds)));
  }

  /** The pages, where there is more than one; {@code page} counts from 1. */
  List<Choice> pages(int page) {
    List<Choice> pages = new ArrayList<>();
    int last = (breaches.size() + ON_A_PAGE - 1) / ON_A_PAGE;
    for (int i = 1; last > 1 && i <= last; i++) {
      int to = Math.min(breaches.size(), i * ON_A_PAGE);
      pages.add(
          new Choice(
              words.say("breach.page", (i - 1) * ON_A_PAGE + 1, to),
              "/rules/" + rule + (i == 1 ? "" : "?page=" + i) + "#breaches",
              i == within(page)));
    }
    return pages;
  }

  private int within(int page) {
    int last = Math.max(1, (breaches.size() + ON_A_PAGE - 1) / ON_A_PAGE);
    return Math.clamp(page, 1, last);
  }

  Html draw(int page) {
    int from = (within(page) - 1) * ON_A_PAGE;
    List<Breach> shown = breaches.subList(from, Math.min(breaches.size(), from + ON_A_PAGE));
    Html html = Html.sized(shown.size() * 400 + 1_000);
    html.put("<table class=\"dense deeds breaches\"><thead><tr>");
    for (String head : List.of("from", "to", "lasted", "worst", "cause", "who")) {
      html.add("<th scope=\"col\" class=\"d-{}\">{}</th>", head, words.say("breach.head." + head));
    }
    html.put("</tr></thead><tbody>");
    shown.forEach(breach -> row(html, breach));
    return html.put("</tbody></table>");
  }

  private void row(Html html, Breach breach) {
    html.add(
        "<tr id=\"breach-{}\"><td class=\"nowrap\">{}</td><td class=\"nowrap\">",
        breach.id(),
        words.stamp(breach.from(), zone));
    Instant to = breach.to();
    if (to == null) {
      html.put(Look.OVERDUE.pill(words.say("breach.lasts")));
    } else {
      html.write(words.timeOn(to, zone, day(breach.from())));
    }
    html.add("</td><td class=\"nowrap\">{}</td>", words.duration(breach.length(now)));
    html.add("<td class=\"nowrap\">{}</td>", words.duration(breach.worst()));
    html.put("<td class=\"two-lines\">").put(cause(breach)).put("</td><td class=\"two-lines\">");
    html.put(who(breach)).put("</td></tr>");
  }

  private LocalDate day(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  private Html cause(Breach breach) {
    Html html = Html.empty();
    Said excusal = breach.excusal();
    if (excusal != null) {
      html.put(Look.EXCUSED.pill(words)).put(" ");
    }
    Said said = excusal == null ? breach.cause() : excusal;
    if (said == null) {
      return html.add("<span class=\"muted\">{}</span>", words.reason(breach.reason()));
    }
    String key = "category." + said.category();
    html.add("<b>{}</b>", words.has(key) ? words.say(key) : said.category());
    return html.add("<span class=\"second\">{}</span>", said.text());
  }

  private Html who(Breach breach) {
    List<Deed> done = new ArrayList<>(deeds.getOrDefault(breach.id(), List.of()));
    if (done.isEmpty()) {
      told(breach, done);
    }
    Html html = Html.empty();
    for (Deed deed : done) {
      html.put(html.isEmpty() ? "" : " · ").put(Deeds.draw(deed, zone, day(breach.from()), words));
    }
    return html.isEmpty() ? html.put("<span class=\"muted\">–</span>") : html;
  }

  /** What the row itself says, where no act was written beside it. */
  private static void told(Breach breach, List<Deed> done) {
    String who = breach.acknowledgedBy();
    if (who != null && breach.acknowledgedAt() != null) {
      done.add(new Deed(breach.id(), "acknowledgement", who, breach.acknowledgedAt(), null));
    }
    said(breach, "excusal", breach.excusal(), done);
    said(breach, "cause", breach.cause(), done);
  }

  private static void said(
      Breach breach, String kind, @org.jspecify.annotations.Nullable Said said, List<Deed> done) {
    if (said != null && said.at() != null) {
      done.add(new Deed(breach.id(), kind, said.author(), said.at(), null));
    }
  }
}
