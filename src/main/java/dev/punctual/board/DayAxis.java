package dev.punctual.board;

import dev.punctual.board.Typical.Band;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scale of the day's timelines: the part of the day in which anything happens.
 *
 * @param from left end, an hour of the zone
 * @param to right end, an hour of the zone
 */
record DayAxis(Instant from, Instant to, Instant now, ZoneId zone) {

  private static final int WIDTH = 306;
  private static final int HEIGHT = 58;
  private static final int EDGE = 8;
  private static final int SHORTEST_HOURS = 8;
  private static final int[] STEPS = {1, 2, 3, 4, 6};
  private static final int MOST_LABELS = 7;

  /** The scale on which all of these can be shown; of the day that holds {@code now}. */
  static DayAxis of(List<BoardRow> rows, Instant now, ZoneId zone) {
    Instant dayStart = now.atZone(zone).truncatedTo(ChronoUnit.DAYS).toInstant();
    Instant dayEnd = dayStart.plus(Duration.ofHours(30));
    Instant least = now;
    Instant most = now;
    for (BoardRow row : rows) {
      for (Instant mark : row.marks()) {
        if (!mark.isBefore(dayStart) && mark.isBefore(dayEnd)) {
          least = mark.isBefore(least) ? mark : least;
          most = mark.isAfter(most) ? mark : most;
        }
      }
    }
    ZonedDateTime from = least.minusSeconds(2_700).atZone(zone).truncatedTo(ChronoUnit.HOURS);
    ZonedDateTime to = most.plusSeconds(6_300).atZone(zone).truncatedTo(ChronoUnit.HOURS);
    long missing = SHORTEST_HOURS - Duration.between(from, to).toHours();
    if (missing > 0) {
      from = from.minusHours(missing / 2);
      to = to.plusHours(missing - missing / 2);
    }
    return new DayAxis(from.toInstant(), to.toInstant(), now, zone);
  }

  private double x(Instant instant) {
    double span = Duration.between(from, to).toSeconds();
    double share = Duration.between(from, instant).toSeconds() / span;
    return EDGE + Math.clamp(share, 0, 1) * (WIDTH - 2 * EDGE);
  }

  /** The labels of the head. */
  Html labels(Words words) {
    Html html =
        Html.of(
            "<svg width=\"{}\" height=\"37\" viewBox=\"0 0 {} 37\" aria-hidden=\"true\">",
            WIDTH,
            WIDTH);
    long hours = Duration.between(from, to).toHours();
    int step = 6;
    for (int candidate : STEPS) {
      if (hours / candidate <= MOST_LABELS) {
        step = candidate;
        break;
      }
    }
    for (ZonedDateTime hour = from.atZone(zone);
        hour.toInstant().isBefore(to);
        hour = hour.plusHours(1)) {
      double x = x(hour.toInstant());
      boolean shown = hour.getHour() % step == (step == 2 ? 1 : 0);
      if (shown && Math.abs(x - x(now)) > 24 && x > 12 && x < WIDTH - 10) {
        html.put("<text y=\"23\" x=\"").put(number(x)).put("\">");
        html.put(hour.getHour() < 10 ? "0" : "").put(hour.getHour()).put("</text>");
      }
    }
    return html.add(
        "<text class=\"now\" y=\"23\" x=\"{}\">{}</text></svg>",
        number(x(now)),
        words.say("board.now"));
  }

  /** A row's timeline: what is usual, what was promised, what happened, what time it is. */
  void draw(Html html, BoardRow row) {
    html.put("<svg width=\"306\" height=\"58\" viewBox=\"0 0 306 58\" aria-hidden=\"true\">")
        .put("<path class=\"base-line\" d=\"M0 29h306\"/>");
    drawBand(html, row.due().dueAt(), row.band());
    Due due = row.due();
    double at = x(due.dueAt());
    Instant arrived = due.arrivedAt();
    if (row.isFreshness()) {
      drawNow(html);
      return;
    }
    Instant lateTo = lateTo(row, arrived);
    if (lateTo != null) {
      rect(html, "lateness", at, x(lateTo) - at, 25, 8, 0);
    }
    rect(html, "due-bar", at - 1, 2, 18, 21, 0);
    if (arrived != null && inRange(arrived)) {
      String tone =
          row.look() == Look.EXCUSED ? "excused" : arrived.isAfter(due.dueAt()) ? "late" : "met";
      dot(html, tone, x(arrived));
    } else if (row.look() == Look.AT_RISK && due.likelyAt() != null) {
      html.put("<circle class=\"likely\" r=\"4.6\" cy=\"29\" cx=\"")
          .put(number(x(due.likelyAt())))
          .put("\"/>");
    }
    drawNow(html);
  }

  private @Nullable Instant lateTo(BoardRow row, @Nullable Instant arrived) {
    if (arrived != null) {
      return arrived.isAfter(row.due().dueAt()) ? arrived : null;
    }
    return row.look() == Look.OVERDUE ? now : null;
  }

  private void drawBand(Html html, Instant due, @Nullable Band band) {
    if (band != null) {
      double left = x(due.plusSeconds(band.p10()));
      double width = x(due.plusSeconds(band.p90())) - left;
      double widened = Math.max(width, 8);
      rect(html, "typical", left - (widened - width) / 2, widened, 25, 8, 4);
    }
  }

  private boolean inRange(Instant instant) {
    return !instant.isBefore(from) && !instant.isAfter(to);
  }

  private void drawNow(Html html) {
    html.put("<path class=\"now-line\" d=\"M")
        .put(number(x(now)))
        .put(" 0v")
        .put(HEIGHT)
        .put("\"/></svg>");
  }

  private static void dot(Html html, String tone, double x) {
    html.put("<circle class=\"halo ").put(tone).put("\" r=\"6.2\" cy=\"29\" cx=\"");
    html.put(number(x)).put("\"/><circle class=\"dot ").put(tone);
    html.put("\" r=\"5\" cy=\"29\" cx=\"").put(number(x)).put("\"/>");
  }

  private static void rect(
      Html html, String tone, double x, double width, int y, int height, int radius) {
    html.put("<rect class=\"").put(tone).put("\" x=\"").put(number(x)).put("\" y=\"").put(y);
    html.put("\" width=\"").put(number(Math.max(0, width))).put("\" height=\"").put(height);
    if (radius > 0) {
      html.put("\" rx=\"").put(radius);
    }
    html.put("\"/>");
  }

  /** Halves of a pixel are enough. */
  private static String number(double x) {
    long halves = Math.round(x * 2);
    return halves % 2 == 0 ? Long.toString(halves / 2) : halves / 2 + ".5";
  }
}
