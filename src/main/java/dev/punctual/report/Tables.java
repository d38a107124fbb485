package dev.punctual.report;

import dev.punctual.judge.Verdict;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Unknown;
import dev.punctual.report.Report.Totals;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lesser tables of the report. What is alike is folded into one row and counted. */
final class Tables {
  /** More rows than this are counted and not listed. */
  static final int MOST_ROWS = 60;

  /** More names than this in one cell are counted and not listed. */
  private static final int MOST_NAMES = 3;

  private static final int CAUSE_TINTS = 5;

  /** Rules that are named in the table of messages. */
  private static final int LOUDEST = 5;

  private final Words words;
  private final Report report;
  private final Map<String, String> titles;

  Tables(Words words, Report report) {
    this.words = words;
    this.report = report;
    this.titles = new HashMap<>();
    report.lines().forEach(line -> titles.put(line.rule(), line.title()));
  }

  private String title(String rule) {
    return titles.getOrDefault(rule, rule);
  }

  /** Misses by cause, most first, those without one last, beside the period before. */
  Html causes(Details details) {
    Map<String, Integer> now = new TreeMap<>();
    details.misses().forEach(m -> now.merge(m.cause() == null ? "" : m.cause(), 1, Integer::sum));
    for (CauseCategory category : CauseCategory.values()) {
      if (details.causesBefore().containsKey(category.word())) {
        now.putIfAbsent(category.word(), 0);
      }
    }
    int all = details.misses().size();
    int most = now.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    List<String> ordered =
        now.keySet().stream()
            .sorted(
                Comparator.comparing(String::isEmpty)
                    .thenComparingInt(cause -> -now.getOrDefault(cause, 0))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Html out = Html.sized(2048);
    head(out, "report.cause", "!", "#report.misses", "#report.share", "#" + before());
    int tint = 1;
    for (String cause : ordered) {
      int count = now.getOrDefault(cause, 0);
      out.add(
          "<tr><th scope=\"row\">{}</th><td class=\"bar-cell\">",
          words.say(cause.isEmpty() ? "report.noCause" : "category." + cause));
      String colour = cause.isEmpty() ? "stripes" : "cause-" + Math.min(tint++, CAUSE_TINTS);
      out.put("<svg width=\"100%\" height=\"9\" aria-hidden=\"true\"><rect rx=\"2\" height=\"9\"");
      out.add(" class=\"{}\" width=\"{}%\"/></svg></td>", colour, 100 * count / Math.max(1, most));
      number(out, "<b>" + words.number(count) + "</b>");
      number(out, new Share(count, all).toString(), " muted");
      number(out, dash(details.causesBefore().getOrDefault(cause, 0)), " muted");
      out.put("</tr>");
    }
    int before = details.causesBefore().values().stream().mapToInt(Integer::intValue).sum();
    out.add("<tr class=\"foot\"><th scope=\"row\">{}</th><td></td>", words.say("report.sum"));
    number(out, "<b>" + words.number(all) + "</b>");
    out.put("<td></td>");
    number(out, "<b>" + dash(before) + "</b>");
    return out.put("</tr></table>");
  }

  private String before() {
    return "=" + report.period().previous().title(words.locale());
  }

  /** Pooled totals, with the kept promises first. */
  Html totals(SortedMap<String, Totals> groups, String heading, String nameless) {
    Html out = Html.sized(2048);
    begin(
        out,
        "dense sums",
        heading,
        "#report.onTarget",
        "#report.due",
        "#report.met",
        "#report.missed",
        "#report.excused",
        "#report.unknown",
        "#report.attained",
        "#report.coverage");
    groups.forEach((name, totals) -> totalsRow(out, name.isEmpty() ? nameless : name, totals, ""));
    totalsRow(out, words.say("report.sum"), report.totals(), " class=\"foot\"");
    return out.put("</table>");
  }

  private void totalsRow(Html out, String name, Totals totals, String attributes) {
    Figures figures = totals.figures();
    out.put("<tr").put(attributes).add("><th scope=\"row\">{}</th>", name);
    number(out, "<b>" + words.say("used.of", totals.kept(), totals.judged()) + "</b>");
    number(out, words.number(figures.due()));
    number(out, words.number(figures.met()));
    number(out, words.number(figures.missed()), figures.missed() > 0 ? " text-missed-strong" : "");
    number(out, dash(figures.excused()), " muted");
    number(out, dash(figures.unknown()), " muted");
    number(out, "<b>" + figures.attainment() + "</b>");
    number(out, figures.coverage().toString(), " muted");
    out.put("</tr>");
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
    head(
        out,
        "report.businessDate",
        "report.rule",
        "report.category",
        "report.reason",
        "report.author",
        "report.underneath");
    folded.entrySet().stream()
        .limit(MOST_ROWS)
        .forEach(
            entry -> {
              Alike alike = entry.getKey();
              out.add("<tr><td class=\"nowrap muted\">{}</td>", words.date(alike.date()));
              out.add(
                  "<th scope=\"row\">{}</th>",
                  names(entry.getValue().stream().map(Excused::rule).toList()));
              out.add(
                  "<td><span class=\"pill plain excused\">{}</span></td><td>{}</td>",
                  category(alike.category()),
                  alike.author().startsWith("rule:")
                      ? words.reason(alike.reason())
                      : alike.reason());
              out.add("<td class=\"muted\">{}</td><td>", author(entry.getValue().getFirst()));
              underneath(out, entry.getValue());
              out.put("</td></tr>");
            });
    rest(out, folded.size() - MOST_ROWS, 6);
    return out.put("</table>");
  }

  private Html author(Excused excused) {
    String window = "window in ";
    if (excused.author().startsWith(window)) {
      return Html.of(
          "{} <code>{}</code>",
          words.say("report.window"),
          excused.author().substring(window.length()));
    }
    return Html.of("{}, {}", excused.author(), words.stamp(excused.at(), report.zone()));
  }

  private void underneath(Html out, List<Excused> alike) {
    if (alike.size() == 1) {
      underneath(out, alike.getFirst());
      return;
    }
    long met = alike.stream().filter(each -> each.underneath() == Verdict.MET).count();
    long missed = alike.stream().filter(each -> each.underneath() == Verdict.MISSED).count();
    List<String> parts = new ArrayList<>();
    part(parts, met, "state.met");
    part(parts, missed, "state.missed");
    part(parts, alike.size() - met - missed, "state.unknown");
    out.write(String.join(" · ", parts));
  }

  private void part(List<String> parts, long count, String word) {
    if (count > 0) {
      parts.add(words.number(count) + " " + words.say(word));
    }
  }

  private void underneath(Html out, Excused one) {
    Verdict verdict = one.underneath();
    if (verdict == Verdict.MET) {
      pill(out, "met", "i-met", words.say("state.met"));
    } else if (verdict == Verdict.MISSED) {
      boolean late = one.arrivalAt() != null && one.arrivalAt().isAfter(one.dueAt());
      String text =
          late && one.arrivalAt() != null
              ? words.say(
                  "report.lateBy", words.duration(Duration.between(one.dueAt(), one.arrivalAt())))
              : words.say("state.missed");
      pill(out, "missed", "i-cross", text);
    } else {
      pill(out, "unknown", "i-unknown", words.say("state.unknown"));
    }
  }

  private static void pill(Html out, String colour, String icon, String text) {
    out.add(
        "<span class=\"pill {}\"><svg class=\"i\" aria-hidden=\"true\"><use href=\"#{}\"/></svg>{}</span>",
        colour,
        icon,
        text);
  }

  /** Reasons nobody could tell, most frequent first. */
  Html unknown(List<Unknown> unknown) {
    Map<String, List<Unknown>> byReason = new LinkedHashMap<>();
    unknown.forEach(
        each -> byReason.computeIfAbsent(each.reason(), _ -> new ArrayList<>()).add(each));
    List<Map.Entry<String, List<Unknown>>> ordered = new ArrayList<>(byReason.entrySet());
    ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().size()));
    Html out = Html.sized(2048);
    head(out, "report.reason", "report.rule", "report.dates", "#report.deadlines");
    ordered.stream()
        .limit(MOST_ROWS)
        .forEach(
            entry -> {
              out.add("<tr><th scope=\"row\">{}</th>", words.reason(entry.getKey()));
              out.add("<td>{}</td>", names(entry.getValue().stream().map(Unknown::rule).toList()));
              out.add("<td class=\"muted\">{}</td>", dates(entry.getValue()));
              number(out, "<b>" + words.number(entry.getValue().size()) + "</b>");
              out.put("</tr>");
            });
    rest(out, ordered.size() - MOST_ROWS, 4);
    return out.put("</table>");
  }

  private String dates(List<Unknown> unknown) {
    List<LocalDate> dates =
        List.copyOf(new TreeSet<>(unknown.stream().map(Unknown::businessDate).toList()));
    if (dates.size() > MOST_NAMES) {
      return words.say(
          "report.datesFromTo",
          words.number(dates.size()),
          words.shortDate(dates.getFirst()),
          words.shortDate(dates.getLast()));
    }
    return words.list(dates.stream().map(words::shortDate).toList());
  }

  private String names(List<String> rules) {
    List<String> distinct = rules.stream().distinct().map(this::title).toList();
    return distinct.size() > MOST_NAMES
        ? words.count("report.rules", distinct.size())
        : words.list(distinct);
  }

  /** Changes of promises, newest first; rules that were added together in one row. */
  Html changes(List<PromiseChange> changes, ZoneId zone) {
    Map<LocalDate, Integer> added = new TreeMap<>(Comparator.reverseOrder());
    List<PromiseChange> others = new ArrayList<>();
    for (PromiseChange change : changes) {
      if (change.words().equals("added") && changes.size() > MOST_NAMES) {
        added.merge(LocalDate.ofInstant(change.since(), zone), 1, Integer::sum);
      } else {
        others.add(change);
      }
    }
    Html out = Html.sized(2048);
    head(out, "report.since", "report.rule", "report.change", "report.version");
    others.stream().limit(MOST_ROWS).forEach(change -> change(out, change, zone));
    rest(out, others.size() - MOST_ROWS, 4);
    added.forEach(
        (date, count) ->
            out.add(
                "<tr><td class=\"nowrap muted\">{}</td><th scope=\"row\">{}</th><td>{}</td><td></td></tr>",
                words.shortDate(date),
                words.count("report.rules", count),
                words.say("report.added")));
    return out.put("</table>");
  }

  private void change(Html out, PromiseChange change, ZoneId zone) {
    String text =
        switch (change.words()) {
          case "added" -> words.say("report.added");
          case "removed" -> words.say("report.removed");
          case String told -> told;
        };
    out.add(
        "<tr><td class=\"nowrap muted\">{}</td><th scope=\"row\">{}</th><td>{}</td>",
        words.shortDate(LocalDate.ofInstant(change.since(), zone)),
        titles.getOrDefault(change.rule(), change.title()),
        text);
    String version = change.version().substring(0, Math.min(7, change.version().length()));
    out.add(
        "<td><code title=\"{}\">{}</code></td></tr>", change.file() + ":" + change.line(), version);
  }

  /** Messages by rule, loudest first, the quieter ones in one row. */
  Html noise(Noise noise) {
    Html out = Html.sized(1024);
    head(out, "report.rule", "#report.messages", "#report.acted", "#report.share");
    List<Noise.Heard> loudest = noise.byRule();
    int listed = loudest.size() > LOUDEST + 1 ? LOUDEST : loudest.size();
    loudest.subList(0, listed).forEach(one -> noise(out, title(one.rule()), one));
    loudest.subList(listed, loudest.size()).stream()
        .reduce(Noise.Heard::plus)
        .ifPresent(rest -> noise(out, words.say("report.others", loudest.size() - LOUDEST), rest));
    return out.put("</table>");
  }

  private void noise(Html out, String name, Noise.Heard one) {
    out.add("<tr><th scope=\"row\">{}</th>", name);
    number(out, words.number(one.messages()));
    number(out, dash(one.acted()), " muted");
    number(out, new Share(one.acted(), one.messages()).toString());
    out.put("</tr>");
  }

  /** Freshness rules, in minutes. */
  Html freshness(List<Freshness> freshness) {
    Html out = Html.sized(2048);
    head(
        out,
        "report.rule",
        "#report.service",
        "#report.fresh",
        "#report.stale",
        "#report.unknown",
        "#report.excused",
        "#report.breaches",
        "#report.worstAge",
        "#report.attained",
        "#report.objective");
    for (Freshness row : freshness) {
      out.add("<tr><th scope=\"row\">{}</th>", row.named().title());
      minutes(out, row.serviceMinutes(), "");
      minutes(out, row.freshMinutes(), "");
      minutes(out, row.staleMinutes(), row.staleMinutes() > 0 ? " text-missed-strong" : "");
      minutes(out, row.unknownMinutes(), " muted");
      minutes(out, row.excusedMinutes(), " muted");
      number(out, words.number(row.breaches()));
      number(
          out,
          row.worstAgeSeconds() == 0
              ? "–"
              : words.duration(Duration.ofSeconds(row.worstAgeSeconds())));
      number(out, "<b>" + row.attainment() + "</b>");
      number(out, RuleTable.objective(row.named().objective()), " muted");
      out.put("</tr>");
    }
    return out.put("</table>");
  }

  private void minutes(Html out, @Nullable Long minutes, String attributes) {
    number(out, minutes == null || minutes == 0 ? "–" : words.number(minutes), attributes);
  }

  /** Who was promised what, and when. */
  Html agreed() {
    Html out = Html.sized(2048);
    head(out, "report.rule", "report.agreedWith", "report.agreedOn", "report.note");
    report.lines().stream()
        .filter(line -> line.named().agreed() != null)
        .limit(MOST_ROWS)
        .forEach(line -> agreed(out, line));
    long more = report.lines().stream().filter(line -> line.named().agreed() != null).count();
    rest(out, (int) more - MOST_ROWS, 4);
    return out.put("</table>");
  }

  private void agreed(Html out, Report.Line line) {
    var agreed = line.named().agreed();
    if (agreed == null) {
      return;
    }
    LocalDate on = agreed.on();
    out.add(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"nowrap muted\">{}</td><td>{}</td></tr>",
        line.title(),
        agreed.with(),
        on == null ? "–" : words.date(on),
        agreed.note() == null ? "–" : agreed.note());
  }

  private void rest(Html out, int more, int columns) {
    if (more > 0) {
      out.add(
          "<tr class=\"fold\"><td colspan=\"{}\">{}</td></tr>",
          columns,
          words.count("report.more", more));
    }
  }

  /**
   * Begins a table. A name that begins with # is a column of numbers, with = a text as it is, with
   * ! a column without a name.
   */
  private void head(Html out, String... names) {
    begin(out, "dense", names);
  }

  private void begin(Html out, String classes, String... names) {
    out.put("<table class=\"").put(classes).put("\"><thead><tr>");
    for (String name : names) {
      boolean number = name.startsWith("#");
      String key = number ? name.substring(1) : name;
      String text = key.equals("!") ? "" : key.startsWith("=") ? key.substring(1) : words.say(key);
      out.put(
          number
              ? "<th scope=\"col\" class=\"num\">"
              : text.isEmpty() ? "<td>" : "<th scope=\"col\">");
      out.write(text).put(text.isEmpty() ? "</td>" : "</th>");
    }
    out.put("</tr></thead>");
  }

  private String category(String word) {
    return words.has("category." + word) ? words.say("category." + word) : word;
  }

  private String dash(int count) {
    return count == 0 ? "–" : words.number(count);
  }

  /**
   * @param markup ours
   */
  private static void number(Html out, String markup) {
    number(out, markup, "");
  }

  private static void number(Html out, String markup, String classes) {
    out.put("<td class=\"num").put(classes).put("\">").put(markup).put("</td>");
  }
}
