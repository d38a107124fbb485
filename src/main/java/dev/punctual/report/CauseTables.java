package dev.punctual.report;

import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why deadlines were missed: this period by cause, and the periods before it beside. A cause has
 * the same tint in all of them: the more misses it has now, the darker.
 */
final class CauseTables {
  private static final int TINTS = 5;

  private final TableParts parts;
  private final Words words;
  private final Details details;
  private final Map<String, Integer> now;

  /** Words of causes, most misses first, "" last. */
  private final List<String> ordered;

  private final List<PeriodSummary> periods;

  /**
   * @param current the period that is reported, in a few figures
   */
  CauseTables(TableParts parts, Details details, PeriodSummary current) {
    this.parts = parts;
    this.words = parts.words();
    this.details = details;
    this.now = Misses.causes(details.misses());
    List<PeriodSummary> all = new ArrayList<>(details.past());
    all.add(current);
    this.periods = List.copyOf(all);
    this.ordered = ordered();
  }

  private List<String> ordered() {
    Map<String, Integer> ever = new HashMap<>();
    periods.forEach(
        period ->
            period.causes().forEach((cause, count) -> ever.merge(cause, count, Integer::sum)));
    Set<String> known = new TreeSet<>(ever.keySet());
    known.addAll(now.keySet());
    return known.stream()
        .sorted(
            Comparator.comparing(String::isEmpty)
                .thenComparingInt(cause -> -now.getOrDefault(cause, 0))
                .thenComparingInt(cause -> -ever.getOrDefault(cause, 0))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Class of the tint of a cause. */
  private String tint(String cause) {
    return cause.isEmpty() ? "stripes" : "cause-" + Math.min(ordered.indexOf(cause) + 1, TINTS);
  }

  private String name(String cause) {
    return cause.isEmpty() ? words.say("report.noCause") : parts.category(cause);
  }

  /** Misses by cause, most first, those without one last, beside the period before. */
  Html now() {
    PeriodSummary before = details.before();
    Map<String, Integer> then = before == null ? Map.of() : before.causes();
    List<String> shown =
        ordered.stream().filter(c -> now.containsKey(c) || then.containsKey(c)).toList();
    int all = details.misses().size();
    int most = now.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    Html out = Html.sized(2048);
    parts.head(out, "report.cause", "!", "#report.misses", "#report.share", "#" + beforeTitle());
    for (String cause : shown) {
      int count = now.getOrDefault(cause, 0);
      out.add("<tr><th scope=\"row\">{}</th><td class=\"bar-cell\">", name(cause));
      out.put("<svg width=\"100%\" height=\"9\" aria-hidden=\"true\"><rect rx=\"2\" height=\"9\"");
      out.add(
          " class=\"{}\" width=\"{}%\"/></svg></td>", tint(cause), 100 * count / Math.max(1, most));
      TableParts.number(out, "<b>" + words.number(count) + "</b>");
      TableParts.number(out, new Share(count, all).toString(), " muted");
      TableParts.number(out, parts.dash(then.getOrDefault(cause, 0)), " muted");
      out.put("</tr>");
    }
    int sum = then.values().stream().mapToInt(Integer::intValue).sum();
    out.add("<tr class=\"foot\"><th scope=\"row\">{}</th><td></td>", words.say("report.sum"));
    TableParts.number(out, "<b>" + words.number(all) + "</b>");
    out.put("<td></td>");
    TableParts.number(out, "<b>" + parts.dash(sum) + "</b>");
    return out.put("</tr></table>");
  }

  private String beforeTitle() {
    return "=" + parts.report().period().previous().title(words.locale());
  }

  /** The colours of the chart. */
  Html legend() {
    Html out = Html.sized(512);
    for (String cause : ordered) {
      out.add(
          "<span><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect class=\"{}\" width=\"10\""
              + " height=\"10\" rx=\"2\"/></svg>{}</span>",
          tint(cause),
          name(cause));
    }
    return out;
  }

  /** Misses of each period, by cause, in one bar. */
  Html chart() {
    List<StackedBars.Bar> bars = new ArrayList<>();
    for (PeriodSummary period : periods) {
      List<StackedBars.Part> stack = new ArrayList<>();
      for (String cause : ordered) {
        int count = period.causes().getOrDefault(cause, 0);
        if (count > 0) {
          String share = new Share(count, Math.max(count, period.misses())).toString();
          stack.add(new StackedBars.Part(tint(cause), count, cause.isEmpty() ? "" : share));
        }
      }
      bars.add(
          new StackedBars.Bar(
              title(period),
              period.figures().attainment().toString(),
              words.count("report.incidentCount", period.incidents()),
              stack));
    }
    return StackedBars.draw(bars, words.say("report.history." + length()));
  }

  /** The same in figures, for paper and for those who do not see the chart. */
  Html table() {
    Html out = Html.sized(2048);
    List<String> names = new ArrayList<>(List.of("report.period", "#report.incidents"));
    names.add("#report.misses");
    ordered.forEach(cause -> names.add("#=" + name(cause)));
    names.add("#report.attained");
    parts.begin(out, "dense history", names.toArray(String[]::new));
    for (PeriodSummary period : periods) {
      out.add("<tr><th scope=\"row\" class=\"nowrap\">{}</th>", title(period));
      TableParts.number(out, words.number(period.incidents()));
      TableParts.number(out, "<b>" + words.number(period.misses()) + "</b>");
      for (String cause : ordered) {
        int count = period.causes().getOrDefault(cause, 0);
        Share share = new Share(count, Math.max(count, period.misses()));
        TableParts.number(out, count == 0 ? "–" : share.toString(), " muted");
      }
      TableParts.number(out, "<b>" + period.figures().attainment() + "</b>");
      out.put("</tr>");
    }
    return out.put("</table>");
  }

  private String title(PeriodSummary period) {
    return Period.of(period.period(), parts.report().period().start()).title(words.locale());
  }

  /** {@code half_year}, {@code quarter} or {@code month}. */
  String length() {
    return parts.report().period().length().name().toLowerCase(java.util.Locale.ROOT);
  }
}
