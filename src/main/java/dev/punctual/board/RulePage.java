package dev.punctual.board;

import dev.punctual.board.DeadlineList.Part;
import dev.punctual.board.RuleHistory.Version;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.RerunRights;
import dev.punctual.poll.Engine;
import dev.punctual.poll.SourceHealth;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.SourceFile;
import dev.punctual.web.Html;
import dev.punctual.web.ProblemException;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything the page of one rule shows. */
@Singleton
class RulePage {

  private static final int MOST_LINES = 80;

  private final RuleFacts.Reader reader;
  private final Engine engine;
  private final RerunRights rerunRights;

  RulePage(RuleFacts.Reader reader, Engine engine, RerunRights rerunRights) {
    this.rerunRights = rerunRights;
    this.reader = reader;
    this.engine = engine;
  }

  /**
   * What a reader asked of the page.
   *
   * @param page of the list of breaches, from 1
   * @param at business date of the deadline to respond to, null for the one that needs it most
   * @param slot start of its slot, null without
   * @param refused why a form was not taken, null when none was
   */
  record Ask(
      String id,
      Part part,
      int page,
      @Nullable LocalDate at,
      @Nullable Instant slot,
      @Nullable String refused,
      String author) {}

  /**
   * The model of the page.
   *
   * @throws ProblemException when there is and was no such rule
   */
  Map<String, Object> model(Ask ask, Words words, Instant now, ZoneId serviceZone) {
    RuleFacts facts = reader.read(ask.id(), now, serviceZone);
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
    model.put("tiles", new RuleTiles(facts, second, words, now).draw());
    charts(model, facts, words);
    list(model, ask, facts, second, words);
    breaches(model, ask, facts, words, now);
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

  private static String team(RuleFacts facts, Words words) {
    String team = facts.rule() == null ? facts.versions().getFirst().team() : facts.rule().team();
    return team == null ? words.say("team.none") : team;
  }

  private static void charts(Map<String, Object> model, RuleFacts facts, Words words) {
    List<Past> past = facts.ofChart();
    LocalDate first = facts.today().minusDays(RuleFacts.CHART_DAYS);
    model.put("chart", new ArrivalChart(past, first, facts.today(), words).draw().toString());
    WeekdayChart weekdays = new WeekdayChart(past, words);
    model.put("weekdays", weekdays.isEmpty() ? "" : weekdays.draw().toString());
    model.put("weekdayFinding", weekdays.finding());
    WeekChart weeks = new WeekChart(facts.past(), words);
    model.put("weeks", weeks.isEmpty() ? "" : weeks.draw().toString());
    model.put("weekFinding", weeks.finding());
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
      Map<String, Object> model, Ask ask, RuleFacts facts, SecondLine second, Words words) {
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

  private static void breaches(
      Map<String, Object> model, Ask ask, RuleFacts facts, Words words, Instant now) {
    BreachList list =
        new BreachList(ask.id(), facts.breaches(), facts.breachDeeds(), words, facts.zone(), now);
    boolean none = facts.breaches().isEmpty();
    model.put("fresh", facts.isFreshness());
    model.put("breachPages", list.pages(ask.page()));
    model.put("breachSum", none ? "" : list.sum());
    model.put("breaches", none ? "" : list.draw(ask.page()).toString());
  }

  /** The deadline the forms are about: the asked one, else the newest in need, else the newest. */
  private void respond(Map<String, Object> model, Ask ask, RuleFacts facts, Words words) {
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
    model.put("subjectRule", subject.due().rule());
    model.put("subjectDate", subject.due().businessDate().toString());
    model.put("subjectSlot", Objects.toString(subject.due().slot(), ""));
    model.put("subjectPill", subject.look().pill(words).toString());
    model.put("subjectDue", words.time(subject.due().dueAt(), subject.zone()));
    model.put("acknowledged", Objects.toString(subject.due().acknowledgedBy(), ""));
    model.put("excused", subject.excusal() != null);
    model.put("opened", opened);
    model.put("rerun", subject.isUnsettled() && rerunRights.allows(facts.rule()));
    model.put(
        "excusals", options(Stream.of(ExcusalCategory.values()).map(ExcusalCategory::word), words));
    model.put("causes", options(Stream.of(CauseCategory.values()).map(CauseCategory::word), words));
  }

  private static List<Choice> options(Stream<String> categories, Words words) {
    return categories.map(word -> new Choice(words.say("category." + word), word, false)).toList();
  }

  private static void versions(Map<String, Object> model, RuleFacts facts, Words words) {
    Html html = Html.empty().put("<dl class=\"dl\">");
    for (Version version : facts.versions()) {
      html.add(
          "<dt>{}</dt><dd>{}<span class=\"second mono\">{}</span></dd>",
          words.date(version.since().atZone(facts.zone()).toLocalDate()),
          words.reason(version.change()),
          brief(version.version()));
    }
    model.put("changes", facts.versions().isEmpty() ? "" : html.put("</dl>").toString());
  }

  static String brief(String version) {
    return version.length() > 7 ? version.substring(0, 7) : version;
  }

  private static void rule(
      Map<String, Object> model,
      RuleFacts facts,
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
