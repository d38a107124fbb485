package dev.punctual.review;

import dev.punctual.alert.Bulletins.Standing;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.report.Figures;
import dev.punctual.review.Items.Option;
import dev.punctual.review.Marks.Mark;
import dev.punctual.review.Review.Found;
import dev.punctual.web.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the template of a review is given: words and finished markup. */
final class ReviewView {

  /** More are counted and linked, so that a bad week still opens. */
  private static final int MOST = 100;

  private static final int MOST_JUST = 5;

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
    new ReviewSide(review, words).fill(model);
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
        name = words.say("review.weekFromTo", name, span(week, words));
      }
      if (!week.isOver(review.now(), review.zone())) {
        name = words.say("review.weekRunning", name);
      }
      chips.add(new Choice(i == -2 ? "‹ " + name : name, at(week, ask.show()), i == 0));
    }
    return chips;
  }

  /** {@code 16 to 22 November}. */
  static String span(Week week, Words words) {
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
            span(review.week(), words),
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

  private List<ReviewSide.Line> just() {
    return review.just().stream()
        .limit(MOST_JUST)
        .map(
            one ->
                new ReviewSide.Line(
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
