package dev.punctual.review;

import dev.punctual.judge.State;
import dev.punctual.review.Item.LogLine;
import dev.punctual.review.Item.Proposed;
import dev.punctual.review.Lapse.Said;
import dev.punctual.review.Lapse.Taken;
import dev.punctual.review.Review.Found;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts lapses into words. */
final class Items {

  private static final String WINDOW = "window in ";

  private final Review review;
  private final Words words;

  Items(Review review, Words words) {
    this.review = review;
    this.words = words;
  }

  Item of(Found found, int number) {
    Lapse lapse = found.lapse();
    Said cause = lapse.cause();
    Said excusal = lapse.excusal();
    return new Item(
        lapse.key(),
        number,
        lapse.rule(),
        review.title(lapse.rule()),
        link(lapse),
        pill(lapse).toString(),
        due(found),
        second(found),
        found.kind(),
        found.target(),
        Timeline.of(found, words, review.now()).toString(),
        spoken(lapse),
        found.before() == null
            ? ""
            : words.say("review.before", words.say("state." + found.before())),
        proposed(found),
        cause == null ? "" : cause.category(),
        cause == null ? "" : cause.text(),
        excusal == null ? "" : excusal(excusal),
        excusal != null,
        lapse instanceof Lapse.Late late && late.verdict() != null,
        lapse.isOpen(),
        log(found));
  }

  private static String link(Lapse lapse) {
    return switch (lapse) {
      case Lapse.Stale stale -> "/rules/" + stale.rule();
      case Lapse.Late late ->
          "/rules/"
              + late.rule()
              + "?at="
              + late.businessDate()
              + (late.slot() == null ? "" : "&slot=" + late.slot())
              + "#respond";
    };
  }

  /** The state, an excusal over it. */
  Html pill(Lapse lapse) {
    if (lapse.excusal() != null) {
      return pill("excused", "excused", words.say("state.excused"));
    }
    return switch (lapse) {
      case Lapse.Stale ignored -> pill("missed", "cross", words.say("state.fresh.overdue"));
      case Lapse.Late late -> {
        String icon =
            switch (late.state()) {
              case OVERDUE, MISSED, LATE -> "cross";
              case UNKNOWN -> "unknown";
              case MET -> "met";
              case WAITING, AT_RISK -> "waiting";
            };
        yield pill(late.state().word(), icon, words.say("state." + late.state().word()));
      }
    };
  }

  private static Html pill(String tone, String icon, String text) {
    return Html.of(
        "<span class=\"pill {}\"><svg class=\"i\" aria-hidden=\"true\"><use"
            + " href=\"#i-{}\"/></svg>{}</span>",
        tone,
        icon,
        text);
  }

  /** {@code due 10:00, arrived 11:24, 1 h 24 late}. */
  String due(Found found) {
    return switch (found.lapse()) {
      case Lapse.Stale stale -> due(stale, found.usualAge());
      case Lapse.Late late -> due(late);
    };
  }

  private String due(Lapse.Stale stale, @Nullable Duration promised) {
    LocalDate day = LocalDate.ofInstant(stale.from(), stale.zone());
    String worst = words.duration(Duration.ofSeconds(stale.worstAgeSeconds()));
    String within = promised == null ? "–" : words.duration(promised);
    String from = words.timeOn(stale.from(), stale.zone(), day);
    return stale.to() == null
        ? words.say("review.due.staleStill", from, worst, within)
        : words.say(
            "review.due.stale", from, words.timeOn(stale.to(), stale.zone(), day), worst, within);
  }

  private String due(Lapse.Late late) {
    LocalDate day = LocalDate.ofInstant(late.dueAt(), late.zone());
    String due = words.time(late.dueAt(), late.zone());
    if (late.arrivedAt() == null) {
      return words.say(
          switch (late.state()) {
            case UNKNOWN -> "review.due.unknown";
            case OVERDUE -> "review.due.overdue";
            default -> "review.due.never";
          },
          due);
    }
    Duration span = Duration.between(late.dueAt(), late.arrivedAt());
    String came = words.timeOn(late.arrivedAt(), late.zone(), day);
    return late.state() == State.UNKNOWN
        ? words.say("review.due.unknownCame", due, came)
        : words.say(
            span.isPositive() ? "review.due.late" : "review.due.met",
            due,
            came,
            words.duration(span));
  }

  /** {@code Tuesday 17 November, acknowledged by K. Tanaka after 4 min}. */
  private String second(Found found) {
    Lapse lapse = found.lapse();
    List<String> parts = new ArrayList<>();
    parts.add(words.weekday(LocalDate.ofInstant(lapse.at(), lapse.zone())));
    if (lapse instanceof Lapse.Late late && late.slot() != null) {
      parts.add(words.say("review.slot", words.time(late.slot(), late.zone())));
    }
    Taken taken = lapse.acknowledged();
    if (taken != null) {
      Duration after = Duration.between(lapse.at(), taken.at());
      parts.add(
          words.say(
              "review.taken",
              taken.author(),
              words.duration(after.isNegative() ? Duration.ZERO : after)));
    } else if (lapse.isOpen()) {
      parts.add(words.say("review.untaken"));
    }
    boolean escalated =
        found.log().stream()
            .anyMatch(line -> line.kind() == dev.punctual.ledger.TransitionKind.ESCALATED);
    if (escalated) {
      parts.add(words.say("review.escalated"));
    }
    return String.join(words.say("list.comma"), parts);
  }

  /** Who gave the cause, and when. */
  private String spoken(Lapse lapse) {
    Said cause = lapse.cause();
    return cause == null
        ? ""
        : cause.at() == null
            ? cause.author()
            : words.say("review.by", cause.author(), words.stamp(cause.at(), review.zone()));
  }

  /** By which person or window, and why. */
  String excusal(Said excusal) {
    String category = category(excusal.category());
    if (excusal.author().startsWith(WINDOW)) {
      return words.say(
          "review.excused.window",
          category,
          excusal.text(),
          excusal.author().substring(WINDOW.length()));
    }
    return words.say(
        "review.excused.person",
        category,
        excusal.text(),
        excusal.author(),
        excusal.at() == null ? "–" : words.stamp(excusal.at(), review.zone()));
  }

  String category(String word) {
    String key = "category." + word;
    return words.has(key) ? words.say(key) : word;
  }

  private @Nullable Proposed proposed(Found found) {
    Proposal proposal = found.proposal();
    if (proposal == null) {
      return null;
    }
    Lapse lapse = found.lapse();
    String text =
        proposal.sentence(words, lapse.zone(), LocalDate.ofInstant(lapse.at(), lapse.zone()));
    String word = proposal.category().word();
    return new Proposed(word, category(word), text);
  }

  private List<LogLine> log(Found found) {
    Lapse lapse = found.lapse();
    LocalDate day = LocalDate.ofInstant(lapse.at(), lapse.zone());
    List<LogLine> lines = new ArrayList<>();
    for (Happening line : found.log()) {
      String kind = "review.log." + line.kind().word();
      String name = words.has(kind) ? words.say(kind) : line.kind().word().replace('_', ' ');
      String reason = line.author() == null ? words.reason(line.reason()) : line.reason();
      String who = line.author() == null ? "" : " · " + line.author();
      lines.add(
          new LogLine(
              words.timeOn(line.at(), lapse.zone(), day),
              reason.isBlank() ? name + who : name + who + ": " + reason));
    }
    if (lapse instanceof Lapse.Late late) {
      fact(lines, "review.fact.evidence", late.evidence());
      fact(lines, "review.fact.contrary", late.contrary());
    }
    fact(lines, "review.fact.reason", lapse.reason());
    return lines;
  }

  private void fact(List<LogLine> lines, String key, @Nullable String text) {
    if (text != null) {
      lines.add(new LogLine(words.say(key), words.reason(text)));
    }
  }

  /** {@code upstream_late} as an option of a form. */
  static List<Option> options(Words words, List<String> known) {
    return known.stream().map(word -> new Option(word, words.say("category." + word))).toList();
  }

  /** A choice of a form. */
  record Option(String value, String text) {}
}
