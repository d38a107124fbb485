package dev.punctual.report;

import dev.punctual.report.Section.Tile;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the report's template is given: words and finished markup. */
final class ReportView {
  /** Keys of the counting rules in words, as they stand on every report. */
  private static final List<String> COUNTING_RULES =
      List.of(
          "met",
          "missed",
          "unknown",
          "excused",
          "backfilled",
          "attainment",
          "raw",
          "coverage",
          "allowance",
          "percent",
          "period",
          "frozen");

  private final Words words;
  private final FullReport full;
  private final Report report;
  private final Report.Totals totals;
  private final List<Erratum> errata;
  private final ReportSections sections;

  ReportView(Words words, FullReport full, List<Erratum> errata) {
    this.words = words;
    this.full = full;
    this.report = full.report();
    this.totals = report.totals();
    this.errata = errata;
    this.sections = new ReportSections(words, full, errata);
  }

  /** A link to another period. */
  public record Chip(String path, String text, boolean here) {}

  /**
   * @param asked label whose values are summed up; null for the usual one
   * @param freezeAfter how long after its end a half-year is frozen, in words
   */
  Map<String, Object> model(
      List<Period> halfYears, Instant now, @Nullable String asked, String freezeAfter) {
    Map<String, Object> model = new HashMap<>();
    String query = asked == null ? "" : "?label=" + Csv.encoded(asked);
    PeriodSummary before = full.details().before();
    model.put("chips", chips(halfYears, now, query));
    model.put("views", views(query));
    model.put("period", name());
    model.put("id", report.period().id());
    model.put("headline", unbroken(headline()));
    model.put("detail", unbroken(detail()));
    model.put("status", status());
    model.put(
        "errataCount", errata.isEmpty() ? null : words.count("report.errataCount", errata.size()));
    model.put("previousTitle", report.period().previous().title(words.locale()));
    model.put("tiles", tiles());
    model.put("rules", RuleTable.write(words, report));
    model.put("ruleCount", report.lines().size());
    sections.into(model, asked);
    model.put("comparable", before != null && before.figures().due() > 0);
    model.put("footer", footer());
    model.put("link", link(asked));
    model.put("excusedCount", totals.figures().excused());
    model.put("unknownCount", totals.figures().unknown());
    model.put("countingRules", COUNTING_RULES);
    model.put("freezeAfter", freezeAfter);
    return model;
  }

  private String name() {
    String title = report.period().title(words.locale());
    return report.running() ? words.say("report.toDate", title) : title;
  }

  private List<Chip> chips(List<Period> halfYears, Instant now, String query) {
    List<Period> shown = new ArrayList<>(halfYears.subList(0, Math.min(6, halfYears.size())));
    if (!shown.contains(report.halfYear())) {
      shown.add(report.halfYear());
    }
    shown.sort(Comparator.comparing(Period::start));
    List<Chip> chips = new ArrayList<>();
    for (Period period : shown) {
      boolean running = period.isRunning(now, report.zone());
      String title = period.title(words.locale());
      chips.add(
          new Chip(
              "/reports/" + period.id() + query,
              running ? words.say("report.toDate", title) : title,
              period.equals(report.period())));
    }
    return chips;
  }

  /** The quarters and months of the half-year. */
  private List<Chip> views(String query) {
    List<Period> parts = new ArrayList<>(report.halfYear().parts(Period.Length.QUARTER));
    parts.addAll(report.halfYear().parts(Period.Length.MONTH));
    List<Chip> chips = new ArrayList<>();
    for (Period part : parts) {
      String text =
          part.length() == Period.Length.MONTH
              ? words.month(part.start())
              : part.part(words.locale());
      chips.add(new Chip("/reports/" + part.id() + query, text, part.equals(report.period())));
    }
    return chips;
  }

  /** A percentage stays on one line. */
  private static String unbroken(String text) {
    return text.replace(" %", "\u00a0%");
  }

  private String headline() {
    Figures figures = totals.figures();
    return figures.counted() == 0
        ? words.say("report.nothingJudged")
        : words.say("report.headline", figures.attainment());
  }

  private String detail() {
    Figures figures = totals.figures();
    return words.say(
            "report.detail",
            words.moment(report.from(), report.zone()),
            words.moment(report.until(), report.zone()),
            report.zone().getId(),
            figures.met(),
            figures.counted(),
            figures.excused(),
            figures.unknown(),
            figures.coverage())
        + backfilled(figures)
        + comparison();
  }

  private String backfilled(Figures figures) {
    return figures.backfilled() == 0
        ? ""
        : words.say("report.space") + words.count("report.backfilledOf", figures.backfilled());
  }

  private String comparison() {
    PeriodSummary before = full.details().before();
    BigDecimal now = totals.figures().attainment().percent();
    BigDecimal then = before == null ? null : before.figures().attainment().percent();
    if (before == null || now == null || then == null) {
      return "";
    }
    int change = now.compareTo(then);
    String key = change > 0 ? "report.up" : change < 0 ? "report.down" : "report.same";
    return words.say("report.space")
        + words.say(
            key,
            now.subtract(then).abs().toPlainString(),
            report.period().previous().title(words.locale()),
            before.figures().attainment());
  }

  /** Whether the figures may still change. */
  private String status() {
    FullReport.Frozen frozen = full.frozen();
    if (frozen == null) {
      return "";
    }
    String at = words.moment(frozen.at(), report.zone());
    return frozen.by() == null
        ? words.say("report.frozen", at)
        : words.say("report.frozenBy", at, frozen.by());
  }

  private List<Tile> tiles() {
    Spread late = sections.late();
    Spread response = sections.response();
    return List.of(
        new Tile(
            totals.figures().attainment().toString(),
            words.say("report.tile.attained", totals.figures().rawAttainment()),
            ""),
        new Tile(
            words.number(totals.overspent()),
            words.say("report.tile.overspent"),
            totals.overspent() > 0 ? "missed" : ""),
        new Tile(
            words.number(totals.atTheLimit()),
            words.say("report.tile.limit"),
            totals.atTheLimit() > 0 ? "risk" : ""),
        new Tile(words.number(totals.onTarget()), words.say("report.tile.onTarget"), ""),
        new Tile(
            late.isEmpty() ? "–" : words.duration(late.median()),
            words.say("report.tile.late"),
            ""),
        new Tile(
            response.isEmpty() ? "–" : words.duration(response.median()),
            words.say("report.tile.response"),
            ""));
  }

  /** The address that holds everything that is shown, also where the running period is meant. */
  private String link(@Nullable String asked) {
    String label = asked == null ? "" : "&label=" + Csv.encoded(asked);
    return "/reports/" + report.period().id() + "?lang=" + words.language() + label;
  }

  private String footer() {
    String hash = report.rulesHash();
    String key =
        full.frozen() != null
            ? "report.footerFrozen"
            : report.running() ? "report.footerRunning" : "report.footer";
    return words.say(
        key,
        words.moment(report.from(), report.zone()),
        words.moment(report.until(), report.zone()),
        report.zone().getId(),
        words.moment(report.generatedAt(), report.zone()),
        hash.substring(0, Math.min(7, hash.length())),
        totals.figures().due());
  }

  /** The style that puts the period on the foot of every sheet. */
  static String paper(Words words, Period period, ZoneId zone) {
    String text =
        words.say(
            "report.paper",
            period.title(words.locale()),
            words.moment(period.from(zone), zone),
            words.moment(period.to(zone), zone),
            zone.getId());
    return "@page { @bottom-left { font: 9px var(--font-sans); color: var(--text-muted); content:"
        + " \""
        + text.replaceAll("[\"\\\\\n]", "")
        + "\"; } }\n";
  }
}
