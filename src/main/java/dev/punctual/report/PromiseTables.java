package dev.punctual.report;

import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was promised to whom, how that changed, and what became known after the report was frozen.
 */
final class PromiseTables {
  private final TableParts parts;
  private final Words words;
  private final ZoneId zone;

  PromiseTables(TableParts parts) {
    this.parts = parts;
    this.words = parts.words();
    this.zone = parts.report().zone();
  }

  /** Changes of promises, newest first; rules that were added together in one row. */
  Html changes(List<PromiseChange> changes) {
    Map<LocalDate, Integer> added = new TreeMap<>(Comparator.reverseOrder());
    List<PromiseChange> others = new ArrayList<>();
    for (PromiseChange change : changes) {
      if (change.words().equals(PromiseChange.ADDED) && changes.size() > TableParts.MOST_NAMES) {
        added.merge(LocalDate.ofInstant(change.since(), zone), 1, Integer::sum);
      } else {
        others.add(change);
      }
    }
    Html out = Html.sized(2048);
    parts.head(out, "report.since", "report.rule", "report.change", "report.version");
    others.stream().limit(TableParts.MOST_ROWS).forEach(change -> change(out, change));
    parts.rest(out, others.size() - TableParts.MOST_ROWS, 4);
    added.forEach(
        (date, count) ->
            out.add(
                "<tr><td class=\"nowrap muted\">{}</td><th"
                    + " scope=\"row\">{}</th><td>{}</td><td></td></tr>",
                words.shortDate(date),
                words.count("report.rules", count),
                words.say("report.added")));
    return out.put("</table>");
  }

  private void change(Html out, PromiseChange change) {
    String text =
        switch (change.words()) {
          case PromiseChange.ADDED -> words.say("report.added");
          case PromiseChange.REMOVED -> words.say("report.removed");
          case String told -> told;
        };
    out.add(
        "<tr><td class=\"nowrap muted\">{}</td><th scope=\"row\">{}</th><td>{}</td>",
        words.shortDate(LocalDate.ofInstant(change.since(), zone)),
        parts.title(change),
        text);
    String version = change.version().substring(0, Math.min(7, change.version().length()));
    out.add(
        "<td><code title=\"{}\">{}</code></td></tr>", change.file() + ":" + change.line(), version);
  }

  /** Who was promised what, and when. */
  Html agreed() {
    List<Report.Line> agreed =
        parts.report().lines().stream().filter(line -> line.named().agreed() != null).toList();
    Html out = Html.sized(2048);
    parts.head(out, "report.rule", "report.agreedWith", "report.agreedOn", "report.note");
    agreed.stream().limit(TableParts.MOST_ROWS).forEach(line -> agreed(out, line));
    parts.rest(out, agreed.size() - TableParts.MOST_ROWS, 4);
    return out.put("</table>");
  }

  private void agreed(Html out, Report.Line line) {
    var agreed = line.named().agreed();
    if (agreed == null) {
      return;
    }
    LocalDate on = agreed.on();
    out.add(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"nowrap"
            + " muted\">{}</td><td>{}</td></tr>",
        line.title(),
        agreed.with(),
        on == null ? "–" : words.date(on),
        agreed.note() == null ? "–" : agreed.note());
  }

  /** What stands beside a frozen report, in the order in which it came. */
  Html errata(List<Erratum> errata) {
    Html out = Html.sized(2048);
    parts.head(
        out,
        "report.since",
        "report.rule",
        "report.businessDate",
        "report.erratum",
        "report.reason",
        "report.author");
    errata.stream().limit(TableParts.MOST_ROWS).forEach(each -> erratum(out, each));
    parts.rest(out, errata.size() - TableParts.MOST_ROWS, 6);
    return out.put("</table>");
  }

  private void erratum(Html out, Erratum each) {
    String at = each.at();
    out.add(
        "<tr><td class=\"nowrap muted\">{}</td><th scope=\"row\">{}</th><td class=\"nowrap"
            + " muted\">{}</td>",
        at == null ? "–" : words.moment(Instant.parse(at), zone),
        each.title(),
        when(each));
    out.add(
        "<td>{}</td><td>{}</td><td class=\"muted\">{}</td></tr>",
        kind(each),
        each.reason().isEmpty()
            ? "–"
            : each.author() == null ? words.reason(each.reason()) : each.reason(),
        each.author() == null ? "–" : each.author());
  }

  /** The date and slot of a deadline, the beginning of a breach. */
  private String when(Erratum each) {
    String breach = each.breachFrom();
    String date = each.businessDate();
    String slot = each.slot();
    if (breach != null) {
      return words.say("report.erratum.breach", words.moment(Instant.parse(breach), zone));
    }
    String day = date == null ? "–" : words.date(LocalDate.parse(date));
    return slot == null ? day : day + " " + words.time(Instant.parse(slot), zone);
  }

  private String kind(Erratum each) {
    String word = each.word();
    String said =
        word == null
            ? ""
            : words.has("verdict." + word) ? words.say("verdict." + word) : parts.category(word);
    return words.count("report.erratum." + each.kind(), each.deadlines(), said);
  }
}
