package dev.punctual.review;

import dev.punctual.ledger.Allowance;
import dev.punctual.report.Noise.Heard;
import dev.punctual.report.PromiseChange;
import dev.punctual.review.Review.Closed;
import dev.punctual.review.Review.Left;
import dev.punctual.web.Words;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What stands beside the lapses: what is left, what changed, what is at risk, noise, actions. */
final class ReviewSide {

  private static final int MOST_ROWS = 12;

  private final Review review;
  private final Words words;

  ReviewSide(Review review, Words words) {
    this.review = review;
    this.words = words;
  }

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

  void fill(Map<String, Object> model) {
    model.put("left", left());
    model.put("leftRest", leftRest());
    model.put("changes", changes());
    model.put("windows", review.changed().windows().stream().map(this::window).toList());
    model.put("risks", risks());
    model.put("riskLead", nextWeek());
    model.put("noise", noise());
    model.put("noiseLead", noiseLead());
    model.put("actions", review.actions().stream().map(this::action).toList());
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
    return words.say(
        "review.weekFromTo", words.say("review.week", next.number()), ReviewView.span(next, words));
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
}
