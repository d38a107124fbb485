package dev.punctual.board;

import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How arrivals moved from week to week: the median and the span of eight in ten. */
final class WeekChart {

  private static final int WIDTH = 382;
  private static final int HEIGHT = 170;
  private static final int LEFT = 52;
  private static final int RIGHT = 8;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;

  /** Weeks it takes to speak of a trend, and those that are compared with the rest. */
  private static final int ENOUGH = 8;

  private static final int NEWEST = 4;

  /** A difference worth a word, in minutes. */
  private static final int NOTICEABLE = 5;

  private static final int[] STEPS = {5, 10, 15, 30, 60, 120, 240, 720};

  private final List<Week> weeks = new ArrayList<>();
  private final Words words;
  private final boolean slotted;

  private record Week(LocalDate monday, List<Double> minutes) {
    double at(double share) {
      return Percentile.of(minutes, share);
    }
  }

  /**
   * @param past in any order; those that say nothing of habits are left out
   */
  WeekChart(List<Past> past, Words words) {
    this.words = words;
    Map<LocalDate, List<Double>> byWeek = new TreeMap<>();
    for (Past one : past) {
      if (one.isTypical()) {
        LocalDate monday =
            one.due().businessDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        byWeek
            .computeIfAbsent(monday, m -> new ArrayList<>())
            .add(one.minutes(Objects.requireNonNull(one.due().arrivedAt())));
      }
    }
    byWeek.forEach(
        (monday, minutes) -> weeks.add(new Week(monday, minutes.stream().sorted().toList())));
    slotted = past.stream().anyMatch(one -> one.due().slot() != null);
  }

  boolean isEmpty() {
    return weeks.size() < 2;
  }

  /** Whether the newest weeks differ from those before. */
  String finding() {
    if (weeks.size() < ENOUGH) {
      return words.say("weeks.few");
    }
    int cut = weeks.size() - NEWEST;
    int moved = (int) (median(weeks.subList(cut, weeks.size())) - median(weeks.subList(0, cut)));
    if (Math.abs(moved) < NOTICEABLE) {
      return words.say("weeks.even");
    }
    return words.say(moved > 0 ? "weeks.later" : "weeks.earlier", Math.abs(moved));
  }

  private static double median(List<Week> some) {
    return Percentile.of(some.stream().flatMap(w -> w.minutes().stream()).sorted().toList(), 0.5);
  }

  Html draw() {
    double low = weeks.stream().mapToDouble(w -> w.at(0.1)).min().orElse(0);
    double high = weeks.stream().mapToDouble(w -> w.at(0.9)).max().orElse(1);
    double room = Math.max(5, (high - low) * 0.1);
    Scale scale = new Scale(low - room, high + room);
    Html html =
        Html.of(
            "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{} {}\">",
            WIDTH,
            HEIGHT,
            words.say("weeks.description"),
            finding());
    grid(html, scale);
    StringBuilder top = new StringBuilder();
    StringBuilder bottom = new StringBuilder();
    StringBuilder median = new StringBuilder();
    for (int i = 0; i < weeks.size(); i++) {
      String x = number(x(i));
      Week week = weeks.get(i);
      top.append(i == 0 ? 'M' : 'L').append(x).append(' ').append(number(scale.y(week.at(0.9))));
      bottom.insert(0, "L" + x + " " + number(scale.y(week.at(0.1))));
      median.append(i == 0 ? 'M' : 'L').append(x).append(' ').append(number(scale.y(week.at(0.5))));
    }
    html.add("<path class=\"band\" d=\"{}{}Z\"/>", top, bottom);
    html.add("<path class=\"median\" d=\"{}\"/>", median);
    return html.put("</svg>");
  }

  private record Scale(double least, double most) {
    double y(double minutes) {
      return HEIGHT - BOTTOM - (minutes - least) / (most - least) * (HEIGHT - TOP - BOTTOM);
    }
  }

  private double x(int week) {
    return LEFT + 10 + week / (double) (weeks.size() - 1) * (WIDTH - LEFT - RIGHT - 20);
  }

  private void grid(Html html, Scale scale) {
    int step = STEPS[STEPS.length - 1];
    for (int candidate : STEPS) {
      if ((scale.most() - scale.least()) / candidate <= 6) {
        step = candidate;
        break;
      }
    }
    double first = Math.ceil(scale.least() / step) * step;
    for (double minute = first; minute <= scale.most(); minute += step) {
      String y = number(scale.y(minute));
      html.add("<path class=\"grid\" d=\"M{} {}H{}\"/>", LEFT, y, WIDTH - RIGHT);
      html.add(
          "<text class=\"end\" x=\"{}\" y=\"{}\">{}</text>",
          LEFT - 8,
          number(scale.y(minute) + 4),
          label((int) minute));
    }
    int every = Math.max(1, Math.ceilDiv(weeks.size(), 5));
    for (int i = 0; i < weeks.size(); i += every) {
      html.add(
          "<text class=\"middle\" x=\"{}\" y=\"{}\">{}</text>",
          number(Math.clamp(x(i), LEFT + 22, WIDTH - 30)),
          HEIGHT - 6,
          words.shortDate(weeks.get(i).monday()));
    }
  }

  private String label(int minute) {
    if (slotted) {
      return (minute < 0 ? "−" : "+") + Math.abs(minute) + " min";
    }
    int ofDay = Math.floorMod(minute, 24 * 60);
    return String.format(Locale.ROOT, "%02d:%02d", ofDay / 60, ofDay % 60);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
