package dev.punctual.report;

import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is counted in other things than deadlines: messages, and minutes of freshness. */
final class OtherTables {
  /** Rules that are named in the table of messages. */
  private static final int LOUDEST = 5;

  private final TableParts parts;
  private final Words words;

  OtherTables(TableParts parts) {
    this.parts = parts;
    this.words = parts.words();
  }

  /** Messages by rule, loudest first, the quieter ones in one row. */
  Html noise(Noise noise) {
    Html out = Html.sized(1024);
    parts.head(out, "report.rule", "#report.messages", "#report.acted", "#report.share");
    List<Noise.Heard> loudest = noise.byRule();
    int listed = loudest.size() > LOUDEST + 1 ? LOUDEST : loudest.size();
    loudest.subList(0, listed).forEach(one -> noise(out, parts.title(one.rule()), one));
    loudest.subList(listed, loudest.size()).stream()
        .reduce(Noise.Heard::plus)
        .ifPresent(rest -> noise(out, words.say("report.others", loudest.size() - listed), rest));
    return out.put("</table>");
  }

  private void noise(Html out, String name, Noise.Heard one) {
    out.add("<tr><th scope=\"row\">{}</th>", name);
    TableParts.number(out, words.number(one.messages()));
    TableParts.number(out, parts.dash(one.acted()), " muted");
    TableParts.number(out, one.share().toString(), one.acted() == 0 ? " strong-risk" : "");
    out.put("</tr>");
  }

  /** Freshness rules, in minutes. */
  Html freshness(List<Freshness> freshness) {
    Html out = Html.sized(2048);
    parts.head(
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
    freshness.forEach(row -> freshness(out, row));
    return out.put("</table>");
  }

  private void freshness(Html out, Freshness row) {
    out.add("<tr><th scope=\"row\">{}</th>", row.named().title());
    minutes(out, row.serviceMinutes(), "");
    minutes(out, row.freshMinutes(), "");
    minutes(out, row.staleMinutes(), row.staleMinutes() > 0 ? " text-missed-strong" : "");
    minutes(out, row.unknownMinutes(), " muted");
    minutes(out, row.excusedMinutes(), " muted");
    TableParts.number(out, words.number(row.breaches()));
    TableParts.number(
        out,
        row.worstAgeSeconds() == 0
            ? "–"
            : words.duration(Duration.ofSeconds(row.worstAgeSeconds())));
    TableParts.number(out, "<b>" + row.attainment() + "</b>");
    TableParts.number(out, RuleTable.objective(row.named().objective()), " muted");
    out.put("</tr>");
  }

  private void minutes(Html out, @Nullable Long minutes, String classes) {
    TableParts.number(out, minutes == null || minutes == 0 ? "–" : words.number(minutes), classes);
  }
}
