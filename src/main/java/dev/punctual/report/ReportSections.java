package dev.punctual.report;

import dev.punctual.report.Bars.Bar;
import dev.punctual.report.Section.Tile;
import dev.punctual.web.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of the report below its table of rules. */
final class ReportSections {
  private static final List<Duration> LATE_LIMITS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4));

  private static final List<Duration> RESPONSE_LIMITS = LATE_LIMITS.subList(0, 4);

  private final Words words;
  private final Report report;
  private final Details details;
  private final PeriodSummary summary;
  private final List<Erratum> errata;
  private final TableParts parts;
  private final Spread late;
  private final Spread response;
  private final Spread recovery;

  ReportSections(Words words, FullReport full, List<Erratum> errata) {
    this.words = words;
    this.report = full.report();
    this.details = full.details();
    this.summary = full.summary(full.frozen() != null);
    this.errata = errata;
    this.parts = new TableParts(words, report);
    this.late = Spread.of(details.misses().stream().map(Miss::lateness));
    this.response = Spread.of(details.misses().stream().map(Miss::untilAcknowledged));
    this.recovery = Spread.of(details.misses().stream().map(Miss::fromAcknowledgedToArrival));
  }

  Spread late() {
    return late;
  }

  Spread response() {
    return response;
  }

  /** Everything the template shows of them. */
  void into(Map<String, Object> model, @Nullable String asked) {
    CauseTables causes = new CauseTables(parts, details, summary);
    model.put("causes", causes(causes));
    history(model, causes);
    model.put("charts", List.of(lateness(), responses()));
    model.put("noise", noise());
    sums(model, asked);
    model.put("compared", compared());
    model.put("misses", misses());
    model.put("excused", excused());
    Section changes = changes();
    model.put("pair", Stream.of(unknown(), changes).filter(Objects::nonNull).toList());
    model.put("changed", changes != null);
    model.put("freshness", freshness());
    model.put("agreed", agreed());
    model.put("errata", errata());
  }

  private void history(Map<String, Object> model, CauseTables causes) {
    boolean any = !details.past().isEmpty();
    model.put("history", any ? history(causes) : null);
    model.put("historyLegend", causes.legend());
    model.put("historyTable", causes.table());
  }

  private Section history(CauseTables causes) {
    boolean allFrozen = details.past().stream().allMatch(PeriodSummary::frozen);
    String caption =
        words.say("report.historyCaption")
            + (allFrozen ? words.say("report.space") + words.say("report.historyFrozen") : "");
    return new Section(
        "history", words.say("report.history." + causes.length()), caption, causes.chart());
  }

  private void sums(Map<String, Object> model, @Nullable String asked) {
    SumTables sums = new SumTables(parts);
    model.put(
        "teams",
        new Section(
            "teams",
            words.say("report.byTeam"),
            words.say("report.sums"),
            sums.totals(report.byTeam(), "report.team", words.say("team.none"))));
    List<String> labels = report.labels();
    String label =
        asked != null && labels.contains(asked)
            ? asked
            : labels.isEmpty() ? null : labels.getFirst();
    model.put("labels", labels);
    model.put("label", label == null ? "" : label);
    if (label != null) {
      model.put("byLabel", sums.totals(report.byLabel(label), "report.value", "–"));
    }
  }

  /** This period beside the one before, and the rules that moved; none where nothing was before. */
  private List<Section> compared() {
    PeriodSummary before = details.before();
    if (before == null || before.figures().due() == 0) {
      return List.of();
    }
    SumTables sums = new SumTables(parts);
    String title = report.period().previous().title(words.locale());
    List<Section> compared = new ArrayList<>();
    compared.add(
        new Section(
            "compare",
            words.say("report.compared", title),
            words.say(before.frozen() ? "report.comparedFrozen" : "report.comparedLive", title),
            sums.compared(summary, before)));
    if (sums.anyMoved(before)) {
      compared.add(
          new Section(
              "moved",
              words.say("report.moved"),
              words.say("report.movedCaption"),
              sums.movedTable(before)));
    }
    return List.copyOf(compared);
  }

  private Section causes(CauseTables causes) {
    long given = details.misses().stream().filter(miss -> miss.cause() != null).count();
    String caption =
        words.say("report.causesCaption", details.misses().size(), given, details.incidents());
    return new Section("causes", words.say("report.causes"), caption, causes.now());
  }

  private Section lateness() {
    List<Integer> counts = late.histogram(LATE_LIMITS);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      bars.add(new Bar(words.say("report.late." + i), counts.get(i), "bar-late"));
    }
    int never = report.totals().figures().neverArrived();
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

  private Section responses() {
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

  private @Nullable Section misses() {
    return details.misses().isEmpty()
        ? null
        : new Section(
            "misses",
            words.say("report.everyMiss"),
            words.say("report.everyMissCaption", report.zone().getId()),
            new MissTable(parts).write(details.misses()));
  }

  private @Nullable Section excused() {
    if (details.excused().isEmpty()) {
      return null;
    }
    Figures figures = report.totals().figures();
    return new Section(
        "exclusions",
        words.say("report.excusedWhy"),
        words.count(
            "report.excusedCaption",
            details.excused().size(),
            figures.rawAttainment(),
            figures.attainment()),
        new ExclusionTables(parts).excused(details.excused()));
  }

  private @Nullable Section unknown() {
    return details.unknown().isEmpty()
        ? null
        : new Section(
            "unknown",
            words.say("report.unknownWhy"),
            words.count(
                "report.unknownCaption",
                details.unknown().size(),
                report.totals().figures().coverage()),
            new ExclusionTables(parts).unknown(details.unknown()));
  }

  private @Nullable Section changes() {
    return details.changes().isEmpty()
        ? null
        : new Section(
            "changes",
            words.say("report.changes"),
            words.say("report.changesCaption"),
            new PromiseTables(parts).changes(details.changes()));
  }

  private @Nullable Section noise() {
    Noise.Heard all = details.noise().all();
    return all.messages() == 0
        ? null
        : new Section(
            "noise",
            words.say("report.noise"),
            words.say("report.noiseCaption", all.messages(), all.acted(), all.share()),
            new OtherTables(parts).noise(details.noise()));
  }

  private @Nullable Section freshness() {
    return report.freshness().isEmpty()
        ? null
        : new Section(
            "freshness",
            words.say("report.freshness"),
            words.say("report.freshnessCaption"),
            new OtherTables(parts).freshness(report.freshness()));
  }

  private @Nullable Section agreed() {
    return report.lines().stream().allMatch(line -> line.named().agreed() == null)
        ? null
        : new Section(
            "agreed",
            words.say("report.agreed"),
            words.say("report.agreedCaption"),
            new PromiseTables(parts).agreed());
  }

  private @Nullable Section errata() {
    return errata.isEmpty()
        ? null
        : new Section(
            "errata",
            words.say("report.errata"),
            words.say("report.errataCaption"),
            new PromiseTables(parts).errata(errata));
  }
}
