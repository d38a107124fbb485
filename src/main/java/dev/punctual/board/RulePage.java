package dev.punctual.board;

import dev.punctual.board.DeadlineList.Part;
import dev.punctual.board.Past.Deed;
import dev.punctual.board.RuleHistory.Version;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.Windows;
import dev.punctual.poll.Engine;
import dev.punctual.poll.SourceHealth;
import dev.punctual.report.Allowance;
import dev.punctual.report.Period;
import dev.punctual.report.Reports;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.rule.RuleSet.SourceFile;
import dev.punctual.web.Html;
import dev.punctual.web.ProblemException;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything the page of one rule shows. */
@Singleton
class RulePage {

  private static final int CHART_DAYS = 90;
  private static final int MOST_LINES = 80;

  private final RuleBook book;
  private final RuleHistory history;
  private final Reports reports;
  private final Engine engine;
  private final Windows windows;
  private final Rows rows;

  RulePage(
      RuleBook book,
      RuleHistory history,
      Reports reports,
      Engine engine,
      Windows windows,
      Rows rows) {
    this.book = book;
    this.history = history;
    this.reports = reports;
    this.engine = engine;
    this.windows = windows;
    this.rows = rows;
  }

  /**
   * What a reader asked of the page.
   *
   * @param at business date of the deadline to respond to, null for the one that needs it most
   * @param slot start of its slot, null without
   * @param refused why a form was not taken, null when none was
   */
  record Ask(
      String id,
      Part part,
      @Nullable LocalDate at,
      @Nullable Instant slot,
      @Nullable String refused,
      String author) {}

  /** What is known of the rule at a moment. */
  private record Facts(
      RuleSet rules,
      @Nullable Rule rule,
      List<Version> versions,
      List<Past> past,
      List<Deed> deeds,
      Period halfYear,
      @Nullable Allowance allowance,
      List<Maintenance> maintenance,
      ZoneId zone,
      LocalDate today) {

    String title() {
      return rule == null ? versions.getFirst().title() : rule.title();
    }

    /** Of this half-year, newest first. */
    List<Past> ofPeriod() {
      return past.stream().filter(p -> halfYear.contains(p.due().businessDate())).toList();
    }

    List<Past> ofChart() {
      LocalDate first = today.minusDays(CHART_DAYS);
      return past.stream()
          .filter(p -> !p.due().businessDate().isBefore(first))
          .filter(p -> !p.isWaiting())
          .toList();
    }

    /** Today's, else the newest: what the state now is about. */
    @Nullable Past current() {
      return past.stream()
          .filter(p -> p.look() == Look.OVERDUE || p.look() == Look.AT_RISK)
          .findFirst()
          .or(() -> past.stream().filter(p -> p.due().isOf(today)).findFirst())
          .or(() -> past.stream().findFirst())
          .orElse(null);
    }
  }

  /**
   * The model of the page.
   *
   * @throws ProblemException when there is and was no such rule
   */
  Map<String, Object> model(Ask ask, Words words, Instant now, ZoneId serviceZone) {
    Facts facts = rows.together(() -> read(ask.id(), now, serviceZone));
    Map<String, Instant> down = new HashMap<>();
    SourceHealth health = facts.rule() == null ? null : health(facts.rule().source(), now);
    if (health != null && health.trouble() != null) {
      down.put(health.name(), health.trouble().since());
    }
    SecondLine second = new SecondLine(words, now, down);
    Map<String, Object> model = new HashMap<>();
    model.put("id", ask.id());
    model.put("title", facts.title());
    model.put("team", team(facts, words));
    model.put("removed", facts.rule() == null);
    model.put("tiles", tiles(facts, second, words, now));
    charts(model, facts, words);
    list(model, ask, facts, second, words);
    respond(model, ask, facts, words);
    versions(model, facts, words);
    rule(model, facts, health, second, words, now);
    return model;
  }

  private @Nullable SourceHealth health(String source, Instant now) {
    return engine.health(now).stream()
        .filter(one -> one.name().equals(source))
        .findFirst()
        .orElse(null);
  }

  private Facts read(String id, Instant now, ZoneId serviceZone) {
    RuleSet rules = book.rules();
    Rule rule = rules.rules().get(id);
    List<Version> versions = history.versions(id);
    if (rule == null && versions.isEmpty()) {
      throw ProblemException.notFound(
          "No rule " + id,
          "There is and was no rule of this id. All rules stand on the Rules page.");
    }
    ZoneId zone = rule == null ? serviceZone : rule.timezone();
    LocalDate today = now.atZone(zone).toLocalDate();
    Period halfYear = reports.current(now);
    LocalDate chart = today.minusDays(CHART_DAYS);
    LocalDate from = halfYear.start().isBefore(chart) ? halfYear.start() : chart;
    List<Past> past =
        history.deadlines(id, from, today.plusDays(1)).stream()
            .filter(p -> !p.opensAt().isAfter(now) || p.due().isOf(today))
            .toList();
    return new Facts(
        rules,
        rule,
        versions,
        past,
        history.deeds(id, from),
        halfYear,
        rule != null && rule.counting().trial() ? null : reports.allowances(now).get(id),
        windows.and(rules, now),
        zone,
        today);
  }

  private static String team(Facts facts, Words words) {
    String team = facts.rule() == null ? facts.versions().getFirst().team() : facts.rule().team();
    return team == null ? words.say("team.none") : team;
  }

  private static List<Tile> tiles(Facts facts, SecondLine second, Words words, Instant now) {
    List<Tile> tiles = new ArrayList<>();
    Past current = facts.current();
    if (current == null) {
      tiles.add(Tile.plain("–", words.say("rule.tile.none")));
    } else {
      Look look = current.look();
      String tone = look.isMiss() ? "missed" : look == Look.AT_RISK ? "risk" : look.word();
      String when =
          current.due().isOf(facts.today()) ? words.say("rule.today") : current.when(words);
      tiles.add(
          Tile.toned(
              tone,
              words.say("state." + look.word()),
              words.say("rule.tile.state", when, spare(current, second, words))));
    }
    nextTile(tiles, facts, words, now);
    attainment(tiles, facts, words);
    used(tiles, facts, words);
    typical(tiles, facts, words);
    return tiles;
  }

  private static String spare(Past current, SecondLine second, Words words) {
    Instant arrived = current.due().arrivedAt();
    if (current.look() == Look.MET && arrived != null) {
      Duration spare = Duration.between(arrived, current.due().dueAt());
      return words.say("rule.tile.spare", words.duration(spare));
    }
    return second.of(current.due());
  }

  private static void nextTile(List<Tile> tiles, Facts facts, Words words, Instant now) {
    List<Deadline> next =
        facts.rule() == null
            ? List.of()
            : new RuleSide(facts.rule(), facts.rules(), now, words).next();
    if (next.isEmpty()) {
      tiles.add(Tile.plain("–", words.say("rule.tile.noNext")));
      return;
    }
    Deadline first = next.getFirst();
    tiles.add(
        Tile.plain(
            words.shortDate(first.businessDate()),
            words.say(
                "rule.tile.next",
                words.weekday(first.businessDate()),
                words.timeOn(first.dueAt(), first.timezone(), first.businessDate()))));
  }

  private static void attainment(List<Tile> tiles, Facts facts, Words words) {
    long met =
        facts.ofPeriod().stream().filter(p -> p.isCounted() && "met".equals(p.verdict())).count();
    long counted = facts.ofPeriod().stream().filter(Past::isCounted).count();
    BigDecimal objective = facts.rule() == null ? null : facts.rule().counting().objective();
    String judged = words.say("rule.tile.judged", met, counted);
    tiles.add(
        Tile.plain(
            words.percent(Cells.share(met, counted)),
            objective == null
                ? judged
                : words.say("rule.tile.objective", judged, words.objective(objective))));
  }

  private static void used(List<Tile> tiles, Facts facts, Words words) {
    Allowance allowance = facts.allowance();
    if (allowance == null) {
      tiles.add(Tile.plain("–", words.say("rule.tile.noAllowance")));
      return;
    }
    String tone =
        switch (allowance.level()) {
          case CALM -> "";
          case NEAR -> "risk";
          case FULL -> "missed";
        };
    tiles.add(
        Tile.toned(
            tone,
            words.say("used.of", allowance.used(), allowance.allowed()),
            words.say("rule.tile.used", words.date(facts.halfYear().end().minusDays(1)))));
  }

  private static void typical(List<Tile> tiles, Facts facts, Words words) {
    List<Past> typical = facts.ofChart().stream().filter(Past::isTypical).toList();
    if (typical.size() < 5) {
      tiles.add(Tile.plain("–", words.say("rule.tile.noTypical")));
      tiles.add(Tile.plain("–", words.say("rule.tile.noBand")));
      return;
    }
    List<Double> minutes =
        typical.stream()
            .map(p -> p.minutes(Objects.requireNonNull(p.due().arrivedAt())))
            .sorted()
            .toList();
    Past like = typical.getFirst();
    tiles.add(
        Tile.plain(
            clock(like, Percentile.of(minutes, 0.5), words), words.say("rule.tile.typical")));
    tiles.add(
        Tile.plain(
            clock(like, Percentile.of(minutes, 0.1), words)
                + " – "
                + clock(like, Percentile.of(minutes, 0.9), words),
            words.say("rule.tile.band")));
  }

  private static String clock(Past like, double minutes, Words words) {
    if (like.due().slot() != null) {
      return (minutes < 0 ? "−" : "+") + words.duration(Duration.ofSeconds((long) (minutes * 60)));
    }
    return words.time(like.base().plusSeconds((long) (minutes * 60)), like.zone());
  }

  private static void charts(Map<String, Object> model, Facts facts, Words words) {
    List<Past> past = facts.ofChart();
    LocalDate first = facts.today().minusDays(CHART_DAYS);
    model.put("chart", new ArrivalChart(past, first, facts.today(), words).draw().toString());
    WeekdayChart weekdays = new WeekdayChart(past, words);
    model.put("weekdays", weekdays.isEmpty() ? "" : weekdays.draw().toString());
    model.put("weekdayFinding", weekdays.finding());
    model.put("legend", chartLegend(words).toString());
  }

  private static Html chartLegend(Words words) {
    Html html = Html.empty().put("<p class=\"legend\">");
    for (String tone : List.of("met", "late", "excused")) {
      html.add(
          "<span><svg width=\"10\" height=\"10\" class=\"chart-key\" aria-hidden=\"true\">"
              + "<circle class=\"pt {}\" r=\"3.6\" cx=\"5\" cy=\"5\"/></svg>{}</span>",
          tone,
          words.say("legend." + tone));
    }
    html.add("<span><i class=\"u\"></i>{}</span>", words.say("legend.unknown"));
    return html.add("<span><i class=\"band\"></i>{}</span></p>", words.say("legend.band"));
  }

  private static void list(
      Map<String, Object> model, Ask ask, Facts facts, SecondLine second, Words words) {
    List<Past> period = facts.ofPeriod();
    DeadlineList list = new DeadlineList(ask.id(), period, facts.deeds(), second, words);
    model.put("period", facts.halfYear().title(words.locale()));
    model.put("choices", list.choices(ask.part()));
    model.put("sum", list.sum());
    model.put("deadlines", period.isEmpty() ? "" : list.draw(ask.part()).toString());
    model.put(
        "cut",
        facts.past().size() == RuleHistory.MOST ? words.say("list.cut", RuleHistory.MOST) : "");
  }

  /** The deadline the forms are about: the asked one, else the newest in need, else the newest. */
  private static void respond(Map<String, Object> model, Ask ask, Facts facts, Words words) {
    Past subject =
        facts.past().stream()
            .filter(p -> ask.at() != null && p.due().businessDate().equals(ask.at()))
            .filter(p -> ask.slot() == null || ask.slot().equals(p.due().slot()))
            .findFirst()
            .or(() -> facts.past().stream().filter(p -> p.look().needsAttention()).findFirst())
            .or(() -> facts.past().stream().findFirst())
            .orElse(null);
    model.put("refused", ask.refused() == null ? "" : ask.refused());
    model.put("author", ask.author());
    model.put("subject", subject == null ? "" : subject.when(words));
    if (subject == null) {
      return;
    }
    boolean opened = subject.look() != Look.WAITING;
    model.put("subjectDate", subject.due().businessDate().toString());
    model.put("subjectSlot", Objects.toString(subject.due().slot(), ""));
    model.put("subjectPill", subject.look().pill(words).toString());
    model.put("subjectDue", words.time(subject.due().dueAt(), subject.zone()));
    model.put("acknowledged", Objects.toString(subject.due().acknowledgedBy(), ""));
    model.put("excused", subject.excusal() != null);
    model.put("opened", opened);
    model.put(
        "excusals", options(Stream.of(ExcusalCategory.values()).map(ExcusalCategory::word), words));
    model.put("causes", options(Stream.of(CauseCategory.values()).map(CauseCategory::word), words));
  }

  private static List<Choice> options(Stream<String> categories, Words words) {
    return categories.map(word -> new Choice(words.say("category." + word), word, false)).toList();
  }

  private static void versions(Map<String, Object> model, Facts facts, Words words) {
    Html html = Html.empty().put("<dl class=\"dl\">");
    for (Version version : facts.versions()) {
      html.add(
          "<dt>{}</dt><dd>{}<span class=\"second mono\">{}</span></dd>",
          words.date(version.since().atZone(facts.zone()).toLocalDate()),
          version.change(),
          brief(version.version()));
    }
    model.put("changes", facts.versions().isEmpty() ? "" : html.put("</dl>").toString());
  }

  static String brief(String version) {
    return version.length() > 7 ? version.substring(0, 7) : version;
  }

  private static void rule(
      Map<String, Object> model,
      Facts facts,
      @Nullable SourceHealth health,
      SecondLine second,
      Words words,
      Instant now) {
    Rule rule = facts.rule();
    Past current = facts.current();
    model.put("pill", current == null ? "" : current.look().pill(words).toString());
    if (rule == null) {
      return;
    }
    RuleSide side = new RuleSide(rule, facts.rules(), now, words);
    List<Deadline> next = side.next();
    model.put("promise", new PromiseText(words).sentence(rule).toString());
    model.put("description", Objects.toString(rule.about().description(), ""));
    model.put("runbook", Objects.toString(rule.about().runbook(), ""));
    model.put("source", rule.source());
    model.put("stateNow", side.state(current, health, second).toString());
    model.put("next", next.isEmpty() ? "" : side.nextTable(next).toString());
    model.put("nextNotes", side.notes(next, facts.maintenance()));
    model.put("hears", side.hears().toString());
    model.put("yaml", yaml(facts.rules(), rule));
    model.put("place", rule.origin().file() + ":" + rule.origin().line());
    model.put("version", brief(rule.version()));
  }

  private static String yaml(RuleSet rules, Rule rule) {
    int last = Math.min(rule.origin().endLine(), rule.origin().line() + MOST_LINES);
    return rules.files().stream()
        .filter(file -> file.path().equals(rule.origin().file()))
        .findFirst()
        .map(SourceFile::text)
        .map(text -> Code.lines(text, rule.origin().line(), last).toString())
        .orElse("");
  }
}
