package dev.punctual.report;

import dev.punctual.report.Bars.Bar;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the report's template is given: words and finished markup. */
final class ReportView {
  private static final List<Duration> LATE_LIMITS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4));

  private static final List<Duration> RESPONSE_LIMITS = LATE_LIMITS.subList(0, 4);

  /** Keys of the counting rules in words, as they stand on every report. */
  private static final List<String> COUNTING_RULES =
      List.of(
          "met",
          "missed",
          "unknown",
          "excused",
          "attainment",
          "raw",
          "coverage",
          "allowance",
          "percent",
          "period");

  private final Words words;
  private final Report report;
  private final Details details;
  private final Figures before;
  private final Report.Totals totals;
  private final Spread late;
  private final Spread response;
  private final Spread recovery;

  /**
   * @param before all deadlines of the period before
   */
  ReportView(Words words, Report report, Details details, Figures before) {
    this.words = words;
    this.report = report;
    this.details = details;
    this.before = before;
    this.totals = report.totals();
    this.late = Spread.of(details.misses().stream().map(Miss::lateness));
    this.response = Spread.of(details.misses().stream().map(Miss::untilAcknowledged));
    this.recovery = Spread.of(details.misses().stream().map(Miss::fromAcknowledgedToArrival));
  }

  /** A link to another period. */
  public record Chip(String path, String text, boolean here) {}

  /** A figure over its words. */
  public record Tile(String figure, String text, String tone) {}

  /** A table or chart with its heading; anchors of the page's own navigation. */
  public record Section(String id, String heading, String caption, List<Tile> figures, Html body) {
    Section(String id, String heading, String caption, Html body) {
      this(id, heading, caption, List.of(), body);
    }
  }

  Map<String, Object> model(List<Period> halfYears, @Nullable String label) {
    Map<String, Object> model = new HashMap<>();
    model.put("chips", chips(halfYears));
    model.put("period", name());
    model.put("id", report.period().id());
    model.put("headline", unbroken(headline()));
    model.put("detail", unbroken(detail()));
    model.put("previous", report.period().previous().id());
    model.put("previousTitle", report.period().previous().title(words.locale()));
    model.put("tiles", tiles());
    model.put("rules", RuleTable.write(words, report));
    model.put("ruleCount", report.lines().size());
    sections(model, label);
    model.put("footer", footer());
    model.put("excusedCount", totals.figures().excused());
    model.put("unknownCount", totals.figures().unknown());
    model.put("countingRules", COUNTING_RULES);
    return model;
  }

  private String name() {
    String title = report.period().title(words.locale());
    return report.running() ? words.say("report.toDate", title) : title;
  }

  private List<Chip> chips(List<Period> halfYears) {
    List<Period> shown = new ArrayList<>(halfYears.subList(0, Math.min(6, halfYears.size())));
    if (!shown.contains(report.halfYear())) {
      shown.add(report.halfYear());
    }
    shown.sort(Comparator.comparing(Period::start));
    List<Chip> chips = new ArrayList<>();
    for (Period period : shown) {
      boolean running = period.isRunning(report.generatedAt(), report.zone());
      String title = period.title(words.locale());
      chips.add(
          new Chip(
              "/reports/" + period.id(),
              running ? words.say("report.toDate", title) : title,
              period.equals(report.period())));
    }
    if (!shown.contains(report.period())) {
      chips.add(new Chip("/reports/" + report.period().id(), name(), true));
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
        + comparison();
  }

  private String comparison() {
    BigDecimal now = totals.figures().attainment().percent();
    BigDecimal then = before.attainment().percent();
    if (now == null || then == null) {
      return "";
    }
    int change = now.compareTo(then);
    String key = change > 0 ? "report.up" : change < 0 ? "report.down" : "report.same";
    return words.say("report.space")
        + words.say(
            key,
            now.subtract(then).abs().toPlainString(),
            report.period().previous().title(words.locale()),
            before.attainment());
  }

  private List<Tile> tiles() {
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

  private void sections(Map<String, Object> model, @Nullable String asked) {
    Tables tables = new Tables(words, report);
    model.put("causes", causes(tables));
    model.put("charts", List.of(lateness(), response()));
    model.put(
        "teams",
        new Section(
            "teams",
            words.say("report.byTeam"),
            words.say("report.sums"),
            tables.totals(report.byTeam(), "report.team", words.say("team.none"))));
    List<String> labels = report.labels();
    String label = asked != null && labels.contains(asked) ? asked : first(labels);
    model.put("labels", labels);
    model.put("label", label == null ? "" : label);
    if (label != null) {
      model.put("byLabel", tables.totals(report.byLabel(label), "report.value", "–"));
    }
    model.put("excused", excused(tables));
    Section unknown = unknown(tables);
    Section changes = changes(tables);
    model.put("pair", Stream.of(unknown, changes, noise(tables)).filter(Objects::nonNull).toList());
    model.put("changed", changes != null);
    model.put("freshness", freshness(tables));
    model.put("agreed", agreed(tables));
  }

  private static @Nullable String first(List<String> labels) {
    return labels.isEmpty() ? null : labels.getFirst();
  }

  private Section causes(Tables tables) {
    long given = details.misses().stream().filter(miss -> miss.cause() != null).count();
    String caption =
        words.say("report.causesCaption", details.misses().size(), given, details.incidents());
    return new Section("causes", words.say("report.causes"), caption, tables.causes(details));
  }

  private Section lateness() {
    List<Integer> counts = late.histogram(LATE_LIMITS);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      bars.add(new Bar(words.say("report.late." + i), counts.get(i), "bar-late"));
    }
    int never = totals.figures().neverArrived();
    bars.add(new Bar(words.say("report.late.never"), never, "bar-missed"));
    int awaited = details.misses().size() - late.size() - never;
    String caption =
        words.say("report.lateCaption", late.size(), never)
            + (awaited > 0
                ? words.say("report.space") + words.count("report.awaited", awaited)
                : "");
    return new Section(
        "late",
        words.say("report.late"),
        caption,
        lateFigures(),
        Bars.draw(bars, words.say("report.late")));
  }

  private Section response() {
    List<Integer> counts = response.histogram(RESPONSE_LIMITS);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      bars.add(new Bar(words.say("report.response." + i), counts.get(i), "bar-soft"));
    }
    int never = details.misses().size() - response.size();
    bars.add(new Bar(words.say("report.response.never"), never, "stripes"));
    return new Section(
        "response",
        words.say("report.response"),
        words.say("report.responseCaption", response.size(), details.misses().size()),
        responseFigures(),
        Bars.draw(bars, words.say("report.response")));
  }

  /** Three figures over a chart: of lateness and of the response. */
  private List<Tile> lateFigures() {
    return late.isEmpty()
        ? List.of()
        : List.of(
            new Tile(words.duration(late.median()), words.say("report.median"), ""),
            new Tile(words.duration(late.p95()), words.say("report.p95"), ""),
            new Tile(words.duration(late.worst()), words.say("report.worst"), ""));
  }

  private List<Tile> responseFigures() {
    if (response.isEmpty()) {
      return List.of();
    }
    List<Tile> figures = new ArrayList<>();
    figures.add(new Tile(words.duration(response.median()), words.say("report.median"), ""));
    figures.add(new Tile(words.duration(response.worst()), words.say("report.longest"), ""));
    if (!recovery.isEmpty()) {
      figures.add(new Tile(words.duration(recovery.median()), words.say("report.recovery"), ""));
    }
    return List.copyOf(figures);
  }

  private @Nullable Section excused(Tables tables) {
    if (details.excused().isEmpty()) {
      return null;
    }
    Figures figures = totals.figures();
    return new Section(
        "exclusions",
        words.say("report.excusedWhy"),
        words.count(
            "report.excusedCaption",
            details.excused().size(),
            figures.rawAttainment(),
            figures.attainment()),
        tables.excused(details.excused()));
  }

  private @Nullable Section unknown(Tables tables) {
    return details.unknown().isEmpty()
        ? null
        : new Section(
            "unknown",
            words.say("report.unknownWhy"),
            words.count(
                "report.unknownCaption", details.unknown().size(), totals.figures().coverage()),
            tables.unknown(details.unknown()));
  }

  private @Nullable Section changes(Tables tables) {
    return details.changes().isEmpty()
        ? null
        : new Section(
            "changes",
            words.say("report.changes"),
            words.say("report.changesCaption"),
            tables.changes(details.changes(), report.zone()));
  }

  private @Nullable Section noise(Tables tables) {
    Noise.Heard all = details.noise().all();
    return all.messages() == 0
        ? null
        : new Section(
            "noise",
            words.say("report.noise"),
            words.say(
                "report.noiseCaption",
                all.messages(),
                all.acted(),
                new Share(all.acted(), all.messages())),
            tables.noise(details.noise()));
  }

  private @Nullable Section freshness(Tables tables) {
    return report.freshness().isEmpty()
        ? null
        : new Section(
            "freshness",
            words.say("report.freshness"),
            words.say("report.freshnessCaption"),
            tables.freshness(report.freshness()));
  }

  private @Nullable Section agreed(Tables tables) {
    return report.lines().stream().allMatch(line -> line.named().agreed() == null)
        ? null
        : new Section(
            "agreed",
            words.say("report.agreed"),
            words.say("report.agreedCaption"),
            tables.agreed());
  }

  private String footer() {
    String hash = report.rulesHash();
    return words.say(
        report.running() ? "report.footerRunning" : "report.footer",
        words.moment(report.from(), report.zone()),
        words.moment(report.until(), report.zone()),
        report.zone().getId(),
        words.moment(report.generatedAt(), report.zone()),
        hash.substring(0, Math.min(7, hash.length())),
        totals.figures().due());
  }
}
