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
import java.util.Locale;

/** A review in so many words that a channel reads it. English, as all messages are. */
final class Bulletin {

  private static final int MOST = 12;
  private static final int MOST_ACTIONS = 8;

  private final Review review;
  private final Words words = Words.of(Locale.ENGLISH);
  private final Items items;

  private Bulletin(Review review) {
    this.review = review;
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
  static CardView of(Review review, String url) {
    return new Bulletin(review).view(url);
  }

  private CardView view(String url) {
    ReviewView view = new ReviewView(review, words);
    String week = words.say("review.week", review.week().number());
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(view.lead()));
    review.lapses().stream().limit(MOST).map(this::lapse).forEach(lines::add);
    int rest = review.lapses().size() - MOST;
    if (rest > 0) {
      lines.add(Line.of("… and " + rest + " more."));
    }
    return new CardView(
        review.misses() > 0 ? Tone.LATE : Tone.PLAIN,
        Line.of(Span.plain("Review of " + week + ": "), Span.strong(view.sentence())),
        lines,
        notes(),
        List.of(
            Button.open(
                "Open the review",
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
                ? lapse.isOpen() ? "no cause yet" : "corrected"
                : items.category(cause.category())
                    + (cause.text().isBlank() ? "" : ", " + cause.text());
    String day = words.weekday(LocalDate.ofInstant(lapse.at(), lapse.zone()));
    return Line.of(
        Span.plain("• "),
        Span.strong(review.title(lapse.rule())),
        Span.plain(", " + day + ", " + items.due(found) + ": " + said));
  }

  private List<Line> notes() {
    List<Line> notes = new ArrayList<>();
    List<Action> open = review.actions().stream().filter(Action::isOpen).toList();
    for (Action action : open.stream().limit(MOST_ACTIONS).toList()) {
      notes.add(
          Line.of(
              "☐ "
                  + action.text()
                  + " ("
                  + action.owner()
                  + ", by "
                  + words.weekday(action.dueOn())
                  + ")"));
    }
    if (review.mark() != null) {
      notes.add(Line.of("Reviewed by " + review.mark().author() + "."));
    }
    return notes;
  }
}
