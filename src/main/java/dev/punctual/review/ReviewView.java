package dev.punctual.review;

import dev.punctual.alert.Bulletins.Standing;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.report.Figures;
import dev.punctual.report.Noise.Heard;
import dev.punctual.report.PromiseChange;
import dev.punctual.review.Items.Option;
import dev.punctual.review.Marks.Mark;
import dev.punctual.review.Review.Closed;
import dev.punctual.review.Review.Found;
import dev.punctual.review.Review.Left;
import dev.punctual.web.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the template of a review is given: words and finished markup. */
final class ReviewView {

  /** More are counted and linked, so that a bad week still opens. */
  private static final int MOST = 100;

  private static final int MOST_JUST = 5;
  private static final int MOST_ROWS = 12;

  private final Review review;
  private final Words words;
  private final Items items;

  ReviewView(Review review, Words words) {
    this.review = review;
    this.words = words;
    this.items = new Items(review, words);
  }

  /**
   * What a reader asked of the page.
   *
   * @param show {@code open}, {@code unknown} or empty for all
   * @param refused why a form was not taken, empty when none was
   * @param refusedAt the part of the page that form stands in, empty when none
   */
  record Ask(String team, String show, String author, String refused, String refusedAt) {}

  /** A link that says whether it is where one is. */
  record Choice(String text, String link, boolean here) {}

  /** A row of the allowances. */
  record LeftRow(
      String title,
      String link,
      String used,
      String tone,
      String runsOut,
      String urgency,
      int share) {}

  /** A dated line beside the misses. */
  record Line(String date, String title, String link, String text, String small) {}

  /** A row of the noise. */
  record NoiseRow(String title, String link, long messages, String acted, boolean never) {}

  /** A row of the actions. */
  record ActionRow(
      long id,
      String text,
      String owner,
      String due,
      String about,
      String since,
      String closed,
      boolean open,
      boolean late) {}

  /**
   * The model.
   *
   * @param posted where the posted summary stands, null while nobody posted it
   * @param marks of this week and those before it
   */
  Map<String, Object> model(
      Ask ask, List<String> teams, @Nullable Standing posted, Map<Week, Mark> marks) {
    Map<String, Object> model = new HashMap<>();
    model.put("week", review.week().id());
    model.put("weekTitle", words.say("review.week", review.week().number()));
    model.put("number", review.week().number());
    model.put("ask", ask);
    model.put("teams", teams);
    model.put("chips", chips(ask));
    model.put("sentence", sentence());
    model.put("lead", lead());
    model.put("earlier", earlier(marks));
    model.put("shows", shows(ask));
    items(model, ask);
    model.put("just", just());
    model.put("justLead", justLead());
    model.put("left", left());
    model.put("leftRest", leftRest());
    model.put("changes", changes());
    model.put("windows", review.changed().windows().stream().map(this::window).toList());
    model.put("risks", risks());
    model.put("riskLead", nextWeek());
    model.put("noise", noise());
    model.put("noiseLead", noiseLead());
    model.put("actions", review.actions().stream().map(this::action).toList());
    model.put("nextWeek", review.week().plus(1).sunday().minusDays(2).toString());
    model.put("mark", mark());
    model.put("posted", posted == null ? "" : posted(posted));
    model.put("progress", progress());
    model.put("done", review.explained());
    model.put("all", review.lapses().size());
    model.put("running", !review.isOver());
    model.put("causes", options(Stream.of(CauseCategory.values()).map(CauseCategory::word)));
    model.put("excusals", options(Stream.of(ExcusalCategory.values()).map(ExcusalCategory::word)));
    return model;
  }

  private List<Option> options(Stream<String> known) {
    return Items.options(words, known.toList());
  }

  private void items(Map<String, Object> model, Ask ask) {
    List<Found> all = review.lapses();
    List<Item> shown =
        IntStream.range(0, all.size())
            .filter(i -> isShown(all.get(i).lapse(), ask.show()))
            .mapToObj(i -> items.of(all.get(i), i + 1))
            .toList();
    model.put("items", shown.stream().limit(MOST).toList());
    model.put("cut", shown.size() > MOST ? words.say("review.cut", MOST, shown.size() - MOST) : "");
  }

  private static boolean isShown(Lapse lapse, String show) {
    return switch (show) {
      case "open" -> lapse.isOpen();
      case "unknown" -> lapse instanceof Lapse.Late late && late.isUnknown();
      default -> true;
    };
  }

  private String at(Week week, String show) {
    List<String> query = new ArrayList<>();
    if (!review.team().isEmpty()) {
      query.add(
          "team="
              + java.net.URLEncoder.encode(review.team(), java.nio.charset.StandardCharsets.UTF_8));
    }
    if (!show.isEmpty()) {
      query.add("show=" + show);
    }
    return "/review/" + week.id() + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  /** Two weeks before, the one shown, and the one after where it has begun. */
  private List<Choice> chips(Ask ask) {
    List<Choice> chips = new ArrayList<>();
    for (int i = -2; i <= 1; i++) {
      Week week = review.week().plus(i);
      if (!week.hasBegun(review.now(), review.zone())) {
        continue;
      }
      String name = words.say("review.week", week.number());
      if (i == 0) {
        name = words.say("review.weekFromTo", name, span(week));
      }
      if (!week.isOver(review.now(), review.zone())) {
        name = words.say("review.weekRunning", name);
      }
      chips.add(new Choice(i == -2 ? "‹ " + name : name, at(week, ask.show()), i == 0));
    }
    return chips;
  }

  /** {@code 16 to 22 November}. */
  private String span(Week week) {
    return words.say("review.span", words.shortDate(week.monday()), words.shortDate(week.sunday()));
  }

  String sentence() {
    if (review.lapses().isEmpty()) {
      return words.say(review.isOver() ? "review.none" : "review.noneYet");
    }
    List<String> parts = new ArrayList<>();
    count(parts, "review.misses", review.misses());
    count(parts, "review.unknowns", review.unknowns());
    count(parts, "review.breaches", review.breaches());
    if (parts.isEmpty()) {
      parts.add(words.say("review.noMisses"));
    }
    long open = review.open();
    return words.say(
        "review.sentence",
        words.list(parts),
        open == 0
            ? words.say("review.allSaid")
            : open == review.lapses().size()
                ? words.say("review.noneSaid")
                : words.count("review.someSaid", open));
  }

  private void count(List<String> parts, String key, long number) {
    if (number > 0) {
      parts.add(words.count(key, number));
    }
  }

  String lead() {
    Figures figures = review.count().figures();
    String sum =
        words.say(
            "review.lead",
            span(review.week()),
            review.zone(),
            figures.due(),
            figures.met(),
            figures.missed(),
            figures.unknown(),
            figures.excused(),
            figures.attainment());
    return review.count().open() == 0
        ? sum
        : sum + words.count("review.leadOpen", review.count().open());
  }

  private String earlier(Map<Week, Mark> marks) {
    Week before = review.week().plus(-1);
    Mark mark = marks.get(before);
    return mark == null
        ? ""
        : words.say(
            "review.reviewedBefore",
            before.number(),
            mark.author(),
            words.stamp(mark.at(), review.zone()));
  }

  private List<Choice> shows(Ask ask) {
    long unknown =
        review.lapses().stream().filter(found -> isShown(found.lapse(), "unknown")).count();
    return List.of(
        show("review.show.all", review.lapses().size(), "", ask),
        show("review.show.open", review.open(), "open", ask),
        show("review.show.unknown", unknown, "unknown", ask));
  }

  private Choice show(String key, long number, String show, Ask ask) {
    return new Choice(words.say(key, number), at(review.week(), show), ask.show().equals(show));
  }

  private List<Line> just() {
    return review.just().stream()
        .limit(MOST_JUST)
        .map(
            one ->
                new Line(
                    words.weekday(one.businessDate()),
                    review.title(one.rule()),
                    "/rules/" + one.rule() + "?at=" + one.businessDate(),
                    words.duration(one.spare()),
                    ""))
        .toList();
  }

  private String justLead() {
    long met = review.count().figures().met();
    String head = words.count("review.met", met);
    return review.just().isEmpty()
        ? head
        : head
            + words.count("review.just", review.just().size(), words.duration(WeekFigures.NARROW));
  }

  private List<LeftRow> left() {
    return review.left().stream()
        .filter(one -> one.used() > 0)
        .limit(MOST_ROWS)
        .map(
            one ->
                new LeftRow(
                    review.title(one.rule()),
                    "/rules/" + one.rule(),
                    words.say("used.of", one.used(), one.allowed()),
                    tone(one),
                    runsOut(one),
                    urgency(one),
                    one.allowed() == 0
                        ? 100
                        : (int) Math.min(100, Math.round(100.0 * one.used() / one.allowed()))))
        .toList();
  }

  private static String urgency(Left left) {
    return switch (left.state()) {
      case OVER, FULL -> "text-missed";
      case RUNS_OUT -> "text-risk";
      case LASTS -> "muted";
    };
  }

  private static String tone(Left left) {
    Allowance allowance = new Allowance(java.math.BigDecimal.valueOf(left.allowed()), left.used());
    return switch (allowance.level()) {
      case CALM -> "";
      case NEAR -> "near";
      case FULL -> "full";
    };
  }

  String runsOut(Left left) {
    LocalDate on = left.on();
    return switch (left.state()) {
      case OVER ->
          on == null
              ? words.say("review.over")
              : words.say("review.overSince", words.shortDate(on));
      case FULL -> words.say("review.full");
      case RUNS_OUT -> words.shortDate(Objects.requireNonNull(on));
      case LASTS -> words.say("review.lasts");
    };
  }

  private String leftRest() {
    List<String> unused =
        review.left().stream()
            .filter(one -> one.used() == 0)
            .map(one -> review.title(one.rule()))
            .toList();
    long cut = review.left().stream().filter(one -> one.used() > 0).count() - MOST_ROWS;
    String more = cut > 0 ? words.count("review.leftMore", cut) + " " : "";
    if (unused.isEmpty()) {
      return more.strip();
    }
    return more
        + (unused.size() <= 3
            ? words.count("review.unusedNamed", unused.size(), words.list(unused))
            : words.count("review.unused", unused.size()));
  }

  private List<Line> changes() {
    return review.changed().rules().stream().limit(MOST_ROWS).map(this::change).toList();
  }

  private Line change(PromiseChange change) {
    String text =
        switch (change.words()) {
          case PromiseChange.ADDED -> words.say("report.added");
          case PromiseChange.REMOVED -> words.say("report.removed");
          default -> change.words();
        };
    return new Line(
        words.weekday(LocalDate.ofInstant(change.since(), review.zone())),
        change.title(),
        "/rules/" + change.rule(),
        text,
        change.file() + ":" + change.line());
  }

  private Line window(Closed window) {
    return new Line(
        words.weekday(LocalDate.ofInstant(window.from(), review.zone())),
        words.say("review.window", window.reason()),
        "/maintenance",
        words.say(
            "review.windowSpan",
            words.stamp(window.from(), review.zone()),
            words.stamp(window.to(), review.zone()),
            words.count("review.windowExcused", window.excused())),
        window.origin());
  }

  private List<Line> risks() {
    return review.risks().stream()
        .map(
            risk ->
                new Line(
                    words.weekday(risk.on()),
                    review.title(risk.rule()),
                    "/rules/" + risk.rule(),
                    risk.sentence(words),
                    ""))
        .toList();
  }

  private String nextWeek() {
    Week next = review.week().plus(1);
    return words.say("review.weekFromTo", words.say("review.week", next.number()), span(next));
  }

  private List<NoiseRow> noise() {
    return review.noise().byRule().stream().limit(MOST_ROWS).map(this::noise).toList();
  }

  private NoiseRow noise(Heard heard) {
    boolean never = heard.acted() == 0;
    return new NoiseRow(
        review.title(heard.rule()),
        "/rules/" + heard.rule(),
        heard.messages(),
        never ? words.say("review.never") : words.number(heard.acted()),
        never);
  }

  private String noiseLead() {
    Heard all = review.noise().all();
    long never = review.noise().byRule().stream().filter(one -> one.acted() == 0).count();
    String lead = words.count("review.noiseLead", all.messages(), all.acted());
    return never == 0 ? lead : lead + " " + words.say("review.noiseNever");
  }

  private ActionRow action(Action action) {
    LocalDate today = review.today();
    Week since = action.week();
    boolean carried = action.isOpen() && since.compareTo(review.week()) < 0;
    return new ActionRow(
        action.id(),
        action.text(),
        action.owner(),
        words.weekday(action.dueOn()),
        action.rule() == null ? "" : review.title(action.rule()),
        carried ? words.say("review.action.since", since.number()) : "",
        closed(action),
        action.isOpen(),
        action.isOverdue(today));
  }

  private String closed(Action action) {
    if (action.doneAt() == null || action.doneBy() == null) {
      return "";
    }
    return words.say(
        action.dropped() ? "review.action.droppedBy" : "review.action.doneBy",
        action.doneBy(),
        words.stamp(action.doneAt(), review.zone()));
  }

  private String mark() {
    Mark mark = review.mark();
    return mark == null
        ? ""
        : words.say("review.reviewed", mark.author(), words.stamp(mark.at(), review.zone()));
  }

  private String posted(Standing posted) {
    String channel =
        posted.channel().isEmpty() ? words.say("alerts.channel.none") : posted.channel();
    String key =
        switch (posted.outcome()) {
          case "sent" -> "review.posted.sent";
          case "refused" -> "review.posted.refused";
          case "shown" -> "review.posted.shown";
          default -> "review.posted.waiting";
        };
    return words.say(key, channel, words.stamp(posted.wantedAt(), review.zone()));
  }

  private String progress() {
    return review.lapses().isEmpty()
        ? words.say("review.progressNone")
        : words.say("review.progress", review.lapses().size(), review.explained(), review.open());
  }
}
