package dev.punctual.board;

import dev.punctual.board.Board.Today;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the board's table with a row a rule: grouped by team, by due time, or as a plain list. */
final class TodayTable {

  private final Today today;
  private final DayAxis axis;
  private final Instant now;
  private final ZoneId zone;
  private final LocalDate date;
  private final Words words;
  private final SecondLine second;

  TodayTable(Today today, DayAxis axis, Words words) {
    this.today = today;
    this.axis = axis;
    this.now = axis.now();
    this.zone = axis.zone();
    this.date = today.date();
    this.words = words;
    this.second = new SecondLine(words, now, today.down());
  }

  SecondLine second() {
    return second;
  }

  /** Every team with its rows, the one with most misses first. */
  Html byTeam(List<BoardRow> rows) {
    Map<String, List<BoardRow>> teams = teams(rows);
    List<String> order = new ArrayList<>(teams.keySet());
    order.sort(
        Comparator.comparingInt((String team) -> -count(teams, team, true))
            .thenComparingInt(team -> -count(teams, team, false))
            .thenComparing(Comparator.naturalOrder()));
    Html html = open(rows.size(), false);
    for (String team : order) {
      List<BoardRow> members = Objects.requireNonNull(teams.get(team));
      html.put("<tbody>");
      group(html, teamName(team), summary(members));
      members.stream().sorted(BoardRow.WORST_FIRST).forEach(row -> row(html, row, false));
      html.put("</tbody>");
    }
    return html.put("</table>");
  }

  Html byDue(List<BoardRow> rows) {
    Map<Instant, List<BoardRow>> times =
        rows.stream()
            .collect(
                Collectors.groupingBy(row -> row.due().dueAt(), TreeMap::new, Collectors.toList()));
    Html html = open(rows.size(), false);
    times.forEach(
        (due, members) -> {
          html.put("<tbody>");
          group(html, words.timeOn(due, zone, date), summary(members));
          members.stream().sorted(BoardRow.WORST_FIRST).forEach(row -> row(html, row, false));
          html.put("</tbody>");
        });
    return html.put("</table>");
  }

  Html plain(List<BoardRow> rows) {
    Html html = open(rows.size(), false).put("<tbody>");
    rows.stream().sorted(BoardRow.WORST_FIRST).forEach(row -> row(html, row, false));
    return html.put("</tbody></table>");
  }

  /** The head of a table; with the team in place of the strip where {@code withTeam}. */
  Html open(int rows, boolean withTeam) {
    Html html = Html.sized(4_096 + rows * 2_000);
    html.put("<table class=\"board\"><colgroup><col><col class=\"c-state\"><col class=\"c-due\">");
    html.put("<col class=\"c-day\"><col class=\"c-strip\"><col class=\"c-used\"></colgroup>");
    html.put("<thead><tr>");
    head(html, withTeam ? words.say("board.attention", rows) : words.say("board.sla"));
    head(html, words.say("board.state"));
    head(html, words.say("board.due"));
    html.put("<th scope=\"col\" class=\"axis\"><span class=\"hidden-text\">");
    html.write(words.say("board.day")).put("</span>").put(axis.labels(words)).put("</th>");
    html.put("<th scope=\"col\" class=\"strip-cell\">");
    html.write(words.say(withTeam ? "board.team" : "board.strip")).put("</th>");
    head(html, words.say("board.used"));
    return html.put("</tr></thead>");
  }

  private static void head(Html html, String text) {
    html.put("<th scope=\"col\">").write(text).put("</th>");
  }

  private static void group(Html html, String name, Html summary) {
    html.put("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"6\"><b>").write(name);
    html.put("</b>").put(summary).put("</th></tr>");
  }

  void row(Html html, BoardRow row, boolean withTeam) {
    html.put("<tr class=\"row\"><th scope=\"row\">").put(Cells.title(row, words));
    html.put("</th><td class=\"state\">").put(Cells.state(row, second, words));
    html.put("</td><td class=\"due\">").put(Cells.due(row, date, zone, words));
    html.put("</td><td class=\"day\">");
    axis.draw(html, row);
    html.put("</td><td class=\"strip-cell\">");
    if (withTeam) {
      html.put("<span class=\"muted\">").write(teamName(row.team())).put("</span>");
    } else {
      Strips.draw(html, row.strip(), words);
    }
    html.put("</td><td>").put(Cells.used(row.allowance(), words)).put("</td></tr>");
  }

  /** The same rows for a narrow screen: by urgency, those that need attention with their day. */
  Html narrow(List<BoardRow> rows) {
    Html html = Html.sized(rows.size() * 1_200);
    narrow(html, "narrow.attention", rows, row -> row.look().needsAttention(), true);
    narrow(html, "narrow.waiting", rows, row -> row.look() == Look.WAITING, false);
    narrow(html, "narrow.met", rows, row -> row.look() == Look.MET, false);
    narrow(html, "narrow.excused", rows, row -> row.look() == Look.EXCUSED, false);
    return html;
  }

  private void narrow(
      Html html,
      String title,
      List<BoardRow> rows,
      java.util.function.Predicate<BoardRow> chosen,
      boolean full) {
    List<BoardRow> some = rows.stream().filter(chosen).sorted(BoardRow.WORST_FIRST).toList();
    if (some.isEmpty()) {
      return;
    }
    html.add("<h2>{}<small>{}</small></h2><ul class=\"card\">", words.say(title), some.size());
    for (BoardRow row : some) {
      html.add("<li><a class=\"title\" href=\"/rules/{}\">{}</a>", row.rule(), row.title());
      html.put(row.look().pill(words));
      html.add("<span class=\"second\">{}</span>", second.of(row));
      html.add(
          "<span class=\"narrow-due\">{} <b>{}</b></span>",
          words.say("narrow.due"),
          Cells.due(row, date, zone, words));
      if (full) {
        html.put("<div class=\"narrow-day\">");
        axis.draw(html, row);
        html.put("</div>");
        Strips.draw(html, row.strip(), words);
        html.put(Cells.used(row.allowance(), words));
      }
      html.put("</li>");
    }
    html.put("</ul>");
  }

  static Map<String, List<BoardRow>> teams(List<BoardRow> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.team() == null ? "" : row.team(), TreeMap::new, Collectors.toList()));
  }

  static int count(Map<String, List<BoardRow>> teams, String team, boolean missesOnly) {
    return (int)
        Objects.requireNonNull(teams.get(team)).stream()
            .filter(row -> missesOnly ? row.look().isMiss() : row.look().needsAttention())
            .count();
  }

  String teamName(@Nullable String team) {
    return team == null || team.isEmpty() ? words.say("team.none") : team;
  }

  private Html summary(List<BoardRow> rows) {
    TodayFigures figures = new TodayFigures(rows);
    Html html = Html.empty();
    if (figures.missed() > 0) {
      html.add(
          "<span class=\"text-missed-strong\">{}</span>",
          words.count("group.missed", figures.missed()));
    }
    if (figures.of(Look.UNKNOWN) > 0) {
      html.add("<span>{}</span>", words.count("group.unknown", figures.of(Look.UNKNOWN)));
    }
    return html;
  }

  Today today() {
    return today;
  }
}
