package dev.punctual.review;

import dev.punctual.alert.CardView;
import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.review.Lapse.Said;
import dev.punctual.review.Review.Found;
import dev.punctual.web.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A review in so many words that a channel reads it, in the language of its team. */
final class Bulletin {

  private static final int MOST = 12;
  private static final int MOST_ACTIONS = 8;

  private final Review review;
  private final Words words;
  private final Items items;

  private Bulletin(Review review, Words words) {
    this.review = review;
    this.words = words;
    this.items = new Items(review, words);
  }

  /** What makes it the same message. */
  static String name(Week week, String team) {
    return "review|" + week + "|" + team;
  }

  /**
   * The message.
   *
   * @param url of the service
   */
  static CardView of(Review review, String url, Words words) {
    return new Bulletin(review, words).view(url);
  }

  private CardView view(String url) {
    ReviewView view = new ReviewView(review, words);
    String week = words.say("review.week", review.week().number());
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(view.lead()));
    review.lapses().stream().limit(MOST).map(this::lapse).forEach(lines::add);
    int rest = review.lapses().size() - MOST;
    if (rest > 0) {
      lines.add(Line.of(words.say("review.bulletin.more", rest)));
    }
    return new CardView(
        words.language(),
        review.misses() > 0 ? Tone.LATE : Tone.PLAIN,
        Line.of(
            Span.plain(words.say("review.bulletin.of", week) + " "), Span.strong(view.sentence())),
        lines,
        notes(),
        List.of(
            Button.open(
                words.say("review.bulletin.open"),
                url
                    + "/review/"
                    + review.week()
                    + (review.team().isEmpty()
                        ? ""
                        : "?team="
                            + java.net.URLEncoder.encode(
                                review.team(), java.nio.charset.StandardCharsets.UTF_8)))));
  }

  private Line lapse(Found found) {
    Lapse lapse = found.lapse();
    Said cause = lapse.cause();
    String said =
        lapse.excusal() != null
            ? items.excusal(lapse.excusal())
            : cause == null
                ? words.say(
                    lapse.isOpen() ? "review.bulletin.noCause" : "review.bulletin.corrected")
                : items.category(cause.category())
                    + (cause.text().isBlank() ? "" : words.say("list.comma") + cause.text());
    String day = words.weekday(LocalDate.ofInstant(lapse.at(), lapse.zone()));
    return Line.of(
        Span.plain("• "),
        Span.strong(review.title(lapse.rule())),
        Span.plain(words.say("review.bulletin.lapse", day, items.due(found), said)));
  }

  private List<Line> notes() {
    List<Line> notes = new ArrayList<>();
    List<Action> open = review.actions().stream().filter(Action::isOpen).toList();
    for (Action action : open.stream().limit(MOST_ACTIONS).toList()) {
      notes.add(
          Line.of(
              words.say(
                  "review.bulletin.action",
                  action.text(),
                  action.owner(),
                  words.weekday(action.dueOn()))));
    }
    if (review.mark() != null) {
      notes.add(Line.of(words.say("review.bulletin.reviewed", review.mark().author())));
    }
    return notes;
  }
}
