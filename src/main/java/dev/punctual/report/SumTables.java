package dev.punctual.report;

import dev.punctual.report.Report.Totals;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Sums of several rules, and of this period beside the one before. */
final class SumTables {
  private static final int MOST_MOVED = 12;

  private final TableParts parts;
  private final Words words;
  private final Report report;

  SumTables(TableParts parts) {
    this.parts = parts;
    this.words = parts.words();
    this.report = parts.report();
  }

  /** Pooled totals, with the kept promises first. */
  Html totals(SortedMap<String, Totals> groups, String heading, String nameless) {
    Html out = Html.sized(2048);
    parts.begin(
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
    groups.forEach((name, totals) -> row(out, name.isEmpty() ? nameless : name, totals, ""));
    row(out, words.say("report.sum"), report.totals(), " class=\"foot\"");
    return out.put("</table>");
  }

  private void row(Html out, String name, Totals totals, String attributes) {
    Figures figures = totals.figures();
    out.put("<tr").put(attributes).add("><th scope=\"row\">{}</th>", name);
    TableParts.number(out, "<b>" + words.say("used.of", totals.kept(), totals.judged()) + "</b>");
    TableParts.number(out, words.number(figures.due()));
    TableParts.number(out, words.number(figures.met()));
    TableParts.number(
        out, words.number(figures.missed()), figures.missed() > 0 ? " text-missed-strong" : "");
    TableParts.number(out, parts.dash(figures.excused()), " muted");
    TableParts.number(out, parts.dash(figures.unknown()), " muted");
    TableParts.number(out, "<b>" + figures.attainment() + "</b>");
    TableParts.number(out, figures.coverage().toString(), " muted");
    out.put("</tr>");
  }

  /** One figure of two periods. */
  private record Pair(String name, String now, String before, String change) {}

  /** This period beside the one before. */
  Html compared(PeriodSummary now, PeriodSummary before) {
    Html out = Html.sized(2048);
    parts.head(
        out,
        "=" + words.say("report.figure"),
        "#=" + report.period().title(words.locale()),
        "#=" + report.period().previous().title(words.locale()),
        "#report.difference");
    for (Pair pair : pairs(now, before)) {
      out.add("<tr><th scope=\"row\">{}</th>", pair.name());
      TableParts.number(out, "<b>" + pair.now() + "</b>");
      TableParts.number(out, pair.before(), " muted");
      TableParts.number(out, pair.change());
      out.put("</tr>");
    }
    return out.put("</table>");
  }

  private List<Pair> pairs(PeriodSummary now, PeriodSummary before) {
    Figures is = now.figures();
    Figures was = before.figures();
    List<Pair> pairs = new ArrayList<>();
    pairs.add(percent("attained", is.attainment(), was.attainment()));
    pairs.add(percent("coverage", is.coverage(), was.coverage()));
    pairs.add(kept(now, before));
    pairs.add(count("due", is.due(), was.due()));
    if (is.backfilled() + was.backfilled() > 0) {
      pairs.add(count("backfilledDue", is.backfilled(), was.backfilled()));
    }
    pairs.add(count("missed", is.missed(), was.missed()));
    pairs.add(count("excused", is.excused(), was.excused()));
    pairs.add(count("unknown", is.unknown(), was.unknown()));
    pairs.add(count("incidents", now.incidents(), before.incidents()));
    pairs.add(time("late", now.medianLateSeconds(), before.medianLateSeconds()));
    pairs.add(
        time("response", now.medianAcknowledgedSeconds(), before.medianAcknowledgedSeconds()));
    pairs.add(count("messages", now.messages(), before.messages()));
    return pairs;
  }

  private Pair kept(PeriodSummary now, PeriodSummary before) {
    Integer is = now.kept();
    Integer was = before.kept();
    return new Pair(
        words.say("report.onTarget"),
        kept(now),
        kept(before),
        is == null || was == null ? "–" : signed(is - was));
  }

  private String kept(PeriodSummary summary) {
    Integer kept = summary.kept();
    Integer judged = summary.judged();
    return kept == null || judged == null ? "–" : words.say("used.of", kept, judged);
  }

  private Pair percent(String name, Share now, Share before) {
    BigDecimal is = now.percent();
    BigDecimal was = before.percent();
    String change = "–";
    if (is != null && was != null) {
      BigDecimal points = is.subtract(was);
      String sign = points.signum() > 0 ? "+" : points.signum() < 0 ? "−" : "±";
      change = words.say("report.points", sign + points.abs().toPlainString());
    }
    return new Pair(words.say("report." + name), now.toString(), before.toString(), change);
  }

  private Pair count(String name, int now, int before) {
    return new Pair(
        words.say("report." + name), words.number(now), words.number(before), signed(now - before));
  }

  private Pair time(String name, @Nullable Long now, @Nullable Long before) {
    String change = "–";
    if (now != null && before != null) {
      long seconds = now - before;
      String sign = seconds > 0 ? "+" : seconds < 0 ? "−" : "±";
      change = sign + words.duration(Duration.ofSeconds(seconds));
    }
    return new Pair(words.say("report.median." + name), time(now), time(before), change);
  }

  private String time(@Nullable Long seconds) {
    return seconds == null ? "–" : words.duration(Duration.ofSeconds(seconds));
  }

  private String signed(int number) {
    return number == 0 ? "±0" : (number > 0 ? "+" : "−") + words.number(Math.abs((long) number));
  }

  /** A rule that has more misses than before, or fewer. */
  private record Moved(String rule, Figures now, Figures before) {
    int by() {
      return now.missed() - before.missed();
    }
  }

  private List<Moved> moved(PeriodSummary before) {
    return report.lines().stream()
        .map(
            line ->
                new Moved(
                    line.rule(),
                    line.figures(),
                    before.rules().getOrDefault(line.rule(), Figures.NONE)))
        .filter(moved -> moved.by() != 0 && moved.before().counted() > 0)
        .sorted(Comparator.comparingInt((Moved moved) -> -moved.by()).thenComparing(Moved::rule))
        .toList();
  }

  boolean anyMoved(PeriodSummary before) {
    return !moved(before).isEmpty();
  }

  /** Rules with more misses first, with fewer last; those between are counted. */
  Html movedTable(PeriodSummary summary) {
    List<Moved> moved = moved(summary);
    Html out = Html.sized(2048);
    parts.head(
        out,
        "report.rule",
        "#report.misses",
        "#report.before",
        "#report.attained",
        "#report.before");
    int head = moved.size() > MOST_MOVED ? MOST_MOVED / 2 : moved.size();
    moved.subList(0, head).forEach(one -> moved(out, one));
    if (moved.size() > MOST_MOVED) {
      parts.rest(out, moved.size() - MOST_MOVED, 5);
      moved.subList(moved.size() - MOST_MOVED / 2, moved.size()).forEach(one -> moved(out, one));
    }
    return out.put("</table>");
  }

  private void moved(Html out, Moved one) {
    out.add("<tr><th scope=\"row\">{}</th>", parts.title(one.rule()));
    TableParts.number(
        out, words.number(one.now().missed()), one.by() > 0 ? " text-missed-strong" : "");
    TableParts.number(out, words.number(one.before().missed()), " muted");
    TableParts.number(out, "<b>" + one.now().attainment() + "</b>");
    TableParts.number(out, one.before().attainment().toString(), " muted");
    out.put("</tr>");
  }
}
