package dev.punctual.board;

import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * When data arrives by weekday, and on the first and last of a month: the band of eight in ten, the
 * median, the late ones.
 */
final class WeekdayChart {

  private static final int WIDTH = 382;
  private static final int LEFT = 104;
  private static final int RIGHT = 52;
  private static final int ROW = 31;
  private static final int ENOUGH = 3;

  /** A difference worth a word, in minutes. */
  private static final int NOTICEABLE = 10;

  private final List<Past> past;
  private final Words words;

  WeekdayChart(List<Past> past, Words words) {
    this.past = past.stream().filter(Past::isTypical).filter(p -> p.due().slot() == null).toList();
    this.words = words;
  }

  private record Line(String name, List<Double> minutes, List<Double> late) {
    double median() {
      return Percentile.of(minutes, 0.5);
    }
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      add(
          lines,
          day.getDisplayName(TextStyle.FULL, words.locale()),
          date -> date.getDayOfWeek() == day);
    }
    return lines;
  }

  /** The first and the last of a month, by the rule's own days; a running month has no last yet. */
  private List<Line> monthLines() {
    TreeMap<YearMonth, TreeSet<LocalDate>> months = new TreeMap<>();
    for (Past one : past) {
      LocalDate date = one.due().businessDate();
      months.computeIfAbsent(YearMonth.from(date), m -> new TreeSet<>()).add(date);
    }
    if (months.size() < ENOUGH) {
      return List.of();
    }
    Set<LocalDate> firsts = new HashSet<>();
    Set<LocalDate> lasts = new HashSet<>();
    months.tailMap(months.firstKey(), false).values().forEach(days -> firsts.add(days.first()));
    months.headMap(months.lastKey(), false).values().forEach(days -> lasts.add(days.last()));
    List<Line> lines = new ArrayList<>();
    add(lines, words.say("month.first"), firsts::contains);
    add(lines, words.say("month.last"), lasts::contains);
    return lines;
  }

  private void add(List<Line> lines, String name, Predicate<LocalDate> dates) {
    List<Past> some = past.stream().filter(p -> dates.test(p.due().businessDate())).toList();
    if (some.size() >= ENOUGH) {
      lines.add(
          new Line(
              name,
              some.stream().map(WeekdayChart::minutes).sorted().toList(),
              some.stream()
                  .filter(p -> Objects.requireNonNull(p.due().arrivedAt()).isAfter(p.due().dueAt()))
                  .map(WeekdayChart::minutes)
                  .toList()));
    }
  }

  private static double minutes(Past past) {
    Instant arrived = Objects.requireNonNull(past.due().arrivedAt());
    return past.minutes(arrived);
  }

  boolean isEmpty() {
    return lines().isEmpty();
  }

  /** The weekday that differs most, if any does. */
  String finding() {
    List<Double> all = past.stream().map(WeekdayChart::minutes).sorted().toList();
    if (all.isEmpty()) {
      return "";
    }
    double usual = Percentile.of(all, 0.5);
    Line odd = null;
    for (Line line : both(lines(), monthLines())) {
      double difference = Math.abs(line.median() - usual);
      if (difference >= NOTICEABLE
          && (odd == null || difference > Math.abs(odd.median() - usual))) {
        odd = line;
      }
    }
    if (odd == null) {
      return words.say("weekday.even", NOTICEABLE);
    }
    int minutes = (int) Math.abs(odd.median() - usual);
    return words.say(
        odd.median() > usual ? "weekday.later" : "weekday.earlier", odd.name(), minutes);
  }

  private static List<Line> both(List<Line> one, List<Line> other) {
    List<Line> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  Html draw() {
    List<Line> weekdays = lines();
    List<Line> lines = both(weekdays, monthLines());
    Past like = past.getFirst();
    double due = like.minutes(like.due().dueAt());
    double least = due;
    double most = due;
    for (Line line : lines) {
      least = Math.min(least, Percentile.of(line.minutes(), 0.1));
      most = Math.max(most, Math.min(due + 150, line.minutes().getLast()));
    }
    double from = least - 15;
    double to = most + 15;
    int height = lines.size() * ROW + 34;
    Html html =
        Html.of(
            "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
            WIDTH,
            height,
            finding());
    int row = 0;
    for (Line line : lines) {
      if (row == weekdays.size()) {
        html.add("<path class=\"grid\" d=\"M0 {}H{}\"/>", row * ROW + 2, WIDTH);
      }
      draw(html, line, row++ * ROW + 18, from, to);
    }
    double x = x(due, from, to);
    html.add("<path class=\"due-line\" d=\"M{} 2V{}\"/>", number(x), height - 24);
    html.add(
        "<text class=\"middle\" x=\"{}\" y=\"{}\">{}</text>", number(x), height - 6, clock(due));
    html.add(
        "<text class=\"end\" x=\"{}\" y=\"{}\">{}</text>",
        WIDTH,
        height - 6,
        words.say("weekday.median"));
    return html.put("</svg>");
  }

  private static void draw(Html html, Line line, int y, double from, double to) {
    html.add("<text x=\"0\" y=\"{}\">{}</text>", y + 4, line.name());
    double low = x(Percentile.of(line.minutes(), 0.1), from, to);
    double high = x(Percentile.of(line.minutes(), 0.9), from, to);
    html.add(
        "<rect class=\"typical\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"8\" rx=\"4\"/>",
        number(low),
        y - 4,
        number(Math.max(8, high - low)));
    html.add("<path class=\"median\" d=\"M{} {}v12\"/>", number(x(line.median(), from, to)), y - 6);
    for (double late : line.late()) {
      html.add(
          "<circle class=\"pt late\" r=\"4\" cx=\"{}\" cy=\"{}\"/>", number(x(late, from, to)), y);
    }
    html.add(
        "<text class=\"end strong\" x=\"{}\" y=\"{}\">{}</text>",
        WIDTH,
        y + 4,
        clock(line.median()));
  }

  private static double x(double minutes, double from, double to) {
    return LEFT + (Math.clamp(minutes, from, to) - from) / (to - from) * (WIDTH - LEFT - RIGHT);
  }

  private static String clock(double minutes) {
    int ofDay = Math.floorMod((int) Math.round(minutes), 24 * 60);
    return String.format(Locale.ROOT, "%02d:%02d", ofDay / 60, ofDay % 60);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
