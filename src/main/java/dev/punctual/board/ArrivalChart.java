package dev.punctual.board;

import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ninety days of arrivals against the due line, with the band in which eight of ten lay. */
final class ArrivalChart {

  private static final int WIDTH = 820;
  private static final int HEIGHT = 300;
  private static final int LEFT = 44;
  private static final int RIGHT = 8;
  private static final int TOP = 8;
  private static final int BOTTOM = 28;
  private static final int WINDOW = 20;
  private static final int MOST_LABELS = 6;
  private static final int LINE = 13;
  private static final int LATEST_BEYOND_DUE = 180;
  private static final int[] STEPS = {5, 10, 15, 30, 60, 120, 180, 360};

  private final List<Past> past;
  private final LocalDate from;
  private final LocalDate to;
  private final Words words;
  private final double least;
  private final double most;
  private final List<Box> labels = new ArrayList<>();

  /** The room a label takes; of Latin letters about six wide. */
  private record Box(double left, double right, double y) {
    boolean touches(Box other) {
      return left < other.right && other.left < right && Math.abs(y - other.y) < LINE;
    }
  }

  /**
   * @param past opened deadlines, any order
   */
  ArrivalChart(List<Past> past, LocalDate from, LocalDate to, Words words) {
    this.past = past.stream().sorted(Comparator.comparing(p -> p.due().dueAt())).toList();
    this.from = from;
    this.to = to;
    this.words = words;
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (Past one : this.past) {
      double due = one.minutes(one.due().dueAt());
      Instant arrived = one.due().arrivedAt();
      double at = arrived == null ? due : one.minutes(arrived);
      low = Math.min(low, Math.min(due, Math.max(at, due - 720)));
      high = Math.max(high, Math.max(due, Math.min(at, due + LATEST_BEYOND_DUE)));
    }
    double room = Math.max(10, (high - low) * 0.08);
    least = low - room;
    most = high + room;
  }

  /** Empty where nothing was due. */
  Html draw() {
    if (past.isEmpty()) {
      return Html.empty();
    }
    Html html = Html.sized(past.size() * 90 + 4_000);
    html.add(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"ac-t ac-d\">",
        WIDTH,
        HEIGHT);
    html.add("<title id=\"ac-t\">{}</title>", words.say("chart.title"));
    html.add("<desc id=\"ac-d\">{}</desc>", description());
    grid(html);
    band(html);
    unknown(html);
    dueLine(html);
    points(html);
    return html.put("</svg>");
  }

  private String description() {
    long met = past.stream().filter(p -> p.look() == Look.MET).count();
    long missed = past.stream().filter(p -> p.look().isMiss()).count();
    return words.say("chart.description", past.size(), met, missed);
  }

  private double x(LocalDate date) {
    double days = Math.max(1, to.toEpochDay() - from.toEpochDay());
    return LEFT + 10 + (date.toEpochDay() - from.toEpochDay()) / days * (WIDTH - LEFT - RIGHT - 20);
  }

  private double y(double minutes) {
    double share = (Math.clamp(minutes, least, most) - least) / (most - least);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private void grid(Html html) {
    Past last = past.getLast();
    double due = y(last.minutes(last.due().dueAt()));
    html.put("<path class=\"late-ground\" d=\"").put(lateGround()).put("\"/>");
    int step = 720;
    for (int candidate : STEPS) {
      if ((most - least) / candidate <= 9) {
        step = candidate;
        break;
      }
    }
    for (double minute = Math.ceil(least / step) * step; minute <= most; minute += step) {
      html.add(
          "<path class=\"grid\" d=\"M{} {}H{}\"/><text class=\"end\" x=\"{}\" y=\"{}\">{}</text>",
          LEFT,
          number(y(minute)),
          WIDTH - RIGHT,
          LEFT - 8,
          number(y(minute) + 4),
          label(minute, last));
    }
    html.add("<text x=\"{}\" y=\"{}\">{}</text>", LEFT, HEIGHT - 8, words.shortDate(from));
    for (LocalDate month = from.withDayOfMonth(1).plusMonths(1);
        month.isBefore(to);
        month = month.plusMonths(1)) {
      double x = x(month);
      html.add("<path class=\"grid\" d=\"M{} {}V{}\"/>", number(x), TOP, HEIGHT - BOTTOM);
      if (x > LEFT + 70 && x < WIDTH - 80) {
        html.add("<text x=\"{}\" y=\"{}\">{}</text>", number(x), HEIGHT - 8, words.month(month));
      }
    }
    html.add(
        "<text class=\"end\" x=\"{}\" y=\"{}\">{}</text>",
        WIDTH - RIGHT,
        HEIGHT - 8,
        words.shortDate(to));
    html.add(
        "<text class=\"strong\" x=\"{}\" y=\"{}\">{}</text>",
        LEFT + 5,
        number(Math.max(TOP + 10, due - 6)),
        words.say("chart.due", label(last.minutes(last.due().dueAt()), last)));
  }

  private static String label(double minute, Past like) {
    int whole = (int) Math.round(minute);
    if (like.due().slot() != null) {
      return (whole < 0 ? "−" : "+") + Math.abs(whole) + " min";
    }
    int ofDay = Math.floorMod(whole, 24 * 60);
    return String.format(Locale.ROOT, "%02d:%02d", ofDay / 60, ofDay % 60);
  }

  private String steps() {
    StringBuilder path = new StringBuilder();
    double last = Double.NaN;
    for (Past one : past) {
      double y = y(one.minutes(one.due().dueAt()));
      double x = x(one.due().businessDate());
      if (path.isEmpty()) {
        path.append('M').append(LEFT).append(' ').append(number(y));
      } else if (Math.abs(y - last) > 0.05) {
        path.append('H').append(number(x)).append('V').append(number(y));
      }
      last = y;
    }
    return path.append('H').append(WIDTH - RIGHT).toString();
  }

  private String lateGround() {
    return steps() + "V" + TOP + "H" + LEFT + "Z";
  }

  private void dueLine(Html html) {
    html.put("<path class=\"due-line\" d=\"").put(steps()).put("\"/>");
  }

  private void band(Html html) {
    List<Past> typical = past.stream().filter(Past::isTypical).toList();
    if (typical.size() < 5) {
      return;
    }
    StringBuilder low = new StringBuilder();
    StringBuilder median = new StringBuilder();
    List<String> high = new ArrayList<>();
    for (int i = 0; i < typical.size(); i++) {
      int start = Math.max(0, i - WINDOW + 1);
      int end = Math.max(i + 1, Math.min(typical.size(), 5));
      List<Double> window =
          typical.subList(start, end).stream()
              .map(p -> p.minutes(Objects.requireNonNull(p.due().arrivedAt())))
              .sorted()
              .toList();
      String x = number(x(typical.get(i).due().businessDate()));
      String sign = i == 0 ? "M" : "L";
      low.append(sign).append(x).append(' ').append(number(y(Percentile.of(window, 0.1))));
      median.append(sign).append(x).append(' ').append(number(y(Percentile.of(window, 0.5))));
      high.add("L" + x + " " + number(y(Percentile.of(window, 0.9))));
    }
    html.put("<path class=\"band\" d=\"").put(low.toString());
    html.put(String.join("", high.reversed())).put("Z\"/>");
    html.put("<path class=\"median\" d=\"").put(median.toString()).put("\"/>");
  }

  private void unknown(Html html) {
    for (Past one : past) {
      if (one.look() == Look.UNKNOWN) {
        double x = x(one.due().businessDate());
        html.add(
            "<rect class=\"gap\" x=\"{}\" y=\"{}\" width=\"6\" height=\"{}\"/>",
            number(x - 3),
            TOP,
            HEIGHT - TOP - BOTTOM);
        name(html, one, x + 8, TOP + 14, "", words.say("chart.noAnswer"));
      }
    }
  }

  private void points(Html html) {
    for (Past one : past) {
      Instant arrived = one.due().arrivedAt();
      if (arrived == null) {
        continue;
      }
      boolean excused = one.look() == Look.EXCUSED;
      boolean late = arrived.isAfter(one.due().dueAt());
      String tone = excused ? "excused" : late ? "late" : "met";
      double x = x(one.due().businessDate());
      double y = y(one.minutes(arrived));
      html.put("<circle class=\"pt ").put(tone).put("\" r=\"3.6\" cx=\"").put(number(x));
      html.put("\" cy=\"").put(number(y)).put("\"/>");
      if (excused || late) {
        name(html, one, x, y + 4, tone, words.time(arrived, one.zone()));
      }
    }
  }

  private void name(Html html, Past one, double x, double y, String tone, String what) {
    boolean left = x > WIDTH - 170;
    String text = words.shortDate(one.due().businessDate()) + ", " + what;
    double begin = left ? x - 8 - wide(text) : x + 8;
    Box box = free(new Box(begin, begin + wide(text), y));
    if (labels.size() >= MOST_LABELS || box == null) {
      return;
    }
    labels.add(box);
    html.add(
        "<text class=\"{}{}\" x=\"{}\" y=\"{}\">{}</text>",
        tone,
        left ? " end" : "",
        number(left ? x - 8 : x + 8),
        number(box.y()),
        text);
  }

  /** The place itself, or a line below or above it where another label is there; null without. */
  private @Nullable Box free(Box wish) {
    return Stream.of(0, LINE, -LINE)
        .map(by -> new Box(wish.left(), wish.right(), wish.y() + by))
        .filter(box -> box.y() > TOP + 8 && labels.stream().noneMatch(box::touches))
        .findFirst()
        .orElse(null);
  }

  private static double wide(String text) {
    return text.codePoints().mapToDouble(letter -> letter < 0x2000 ? 6.2 : 11.5).sum();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
