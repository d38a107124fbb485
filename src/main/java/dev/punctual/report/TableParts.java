package dev.punctual.report;

import dev.punctual.judge.Verdict;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the report's lesser tables are made of. */
final class TableParts {
  /** More rows than this are counted and not listed. */
  static final int MOST_ROWS = 250;

  /** More names than this in one cell are counted and not listed. */
  static final int MOST_NAMES = 3;

  private final Words words;
  private final Report report;
  private final Map<String, String> titles = new HashMap<>();

  TableParts(Words words, Report report) {
    this.words = words;
    this.report = report;
    report.freshness().forEach(row -> titles.put(row.named().rule(), row.named().title()));
    report.lines().forEach(line -> titles.put(line.rule(), line.title()));
  }

  Words words() {
    return words;
  }

  Report report() {
    return report;
  }

  String title(String rule) {
    return titles.getOrDefault(rule, rule);
  }

  String title(PromiseChange change) {
    return titles.getOrDefault(change.rule(), change.title());
  }

  /**
   * Begins a table. A name that begins with # is a column of numbers, with = a text as it is, with
   * ! a column without a name.
   */
  void head(Html out, String... names) {
    begin(out, "dense", names);
  }

  void begin(Html out, String classes, String... names) {
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

  /**
   * @param markup ours
   */
  static void number(Html out, String markup) {
    number(out, markup, "");
  }

  static void number(Html out, String markup, String classes) {
    out.put("<td class=\"num").put(classes).put("\">").put(markup).put("</td>");
  }

  String dash(int count) {
    return count == 0 ? "–" : words.number(count);
  }

  String category(@Nullable String word) {
    return word == null
        ? "–"
        : words.has("category." + word) ? words.say("category." + word) : word;
  }

  /** Says how many rows are left out, where any are. */
  void rest(Html out, int more, int columns) {
    if (more > 0) {
      out.add(
          "<tr class=\"fold\"><td colspan=\"{}\">{}</td></tr>",
          columns,
          words.count("report.more", more));
    }
  }

  String names(List<String> rules) {
    List<String> distinct = rules.stream().distinct().map(this::title).toList();
    return distinct.size() > MOST_NAMES
        ? words.count("report.rules", distinct.size())
        : words.list(distinct);
  }

  /** A verdict on its colour, with how late it was. */
  void verdict(Html out, @Nullable Verdict verdict, Instant dueAt, @Nullable Instant arrivalAt) {
    if (verdict == Verdict.MET) {
      pill(out, "met", "i-met", words.say("state.met"));
    } else if (verdict == Verdict.MISSED) {
      String text =
          arrivalAt != null && arrivalAt.isAfter(dueAt)
              ? words.say("report.lateBy", words.duration(Duration.between(dueAt, arrivalAt)))
              : words.say("state.missed");
      pill(out, "missed", "i-cross", text);
    } else {
      pill(out, "unknown", "i-unknown", words.say("state.unknown"));
    }
  }

  static void pill(Html out, String colour, String icon, String text) {
    out.add(
        "<span class=\"pill {}\"><svg class=\"i\" aria-hidden=\"true\"><use href=\"#{}\"/></svg>{}</span>",
        colour,
        icon,
        text);
  }
}
