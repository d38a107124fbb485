package dev.punctual.report;

import dev.punctual.judge.Verdict;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Unknown;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What does not count and what nobody can tell, with the reasons. Like things are one row. */
final class ExclusionTables {
  private static final String WINDOW = "window in ";

  private final TableParts parts;
  private final Words words;

  ExclusionTables(TableParts parts) {
    this.parts = parts;
    this.words = parts.words();
  }

  /** Exclusions, those of one date and reason in one row. */
  Html excused(List<Excused> excused) {
    record Alike(LocalDate date, String category, String reason, String author) {}
    Map<Alike, List<Excused>> folded = new LinkedHashMap<>();
    for (Excused each : excused) {
      Alike alike = new Alike(each.businessDate(), each.category(), each.reason(), each.author());
      folded.computeIfAbsent(alike, _ -> new ArrayList<>()).add(each);
    }
    Html out = Html.sized(4096);
    parts.head(
        out,
        "report.businessDate",
        "report.rule",
        "report.category",
        "report.reason",
        "report.author",
        "report.underneath");
    folded.values().stream().limit(TableParts.MOST_ROWS).forEach(alike -> excused(out, alike));
    parts.rest(out, folded.size() - TableParts.MOST_ROWS, 6);
    return out.put("</table>");
  }

  private void excused(Html out, List<Excused> alike) {
    Excused first = alike.getFirst();
    out.add("<tr><td class=\"nowrap muted\">{}</td>", words.date(first.businessDate()));
    out.add("<th scope=\"row\">{}</th>", parts.names(alike.stream().map(Excused::rule).toList()));
    out.add(
        "<td><span class=\"pill plain excused\">{}</span></td><td>{}</td>",
        parts.category(first.category()),
        first.author().startsWith("rule:") ? words.reason(first.reason()) : first.reason());
    out.add("<td class=\"muted\">{}</td><td>", author(first));
    underneath(out, alike);
    out.put("</td></tr>");
  }

  private Html author(Excused excused) {
    if (excused.author().startsWith(WINDOW)) {
      return Html.of(
          "{} <code>{}</code>",
          words.say("report.window"),
          excused.author().substring(WINDOW.length()));
    }
    return Html.of("{}, {}", excused.author(), words.stamp(excused.at(), parts.report().zone()));
  }

  private void underneath(Html out, List<Excused> alike) {
    if (alike.size() == 1) {
      Excused one = alike.getFirst();
      parts.verdict(out, one.underneath(), one.dueAt(), one.arrivalAt());
      return;
    }
    long met = alike.stream().filter(each -> each.underneath() == Verdict.MET).count();
    long missed = alike.stream().filter(each -> each.underneath() == Verdict.MISSED).count();
    List<String> texts = new ArrayList<>();
    part(texts, met, "state.met");
    part(texts, missed, "state.missed");
    part(texts, alike.size() - met - missed, "state.unknown");
    out.write(String.join(" · ", texts));
  }

  private void part(List<String> texts, long count, String word) {
    if (count > 0) {
      texts.add(words.number(count) + " " + words.say(word));
    }
  }

  /** Reasons nobody could tell, most frequent first. */
  Html unknown(List<Unknown> unknown) {
    Map<String, List<Unknown>> byReason = new LinkedHashMap<>();
    unknown.forEach(
        each -> byReason.computeIfAbsent(reason(each), _ -> new ArrayList<>()).add(each));
    List<Map.Entry<String, List<Unknown>>> ordered = new ArrayList<>(byReason.entrySet());
    ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().size()));
    Html out = Html.sized(2048);
    parts.head(out, "report.reason", "report.rule", "report.dates", "#report.deadlines");
    ordered.stream()
        .limit(TableParts.MOST_ROWS)
        .forEach(entry -> unknown(out, entry.getKey(), entry.getValue()));
    parts.rest(out, ordered.size() - TableParts.MOST_ROWS, 4);
    return out.put("</table>");
  }

  private String reason(Unknown unknown) {
    return unknown.settled()
        ? words.reason(unknown.reason())
        : words.say("report.unsettled", words.reason(unknown.reason()));
  }

  private void unknown(Html out, String reason, List<Unknown> alike) {
    out.add("<tr><th scope=\"row\">{}</th>", reason);
    out.add("<td>{}</td>", parts.names(alike.stream().map(Unknown::rule).toList()));
    out.add("<td class=\"muted\">{}</td>", dates(alike));
    TableParts.number(out, "<b>" + words.number(alike.size()) + "</b>");
    out.put("</tr>");
  }

  private String dates(List<Unknown> unknown) {
    List<LocalDate> dates =
        List.copyOf(new TreeSet<>(unknown.stream().map(Unknown::businessDate).toList()));
    if (dates.size() > TableParts.MOST_NAMES) {
      return words.say(
          "report.datesFromTo",
          words.number(dates.size()),
          words.shortDate(dates.getFirst()),
          words.shortDate(dates.getLast()));
    }
    return words.list(dates.stream().map(words::shortDate).toList());
  }
}
