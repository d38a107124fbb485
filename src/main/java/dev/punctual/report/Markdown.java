package dev.punctual.report;

import dev.punctual.report.Report.Line;
import dev.punctual.report.Report.Totals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A report as Markdown, for minutes of a meeting: sentence, table of rules, teams. */
public final class Markdown {
  private Markdown() {}

  static String print(FullReport full) {
    Report report = full.report();
    StringBuilder text = new StringBuilder();
    text.append("# ").append(title(report)).append("\n\n");
    text.append(Sentence.headline(report)).append("  \n");
    text.append(Sentence.detail(report)).append("\n\n");
    FullReport.Frozen frozen = full.frozen();
    if (frozen != null) {
      text.append("Frozen ").append(Sentence.minute(frozen.at(), report.zone())).append(".\n\n");
    }
    rules(report, text);
    backfilled(report, text);
    if (report.byTeam().size() > 1) {
      sums("By team", "Team", report.byTeam(), text);
    }
    report
        .labels()
        .forEach(label -> sums("By " + escape(label), escape(label), report.byLabel(label), text));
    if (!report.freshness().isEmpty()) {
      freshness(report, text);
    }
    new MarkdownDetails(full, text).write();
    return text.toString();
  }

  private static String title(Report report) {
    return "SLA report, "
        + report.period().title(Locale.ENGLISH)
        + (report.running() ? " to date" : "");
  }

  private static void rules(Report report, StringBuilder text) {
    row(
        text,
        "Rule",
        "Team",
        "Due",
        "Met",
        "Missed",
        "Excused",
        "Unknown",
        "Attained",
        "Objective",
        "Misses used",
        "Standing");
    text.append("| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |\n");
    for (Line line : report.worstFirst()) {
      Figures figures = line.figures();
      row(
          text,
          escape(line.title()),
          escape(line.team()),
          figures.due(),
          figures.met(),
          figures.missed(),
          dash(figures.excused()),
          dash(figures.unknown()),
          figures.attainment(),
          objective(line.named().objective()),
          line.allowance(),
          standing(line.standing()));
    }
    Figures all = report.totals().figures();
    row(
        text,
        "**All " + report.lines().size() + "**",
        "",
        all.due(),
        all.met(),
        all.missed(),
        dash(all.excused()),
        dash(all.unknown()),
        all.attainment(),
        "",
        "",
        "");
  }

  /** Nothing where every deadline was judged live. */
  private static void backfilled(Report report, StringBuilder text) {
    if (report.totals().figures().backfilled() == 0) {
      return;
    }
    text.append("\n## Backfilled\n\n").append(Sentence.BACKFILLED).append("\n\n");
    row(text, "Rule", "Due", "Backfilled");
    text.append("| --- | --: | --: |\n");
    for (Line line : report.worstFirst()) {
      if (line.figures().backfilled() > 0) {
        row(text, escape(line.title()), line.figures().due(), line.figures().backfilled());
      }
    }
  }

  private static void sums(
      String heading, String name, SortedMap<String, Totals> sums, StringBuilder text) {
    text.append("\n## ").append(heading).append("\n\n");
    row(text, name, "On target", "Due", "Met", "Missed", "Excused", "Unknown", "Attained");
    text.append("| --- | --- | --: | --: | --: | --: | --: | --: |\n");
    sums.forEach(
        (value, totals) ->
            row(
                text,
                value.isEmpty() ? "–" : escape(value),
                kept(totals),
                totals.figures().due(),
                totals.figures().met(),
                totals.figures().missed(),
                dash(totals.figures().excused()),
                dash(totals.figures().unknown()),
                totals.figures().attainment()));
  }

  private static void freshness(Report report, StringBuilder text) {
    text.append("\n## Freshness\n\n");
    row(text, "Rule", "Service, min", "Fresh", "Stale", "Unknown", "Attained", "Objective");
    text.append("| --- | --: | --: | --: | --: | --: | --: |\n");
    for (Freshness row : report.freshness()) {
      row(
          text,
          escape(row.named().title()),
          dash(row.serviceMinutes()),
          dash(row.freshMinutes()),
          row.staleMinutes(),
          row.unknownMinutes(),
          row.attainment(),
          objective(row.named().objective()));
    }
  }

  /** {@code 9 of 11 rules}. */
  static String kept(Totals totals) {
    return totals.kept() + " of " + totals.judged() + (totals.judged() == 1 ? " rule" : " rules");
  }

  static String objective(BigDecimal fraction) {
    return Share.inPercent(fraction).toPlainString() + " %";
  }

  static String standing(@Nullable Standing standing) {
    if (standing == null) {
      return "–";
    }
    return switch (standing) {
      case ON_TARGET -> "On target";
      case AT_THE_LIMIT -> "At the limit";
      case OVERSPENT -> "Overspent";
    };
  }

  private static String dash(int count) {
    return count == 0 ? "–" : String.valueOf(count);
  }

  private static String dash(@Nullable Long minutes) {
    return minutes == null ? "–" : String.valueOf(minutes);
  }

  static void row(StringBuilder text, Object... cells) {
    text.append('|');
    List.of(cells).forEach(cell -> text.append(' ').append(cell).append(" |"));
    text.append('\n');
  }

  /** Free text in a cell: no column, markup or line of its own. */
  public static String escape(@Nullable String text) {
    return text == null
        ? "–"
        : text.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\|`*_\\[\\]<>#~])", "\\\\$1");
  }
}
