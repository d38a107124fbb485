package dev.punctual.review;

import dev.punctual.report.Markdown;
import dev.punctual.report.Noise.Heard;
import dev.punctual.report.PromiseChange;
import dev.punctual.review.Lapse.Said;
import dev.punctual.review.Review.Closed;
import dev.punctual.review.Review.Found;
import dev.punctual.review.Review.Left;
import dev.punctual.web.Words;
import java.time.LocalDate;
import java.util.List;

/** A review as Markdown, for the minutes of the meeting. */
final class Minutes {

  private final Review review;
  private final Words words;
  private final Items items;
  private final ReviewView view;
  private final StringBuilder text = new StringBuilder();

  Minutes(Review review, Words words) {
    this.review = review;
    this.words = words;
    this.items = new Items(review, words);
    this.view = new ReviewView(review, words);
  }

  String write() {
    String week = words.say("review.week", review.week().number());
    String of = review.team().isEmpty() ? week : week + ", " + Markdown.escape(review.team());
    text.append("# ").append(words.say("review.title", of)).append("\n\n");
    text.append(view.sentence()).append("  \n").append(Markdown.escape(view.lead())).append("\n");
    if (review.mark() != null) {
      text.append("  \n")
          .append(
              Markdown.escape(
                  words.say(
                      "review.reviewed",
                      review.mark().author(),
                      words.stamp(review.mark().at(), review.zone()))))
          .append("\n");
    }
    lapses();
    actions();
    left();
    risks();
    changes();
    noise();
    return text.toString();
  }

  private void heading(String key) {
    text.append("\n## ").append(words.say(key)).append("\n\n");
  }

  private void lapses() {
    if (review.lapses().isEmpty()) {
      return;
    }
    heading("review.md.lapses");
    int number = 1;
    for (Found found : review.lapses()) {
      Lapse lapse = found.lapse();
      text.append(number++)
          .append(". **")
          .append(Markdown.escape(review.title(lapse.rule())))
          .append("**, ")
          .append(words.weekday(LocalDate.ofInstant(lapse.at(), lapse.zone())))
          .append(": ")
          .append(Markdown.escape(items.due(found)))
          .append(".");
      cause(found);
      if (lapse.excusal() != null) {
        text.append(' ').append(Markdown.escape(items.excusal(lapse.excusal()))).append('.');
      }
      if (found.before() != null) {
        text.append(' ')
            .append(words.say("review.before", words.say("state." + found.before())))
            .append('.');
      }
      text.append('\n');
    }
  }

  private void cause(Found found) {
    Said cause = found.lapse().cause();
    if (cause != null) {
      text.append(" **").append(items.category(cause.category())).append("**");
      text.append(cause.text().isBlank() ? "." : ": " + Markdown.escape(cause.text()));
      text.append(" (").append(Markdown.escape(cause.author())).append(")");
    } else if (found.lapse().isOpen()) {
      text.append(' ').append(words.say("review.noCause"));
      Proposal proposal = found.proposal();
      if (proposal != null) {
        Lapse lapse = found.lapse();
        text.append("; ")
            .append(
                words.say(
                    "review.md.proposed",
                    items.category(proposal.category().word()),
                    Markdown.escape(
                        proposal.sentence(
                            words, lapse.zone(), LocalDate.ofInstant(lapse.at(), lapse.zone())))));
      }
    }
  }

  private void actions() {
    if (review.actions().isEmpty()) {
      return;
    }
    heading("review.actions");
    for (Action action : review.actions()) {
      text.append(action.isOpen() ? "- [ ] " : "- [x] ")
          .append(Markdown.escape(action.text()))
          .append(" (")
          .append(Markdown.escape(action.owner()))
          .append(", ")
          .append(words.weekday(action.dueOn()))
          .append(")");
      if (action.dropped()) {
        text.append(' ').append(words.say("review.action.dropped"));
      }
      text.append('\n');
    }
  }

  private void left() {
    List<Left> used = review.left().stream().filter(one -> one.used() > 0).toList();
    if (used.isEmpty()) {
      return;
    }
    heading("review.left");
    row(words.say("report.rule"), words.say("review.used"), words.say("review.runsOut"));
    text.append("| --- | --: | --: |\n");
    for (Left one : used) {
      row(
          Markdown.escape(review.title(one.rule())),
          words.say("used.of", one.used(), one.allowed()),
          new ReviewSide(review, words).runsOut(one));
    }
  }

  private void risks() {
    if (review.risks().isEmpty()) {
      return;
    }
    heading("review.risks");
    for (Risk risk : review.risks()) {
      text.append("- ")
          .append(words.weekday(risk.on()))
          .append(", **")
          .append(Markdown.escape(review.title(risk.rule())))
          .append("**: ")
          .append(risk.sentence(words))
          .append('\n');
    }
  }

  private void changes() {
    if (review.changed().rules().isEmpty() && review.changed().windows().isEmpty()) {
      return;
    }
    heading("review.changes");
    for (PromiseChange change : review.changed().rules()) {
      text.append("- ")
          .append(words.weekday(LocalDate.ofInstant(change.since(), review.zone())))
          .append(", **")
          .append(Markdown.escape(change.title()))
          .append("**: ")
          .append(Markdown.escape(change.words()))
          .append('\n');
    }
    for (Closed window : review.changed().windows()) {
      text.append("- ")
          .append(Markdown.escape(words.say("review.window", window.reason())))
          .append(": ")
          .append(
              words.say(
                  "review.windowSpan",
                  words.stamp(window.from(), review.zone()),
                  words.stamp(window.to(), review.zone()),
                  words.count("review.windowExcused", window.excused())))
          .append('\n');
    }
  }

  private void noise() {
    if (review.noise().byRule().isEmpty()) {
      return;
    }
    heading("review.noise");
    row(words.say("report.rule"), words.say("report.messages"), words.say("report.acted"));
    text.append("| --- | --: | --: |\n");
    for (Heard heard : review.noise().byRule()) {
      row(
          Markdown.escape(review.title(heard.rule())),
          words.number(heard.messages()),
          heard.acted() == 0 ? words.say("review.never") : words.number(heard.acted()));
    }
  }

  private void row(String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(cell).append(" |");
    }
    text.append('\n');
  }
}
