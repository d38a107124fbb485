package dev.punctual.board;

import dev.punctual.board.Board.Today;
import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Figures;
import dev.punctual.report.Reports;
import dev.punctual.rule.Rule;
import dev.punctual.web.Pages;
import dev.punctual.web.Tab;
import dev.punctual.web.Words;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Today: is anything wrong right now, and what will be? */
@Controller(produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class TodayController {

  /** From more rules on, what needs attention is shown in full and the rest folded. */
  private static final int MANY = 40;

  private static final int MOST_CHOICES = 200;

  private final Board board;
  private final Reports reports;
  private final RuleBook book;
  private final FirstSteps firstSteps;
  private final Pages pages;

  TodayController(Board board, Reports reports, RuleBook book, FirstSteps firstSteps, Pages pages) {
    this.board = board;
    this.reports = reports;
    this.book = book;
    this.firstSteps = firstSteps;
    this.pages = pages;
  }

  @Get("/")
  HttpResponse<String> today(HttpRequest<?> request) {
    Words words = pages.words(request);
    Instant now = pages.now();
    ZoneId zone = pages.zone();
    Today today = board.today(now, zone);
    if (today.rows().isEmpty() && book.rules().rules().isEmpty()) {
      return pages.show(
          request, Tab.TODAY, "first-steps", words.say("nav.today"), firstSteps.model(words, now));
    }
    Wish wish = Wish.of(request.getParameters());
    return pages.show(
        request, Tab.TODAY, "today", words.say("nav.today"), model(today, wish, words, now, zone));
  }

  private Map<String, Object> model(Today today, Wish wish, Words words, Instant now, ZoneId zone) {
    TodayFigures figures = new TodayFigures(today.rows());
    boolean many = figures.all() > MANY;
    List<BoardRow> wanted = today.rows().stream().filter(wish::wants).toList();
    DayAxis axis = DayAxis.of(today.rows(), now, zone);
    TodayTable table = new TodayTable(today, axis, words);
    Map<String, Object> model = new HashMap<>();
    model.put("sentence", figures.sentence(words, zone));
    model.put("lead", figures.lead(words, today.date()));
    model.put("tiles", tiles(figures, many, words, now, zone));
    model.put("attainment", attainment(figures, many, words, now));
    model.put("choices", many ? views(wish, figures, words) : shows(wish, figures, words));
    model.put("wish", wish);
    model.put("here", wish.link());
    model.put("teams", many ? teams(today.rows()) : List.of());
    model.put("labels", many ? labels(today.rows()) : List.of());
    model.put("legend", legend(many, words).toString());
    model.put("idle", today.idle() == 0 ? "" : words.count("board.idle", today.idle()));
    model.put("many", many);
    boolean folded = many && (wish.view().isEmpty() || wish.view().equals("attention"));
    tables(model, table, wish, wanted, folded, words);
    return model;
  }

  private static void tables(
      Map<String, Object> model,
      TodayTable table,
      Wish wish,
      List<BoardRow> wanted,
      boolean folded,
      Words words) {
    model.put("attention", "");
    model.put("narrow", "");
    model.put("table", "");
    model.put("teamsHead", "");
    model.put("sum", "");
    if (wanted.isEmpty()) {
      return;
    }
    if (folded) {
      TodayFolded writer = new TodayFolded(table, wish, words);
      int teams = TodayTable.teams(wanted).size();
      model.put("attention", writer.attention(wanted).toString());
      model.put("table", writer.teams(wanted).toString());
      model.put("teamsHead", words.count("teams.head", teams));
      model.put("sum", new TodayFigures(wanted).sum(words));
      return;
    }
    List<BoardRow> shown = wanted.stream().filter(row -> isShown(row, wish)).toList();
    if (shown.isEmpty()) {
      return;
    }
    model.put(
        "table",
        switch (wish.view()) {
          case "due" -> table.byDue(shown).toString();
          case "all" -> table.plain(shown).toString();
          default -> table.byTeam(shown).toString();
        });
    if (shown.size() <= MANY) {
      model.put("narrow", table.narrow(shown).toString());
    }
  }

  private static boolean isShown(BoardRow row, Wish wish) {
    return switch (wish.show()) {
      case "attention" -> row.look().needsAttention();
      case "waiting" -> row.look() == Look.WAITING;
      default -> true;
    };
  }

  private static List<Tile> tiles(
      TodayFigures figures, boolean many, Words words, Instant now, ZoneId zone) {
    List<Tile> tiles = new ArrayList<>();
    int overdue = figures.of(Look.OVERDUE);
    int risk = figures.of(Look.AT_RISK);
    int unknown = figures.of(Look.UNKNOWN);
    tiles.add(
        Tile.toned(overdue > 0 ? "missed" : "", words.number(overdue), words.say("tile.overdue")));
    tiles.add(Tile.toned(risk > 0 ? "risk" : "", words.number(risk), words.say("tile.at_risk")));
    tiles.add(Tile.plain(words.number(figures.of(Look.MET)), words.say("tile.met")));
    Instant next = figures.next(now);
    String waiting =
        many && next != null
            ? words.say("tile.waitingNext", words.time(next, zone))
            : words.say("tile.waiting");
    tiles.add(Tile.plain(words.number(figures.of(Look.WAITING)), waiting));
    String source = unknown > 1 ? figures.unknownSource() : null;
    tiles.add(
        Tile.plain(
            words.number(unknown), words.say(source == null ? "tile.unknown" : "tile.unknownOne")));
    return tiles;
  }

  private Tile attainment(TodayFigures figures, boolean many, Words words, Instant now) {
    Figures total = reports.total(reports.current(now));
    BigDecimal share = Cells.share(total.met(), (long) total.met() + total.missed());
    long overspent = figures.overspent();
    String text =
        many && overspent > 0
            ? words.count("tile.attainmentOverspent", overspent)
            : objectives(words);
    return Tile.plain(words.percent(share), text);
  }

  private String objectives(Words words) {
    SortedSet<BigDecimal> objectives = new TreeSet<>();
    for (Rule rule : book.rules().rules().values()) {
      if (!rule.counting().trial()) {
        objectives.add(rule.counting().objective());
      }
    }
    if (objectives.isEmpty()) {
      return words.say("tile.attainment");
    }
    String least = words.objective(objectives.first());
    return objectives.size() == 1
        ? words.say("tile.attainmentObjective", least)
        : words.say("tile.attainmentObjectives", least, words.objective(objectives.last()));
  }

  private static List<Choice> shows(Wish wish, TodayFigures figures, Words words) {
    return List.of(
        new Choice(words.say("show.all"), wish.withShow("").link(), wish.show().isEmpty()),
        new Choice(
            words.say("show.attention", figures.attention()),
            wish.withShow("attention").link(),
            wish.show().equals("attention")),
        new Choice(
            words.say("show.waiting", figures.of(Look.WAITING)),
            wish.withShow("waiting").link(),
            wish.show().equals("waiting")));
  }

  private static List<Choice> views(Wish wish, TodayFigures figures, Words words) {
    String view = wish.view().isEmpty() ? "attention" : wish.view();
    List<Choice> choices = new ArrayList<>();
    for (String other : List.of("attention", "team", "due", "all")) {
      String text =
          other.equals("all") ? words.say("view.all", figures.all()) : words.say("view." + other);
      String asked = other.equals("attention") ? "" : other;
      choices.add(new Choice(text, wish.withView(asked).link(), view.equals(other)));
    }
    return choices;
  }

  private static List<String> teams(List<BoardRow> rows) {
    SortedSet<String> teams = new TreeSet<>();
    for (BoardRow row : rows) {
      if (row.team() != null) {
        teams.add(row.team());
      }
    }
    return List.copyOf(teams);
  }

  private static List<String> labels(List<BoardRow> rows) {
    SortedSet<String> labels = new TreeSet<>();
    rows.forEach(row -> row.labels().forEach((name, value) -> labels.add(name + ":" + value)));
    return labels.stream().limit(MOST_CHOICES).toList();
  }

  private static dev.punctual.web.Html legend(boolean many, Words words) {
    return Cells.legend(
        words,
        many
            ? List.of("m:met", "l:late", "n:missed", "r:risk", "u:unknown", "w:waiting")
            : List.of("m:met", "l:late", "n:missed", "r:risk", "u:unknown", "e:excused"));
  }
}
