package dev.punctual.review;

import dev.punctual.judge.State;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.review.Review.Found;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * What happened around a lapse, as a drawing: when the data is usual, when it was due, what failed,
 * when the source was away, when it came. Positions are shares of the width, so that it fits any.
 */
final class Timeline {

  private static final int[] STEPS = {1, 2, 3, 4, 6, 8, 12, 24, 48, 96};
  private static final int MOST_LABELS = 7;
  private static final Duration SHORTEST = Duration.ofHours(3);
  private static final Duration MARGIN = Duration.ofMinutes(40);

  /** Further right, text turns to the left. */
  private static final double RIGHT = 82;

  private final Found found;
  private final Words words;
  private final ZoneId zone;
  private final LocalDate day;
  private final ZonedDateTime from;
  private final ZonedDateTime to;

  private Timeline(Found found, Words words, Instant now) {
    this.found = found;
    this.words = words;
    this.zone = found.lapse().zone();
    this.day = LocalDate.ofInstant(found.lapse().at(), zone);
    Instant least = found.lapse().at();
    Instant most = least;
    for (Instant mark : marks(now)) {
      least = mark.isBefore(least) ? mark : least;
      most = mark.isAfter(most) ? mark : most;
    }
    Duration missing = SHORTEST.minus(Duration.between(least, most));
    if (missing.isPositive()) {
      least = least.minus(missing.dividedBy(2));
      most = most.plus(missing.dividedBy(2));
    }
    from = least.minus(MARGIN).atZone(zone).truncatedTo(ChronoUnit.HOURS);
    to = most.plus(MARGIN).atZone(zone).truncatedTo(ChronoUnit.HOURS).plusHours(1);
  }

  static Html of(Found found, Words words, Instant now) {
    return new Timeline(found, words, now).draw(now);
  }

  /** Everything that has to be in the picture. */
  private List<Instant> marks(Instant now) {
    List<Instant> marks = new java.util.ArrayList<>();
    Instant at = found.lapse().at();
    Habit habit = found.habit();
    if (habit != null && found.lapse() instanceof Lapse.Late) {
      marks.add(at.plus(habit.early()));
    }
    Instant end = end(now);
    marks.add(end.isAfter(at.plus(Duration.ofDays(2))) ? at.plus(Duration.ofDays(2)) : end);
    failures().forEach(line -> marks.add(line.at()));
    return marks;
  }

  /** When it was over: the arrival, or how far it is drawn where it never was. */
  private Instant end(Instant now) {
    return switch (found.lapse()) {
      case Lapse.Stale stale -> stale.to() == null ? now : stale.to();
      case Lapse.Late late when late.arrivedAt() != null -> late.arrivedAt();
      case Lapse.Late late when late.isUnknown() -> outageEnd(late);
      case Lapse.Late late when late.state() == State.OVERDUE -> now;
      case Lapse.Late late -> late.dueAt().plus(Duration.ofHours(4));
    };
  }

  private Instant outageEnd(Lapse.Late late) {
    return found.outages().stream()
        .filter(outage -> outage.holds(late.dueAt()) && outage.to() != null)
        .map(outage -> java.util.Objects.requireNonNull(outage.to()))
        .findFirst()
        .orElse(late.dueAt());
  }

  private List<Happening> failures() {
    Instant at = found.lapse().at();
    return found.log().stream()
        .filter(
            line ->
                line.kind() == TransitionKind.FAILED || line.kind() == TransitionKind.CHECK_FAILING)
        .filter(line -> Duration.between(line.at(), at).abs().compareTo(Duration.ofHours(12)) < 0)
        .limit(3)
        .toList();
  }

  private Html draw(Instant now) {
    Html html = Html.of("<svg class=\"review-line\" role=\"img\" aria-label=\"{}\">", told(now));
    hours(html);
    Habit habit = found.habit();
    Instant at = found.lapse().at();
    if (habit != null && found.lapse() instanceof Lapse.Late) {
      bar(html, "typical", at.plus(habit.early()), at.plus(habit.late()), 4);
    }
    found.outages().stream()
        .filter(o -> o.touches(from.toInstant(), to.toInstant()))
        .forEach(o -> bar(html, "gap", o.from(), o.to() == null ? to.toInstant() : o.to(), 0));
    switch (found.lapse()) {
      case Lapse.Stale stale -> bar(html, "lateness", stale.from(), end(now), 0);
      case Lapse.Late late -> late(html, late, now);
    }
    for (Happening line : failures()) {
      double x = x(line.at());
      html.add("<circle class=\"event\" cx=\"{}%\" cy=\"28\" r=\"3.2\"/>", number(x));
      String said =
          words.say(
              line.kind() == TransitionKind.FAILED ? "review.line.failed" : "review.line.check",
              words.timeOn(line.at(), zone, day));
      text(html, x, 15, said);
    }
    return html.put("</svg>");
  }

  private void late(Html html, Lapse.Late late, Instant now) {
    boolean missed = !late.isUnknown() && late.state() != State.MET;
    if (missed) {
      bar(html, "lateness", late.dueAt(), end(now), 0);
    }
    html.add(
        "<rect class=\"due-bar\" x=\"{}%\" y=\"18\" width=\"2\" height=\"20\"/>",
        number(x(late.dueAt())));
    Instant arrived = late.arrivedAt();
    if (arrived != null) {
      String tone =
          late.excusal() != null ? "excused" : arrived.isAfter(late.dueAt()) ? "late" : "met";
      html.add("<circle class=\"dot {}\" cx=\"{}%\" cy=\"28\" r=\"5\"/>", tone, number(x(arrived)));
    }
  }

  /** The drawing in words, for those who do not see it. */
  private String told(Instant now) {
    return switch (found.lapse()) {
      case Lapse.Stale stale ->
          words.say(
              "review.line.stale",
              words.stamp(stale.from(), zone),
              words.timeOn(end(now), zone, day));
      case Lapse.Late late -> {
        String due = words.stamp(late.dueAt(), zone);
        yield late.arrivedAt() == null
            ? words.say("review.line.never", due)
            : words.say("review.line.came", due, words.timeOn(late.arrivedAt(), zone, day));
      }
    };
  }

  private void hours(Html html) {
    long hours = Math.max(1, ChronoUnit.HOURS.between(from, to));
    int step = STEPS[STEPS.length - 1];
    for (int candidate : STEPS) {
      if (hours / candidate <= MOST_LABELS) {
        step = candidate;
        break;
      }
    }
    for (ZonedDateTime hour = from; !hour.isAfter(to); hour = hour.plusHours(1)) {
      boolean shown = step < 24 ? hour.getHour() % step == 0 : hour.getHour() == 0;
      double x = x(hour.toInstant());
      if (shown && x >= 0 && x <= 100) {
        html.add(
            "<line class=\"tick\" x1=\"{}%\" x2=\"{}%\" y1=\"18\" y2=\"38\"/>",
            number(x), number(x));
        if (x > 3 && x < 97) {
          String label =
              hour.getHour() == 0
                  ? words.shortDate(hour.toLocalDate())
                  : words.time(hour.toLocalTime());
          html.add("<text class=\"middle\" x=\"{}%\" y=\"52\">{}</text>", number(x), label);
        }
      }
    }
  }

  private void bar(Html html, String tone, Instant begin, Instant end, int radius) {
    double left = Math.clamp(x(begin), 0, 100);
    double right = Math.clamp(x(end), 0, 100);
    html.add(
        "<rect class=\"{}\" x=\"{}%\" width=\"{}%\" y=\"24\" height=\"8\" rx=\"{}\"/>",
        tone, number(left), number(Math.max(0.3, right - left)), radius);
  }

  private static void text(Html html, double x, int y, String said) {
    html.add(
        "<text class=\"{}\" x=\"{}%\" y=\"{}\">{}</text>",
        x > RIGHT ? "end" : x < 100 - RIGHT ? "start" : "middle", number(x), y, said);
  }

  private double x(Instant instant) {
    double span = Duration.between(from, to).toSeconds();
    return 100 * Duration.between(from.toInstant(), instant).toSeconds() / span;
  }

  private static String number(double share) {
    return String.format(Locale.ROOT, "%.2f", share);
  }
}
