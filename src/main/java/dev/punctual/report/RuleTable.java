package dev.punctual.report;

import dev.punctual.ledger.Allowance;
import dev.punctual.report.Report.Line;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of rules, worst first, with a strip for each and the sum of all at its foot. */
final class RuleTable {
  private static final int TRACK = 84;

  private final Words words;
  private final Report report;
  private final Strips strips;

  private RuleTable(Words words, Report report) {
    this.words = words;
    this.report = report;
    this.strips = new Strips(report.period().months());
  }

  static Html write(Words words, Report report) {
    return new RuleTable(words, report).write();
  }

  private Html write() {
    List<Line> lines = report.worstFirst();
    Html out = Html.sized(2048 + lines.size() * 900);
    head(out);
    out.put("<tbody>");
    lines.forEach(line -> row(out, line));
    out.put("</tbody>");
    foot(out);
    out.put("</table>");
    return out.put(strips.grounds());
  }

  private void head(Html out) {
    out.put("<table class=\"rules\"><thead><tr>");
    out.add("<th scope=\"col\">{}</th>", words.say("report.rule"));
    number(out, "due", "");
    number(out, "met", "");
    number(out, "missed", "");
    number(out, "excused", " class=\"num c-less\"");
    number(out, "unknown", " class=\"num c-less\"");
    number(out, "attained", "");
    number(out, "objective", " class=\"num c-less\"");
    out.add("<th scope=\"col\">{}</th>", words.say("report.used"));
    out.put("<th scope=\"col\" class=\"cal\"><span class=\"months\">");
    for (YearMonth month : report.period().months()) {
      out.add("<a href=\"/reports/{}\">{}</a>", month, words.month(month.atDay(1)));
    }
    out.put("</span></th>");
    out.add("<th scope=\"col\">{}</th></tr></thead>", words.say("report.standing"));
  }

  private void number(Html out, String name, String attributes) {
    out.put("<th scope=\"col\"").put(attributes.isEmpty() ? " class=\"num\"" : attributes);
    out.add(">{}</th>", words.say("report." + name));
  }

  private void row(Html out, Line line) {
    Figures figures = line.figures();
    Standing standing = line.standing();
    out.put("<tr><th scope=\"row\">");
    title(out, line);
    out.put("</th>");
    count(out, figures.due(), "");
    count(out, figures.met(), "");
    missed(out, figures);
    dash(out, figures.excused());
    dash(out, figures.unknown());
    out.put("<td class=\"num\"><b").put(tone(standing)).put(">");
    out.put(figures.attainment().toString()).put("</b></td><td class=\"num c-less muted\">");
    out.put(objective(line.named().objective())).put("</td><td>");
    used(out, words, line.allowance());
    out.put("</td><td class=\"cal\">");
    strips.write(out, line.cells());
    out.put("</td><td>").put(pill(words, standing)).put("</td></tr>");
  }

  private void title(Html out, Line line) {
    if (line.named().inForce()) {
      out.add("<a href=\"/rules/{}\">{}</a>", line.rule(), line.title());
    } else {
      out.add("<span class=\"gone\">{}</span>", line.title());
    }
    String team = line.team();
    String name = team == null ? words.say("team.none") : team;
    int backfilled = line.figures().backfilled();
    out.add(
        " <span class=\"second\">{}</span>",
        backfilled == 0 ? name : name + " · " + words.say("report.backfilled", backfilled));
  }

  private void missed(Html out, Figures figures) {
    out.put("<td class=\"num");
    out.put(figures.missed() > 0 ? " text-missed-strong\">" : "\">").put(figures.missed());
    if (figures.neverArrived() > 0) {
      out.add(
          " <span class=\"second\">{}</span>", words.say("report.never", figures.neverArrived()));
    }
    out.put("</td>");
  }

  private void count(Html out, int count, String more) {
    out.put("<td class=\"num").put(more).put("\">").put(words.number(count)).put("</td>");
  }

  private void dash(Html out, int count) {
    out.put("<td class=\"num c-less muted\">");
    out.put(count == 0 ? "–" : words.number(count)).put("</td>");
  }

  private void foot(Html out) {
    Report.Totals totals = report.totals();
    Figures figures = totals.figures();
    out.put("<tfoot><tr class=\"foot\">");
    out.add("<th scope=\"row\">{}", words.say("report.all", totals.rules()));
    if (figures.backfilled() > 0) {
      out.add(
          " <span class=\"second\">{}</span>",
          words.say("report.backfilled", figures.backfilled()));
    }
    out.put("</th>");
    count(out, figures.due(), "");
    count(out, figures.met(), "");
    missed(out, figures);
    dash(out, figures.excused());
    dash(out, figures.unknown());
    out.put("<td class=\"num\"><b>").put(figures.attainment().toString()).put("</b></td>");
    out.put("<td class=\"c-less\"></td><td></td><td class=\"cal\"></td><td></td></tr></tfoot>");
  }

  /** {@code 3 of 5} over its bar. */
  static void used(Html out, Words words, Allowance allowance) {
    String level =
        switch (allowance.level()) {
          case CALM -> "";
          case NEAR -> " near";
          case FULL -> " full";
        };
    int filled =
        allowance.level() == Allowance.Level.FULL
            ? TRACK
            : allowance.allowed() == 0 ? 0 : TRACK * allowance.used() / allowance.allowed();
    out.put("<span class=\"used").put(level).put("\">");
    out.write(words.say("used.of", allowance.used(), allowance.allowed()));
    out.put("<svg width=\"84\" height=\"5\" aria-hidden=\"true\"><rect class=\"track\"");
    out.put(" width=\"84\" height=\"5\" rx=\"2.5\"/>");
    if (filled > 0) {
      out.put("<rect class=\"fill\" width=\"").put(filled);
      out.put("\" height=\"5\" rx=\"2.5\"/>");
    }
    out.put("</svg></span>");
  }

  static String objective(BigDecimal fraction) {
    return Share.inPercent(fraction).toPlainString() + " %";
  }

  /** The standing as a word on its colour. */
  static Html pill(Words words, @Nullable Standing standing) {
    if (standing == null) {
      return Html.of("<span class=\"muted\">–</span>");
    }
    String colour =
        switch (standing) {
          case ON_TARGET -> "met";
          case AT_THE_LIMIT -> "risk";
          case OVERSPENT -> "missed";
        };
    return Html.of(
        "<span class=\"pill plain {}\">{}</span>",
        colour,
        words.say("standing." + standing.name().toLowerCase(Locale.ROOT)));
  }

  private static String tone(@Nullable Standing standing) {
    if (standing == null || standing == Standing.ON_TARGET) {
      return "";
    }
    return standing == Standing.OVERSPENT
        ? " class=\"text-missed-strong\""
        : " class=\"strong-risk\"";
  }
}
