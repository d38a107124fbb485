package dev.punctual.board;

import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Writes the board of many rules: what needs attention in full, like things folded into one line,
 * then a row a team. What is folded is a link that unfolds it.
 */
final class TodayFolded {

  /** So many of a kind are shown in full; of more the rest is folded. */
  private static final int OVERDUE_SHOWN = 12;

  private static final int RISK_SHOWN = 2;
  private static final int FEW = 3;
  private static final int BAR = 162;

  private static final List<Look> SHARES =
      List.of(
          Look.OVERDUE,
          Look.MISSED,
          Look.LATE,
          Look.AT_RISK,
          Look.UNKNOWN,
          Look.EXCUSED,
          Look.MET,
          Look.WAITING);

  private final TodayTable table;
  private final Wish wish;
  private final Words words;

  TodayFolded(TodayTable table, Wish wish, Words words) {
    this.table = table;
    this.wish = wish;
    this.words = words;
  }

  /** Empty when nothing needs attention. */
  Html attention(List<BoardRow> rows) {
    List<BoardRow> troubled = rows.stream().filter(row -> row.look().needsAttention()).toList();
    if (troubled.isEmpty()) {
      return Html.empty();
    }
    Html html = table.open(troubled.size(), true).put("<tbody>");
    part(html, troubled, "overdue", OVERDUE_SHOWN, Look.OVERDUE);
    part(html, troubled, "late", 0, Look.LATE, Look.MISSED);
    part(html, troubled, "at_risk", RISK_SHOWN, Look.AT_RISK);
    part(html, troubled, "unknown", 0, Look.UNKNOWN);
    return html.put("</tbody></table>");
  }

  private void part(Html html, List<BoardRow> rows, String kind, int shown, Look... looks) {
    List<BoardRow> some =
        rows.stream()
            .filter(row -> List.of(looks).contains(row.look()))
            .sorted(BoardRow.WORST_FIRST)
            .toList();
    int full = some.size() <= Math.max(FEW, shown) ? some.size() : shown;
    some.subList(0, full).forEach(row -> table.row(html, row, true));
    List<BoardRow> folded = some.subList(full, some.size());
    if (folded.isEmpty()) {
      return;
    }
    boolean open = wish.open().equals(kind);
    html.put("<tr class=\"fold-row\"><td colspan=\"6\">");
    html.add(
        "<a class=\"fold-link{}\" href=\"{}\" id=\"fold-{}\">",
        open ? " open" : "",
        wish.toggled(kind).link(),
        kind);
    html.put("<svg class=\"chevron\" aria-hidden=\"true\"><use href=\"#i-chevron\"/></svg>");
    String count = words.say((full > 0 ? "fold.more." : "fold.") + kind, folded.size());
    html.put(looks[0].pill(count)).put("<span>").write(gist(kind, folded)).put("</span>");
    html.add("<span class=\"hidden-text\">{}</span>", words.say(open ? "fold.close" : "fold.open"));
    html.put("</a></td></tr>");
    if (open) {
      folded.forEach(row -> table.row(html, row, true));
    }
  }

  /** What the folded rows have in common, in a line. */
  private String gist(String kind, List<BoardRow> rows) {
    if (kind.equals("unknown")) {
      String source = new TodayFigures(rows).unknownSource();
      Instant since = source == null ? null : table.today().down().get(source);
      if (source != null && since != null) {
        String time = words.time(since, rows.getFirst().due().zone());
        return words.say("gist.source", source, time) + " · " + teamCounts(rows);
      }
      return teamCounts(rows);
    }
    if (rows.size() <= FEW) {
      return rows.stream()
          .map(
              row ->
                  words.say(
                      "gist.row",
                      table.teamName(row.team()),
                      row.title(),
                      words.time(row.due().dueAt(), row.due().zone())))
          .collect(Collectors.joining(" · "));
    }
    return together(rows);
  }

  /** {@code 9 Bookings, due 09:00, there by 09:12 · 2 Travel}: the biggest group in more words. */
  private String together(List<BoardRow> rows) {
    Map<String, List<BoardRow>> teams = TodayTable.teams(rows);
    String biggest =
        teams.keySet().stream()
            .max(Comparator.comparingInt(team -> Objects.requireNonNull(teams.get(team)).size()))
            .orElseThrow();
    List<BoardRow> members = Objects.requireNonNull(teams.get(biggest));
    List<Instant> dues = members.stream().map(row -> row.due().dueAt()).distinct().toList();
    List<String> parts = new ArrayList<>();
    String first = words.say("gist.team", members.size(), table.teamName(biggest));
    if (dues.size() == 1 && members.size() > 1) {
      first +=
          words.say("gist.due", words.time(dues.getFirst(), members.getFirst().due().zone()))
              + thereBy(members);
    }
    parts.add(first);
    teams.remove(biggest);
    if (!teams.isEmpty()) {
      parts.add(counts(teams));
    }
    return String.join(" · ", parts);
  }

  private String thereBy(List<BoardRow> rows) {
    if (rows.stream().anyMatch(row -> row.due().arrivedAt() == null)) {
      return "";
    }
    Instant last =
        rows.stream()
            .map(row -> Objects.requireNonNull(row.due().arrivedAt()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return words.say("gist.thereBy", words.time(last, rows.getFirst().due().zone()));
  }

  private String teamCounts(List<BoardRow> rows) {
    return counts(TodayTable.teams(rows));
  }

  private String counts(Map<String, List<BoardRow>> teams) {
    return teams.entrySet().stream()
        .sorted(Comparator.comparingInt(team -> -team.getValue().size()))
        .map(t -> words.say("gist.team", t.getValue().size(), table.teamName(t.getKey())))
        .collect(Collectors.joining(" · "));
  }

  /** One row a team, the worst first; an unfolded one with its rules below. */
  Html teams(List<BoardRow> rows) {
    Map<String, List<BoardRow>> teams = TodayTable.teams(rows);
    Html html = Html.sized(teams.size() * 3_000);
    html.put("<table class=\"teams\"><thead><tr><th scope=\"col\">");
    html.write(words.say("board.team")).put("</th><th scope=\"col\">");
    html.write(words.say("teams.today")).put("</th>");
    for (String word : List.of("overdue", "late", "at_risk", "unknown", "met", "waiting")) {
      html.add("<th scope=\"col\" class=\"num\">{}</th>", words.say("state." + word));
    }
    html.add("<th scope=\"col\" class=\"strip-cell\">{}</th>", words.say("board.strip"));
    html.add("<th scope=\"col\" class=\"num\">{}</th>", words.say("teams.overspent"));
    html.put("</tr></thead><tbody>");
    teams.keySet().stream()
        .sorted(
            Comparator.comparingInt((String team) -> -TodayTable.count(teams, team, true))
                .thenComparingInt(team -> -TodayTable.count(teams, team, false))
                .thenComparing(Comparator.naturalOrder()))
        .forEach(team -> team(html, team, Objects.requireNonNull(teams.get(team))));
    return html.put("</tbody></table>");
  }

  private void team(Html html, String team, List<BoardRow> rows) {
    String line = "team:" + team;
    boolean open = wish.open().equals(line);
    TodayFigures figures = new TodayFigures(rows);
    html.put("<tr><th scope=\"row\">");
    html.add(
        "<a class=\"title{}\" href=\"{}\"><svg class=\"chevron\" aria-hidden=\"true\">"
            + "<use href=\"#i-chevron\"/></svg>{} <span class=\"more\">{}</span></a></th><td>",
        open ? " open" : "",
        wish.toggled(line).link(),
        table.teamName(team),
        rows.size());
    shares(html, figures);
    html.put("</td>");
    number(html, figures.of(Look.OVERDUE), "missed");
    number(html, figures.of(Look.LATE) + figures.of(Look.MISSED), "missed");
    number(html, figures.of(Look.AT_RISK), "risk");
    number(html, figures.of(Look.UNKNOWN), "");
    html.add("<td class=\"num\">{}</td>", dash(figures.of(Look.MET) + figures.of(Look.EXCUSED)));
    html.add("<td class=\"num muted\">{}</td>", dash(figures.of(Look.WAITING)));
    html.put("<td class=\"strip-cell\">");
    table.today().strips().drawTeam(html, rows.stream().map(BoardRow::rule).toList(), words);
    html.put("</td>");
    number(html, (int) figures.overspent(), "missed");
    html.put("</tr>");
    if (open) {
      html.put("<tr><td class=\"inner\" colspan=\"10\">");
      html.put(table.plain(rows)).put("</td></tr>");
    }
  }

  private void number(Html html, int number, String tone) {
    if (number == 0) {
      html.put("<td class=\"num muted\">–</td>");
    } else {
      html.add("<td class=\"num\"><b class=\"{}\">{}</b></td>", tone, words.number(number));
    }
  }

  private String dash(int number) {
    return number == 0 ? "–" : words.number(number);
  }

  private void shares(Html html, TodayFigures figures) {
    html.put("<svg class=\"shares\" width=\"162\" height=\"9\" aria-hidden=\"true\">");
    Map<Look, Integer> widths = new EnumMap<>(Look.class);
    SHARES.forEach(look -> widths.put(look, BAR * figures.of(look) / Math.max(1, figures.all())));
    int x = 0;
    for (Look look : SHARES) {
      int count = figures.of(look);
      if (count == 0) {
        continue;
      }
      int width = Math.max(2, Objects.requireNonNull(widths.get(look)));
      if (look == Look.WAITING) {
        width = Math.max(2, BAR - x);
      }
      html.put("<rect class=\"").put(look == Look.MISSED ? "overdue" : look.word());
      html.put("\" x=\"").put(x).put("\" width=\"").put(Math.max(1, width - 1));
      html.put("\" height=\"9\" rx=\"1.5\"/>");
      x += width;
    }
    html.put("</svg>");
  }
}
