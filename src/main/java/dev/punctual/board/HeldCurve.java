package dev.punctual.board;

import dev.punctual.report.Share;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import dev.punctual.whatif.Simulation;
import dev.punctual.whatif.Simulation.Held;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;

/** The share of days met for every due time, with the present and the asked one marked. */
final class HeldCurve {

  private static final int WIDTH = 382;
  private static final int HEIGHT = 126;
  private static final int TOP = 10;
  private static final int BOTTOM = 24;
  private static final int MARGIN = 20;
  private static final int[] STEPS = {5, 10, 15, 30, 60, 120, 180, 360, 720, 1440};

  private final Simulation simulation;
  private final String said;
  private final Words words;
  private final int from;
  private final int to;

  /**
   * @param said the finding in words
   */
  HeldCurve(Simulation simulation, String said, Words words) {
    this.simulation = simulation;
    this.said = said;
    this.words = words;
    int asked = asked();
    int least = Math.min(simulation.dueNow(), asked);
    int most = Math.max(simulation.dueNow(), asked);
    for (int minute = simulation.curve().first(); minute < least; minute++) {
      if (simulation.curve().at(minute).part() > 0) {
        least = minute;
      }
    }
    for (Held held : simulation.held()) {
      most = Math.max(most, Objects.requireNonNullElse(held.minutes(), most));
    }
    int room = Math.max(10, (most - least) / 12);
    from = Math.max(simulation.curve().first(), least - room);
    to = most + room;
  }

  private int asked() {
    Integer asked = simulation.variation().minutes();
    return asked == null ? simulation.dueNow() : asked;
  }

  Html draw() {
    Html html =
        Html.of(
            "<svg class=\"chart held-curve\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
            WIDTH,
            HEIGHT,
            words.say("whatif.curve", said));
    String line = line();
    html.add(
        "<path class=\"held-ground\" d=\"{}V{}H{}Z\"/>", line, HEIGHT - BOTTOM, number(x(from)));
    html.add("<path class=\"held-line\" d=\"{}\"/>", line);
    html.add("<path class=\"axis-line\" d=\"M0 {}H{}\"/>", HEIGHT - BOTTOM, WIDTH);
    labels(html);
    double now = x(simulation.dueNow());
    html.add(
        "<path class=\"due-line\" d=\"M{} {}V{}\"/>",
        number(now),
        HEIGHT - BOTTOM - 8,
        HEIGHT - BOTTOM + 5);
    mark(html);
    return html.put("</svg>");
  }

  /** Steps: the share changes at a minute and stays until the next. */
  private String line() {
    StringBuilder path = new StringBuilder("M").append(number(x(from)));
    double last = y(simulation.curve().at(from));
    path.append(' ').append(number(last));
    for (int minute = from + 1; minute <= to; minute++) {
      double y = y(simulation.curve().at(minute));
      if (Math.abs(y - last) > 0.2) {
        path.append('H').append(number(x(minute))).append('V').append(number(y));
        last = y;
      }
    }
    return path.append('H').append(number(x(to))).toString();
  }

  private void labels(Html html) {
    int step = STEPS[STEPS.length - 1];
    for (int candidate : STEPS) {
      if ((to - from) / candidate <= 6) {
        step = candidate;
        break;
      }
    }
    for (int minute = Math.ceilDiv(from, step) * step; minute <= to; minute += step) {
      double x = x(minute);
      if (x > 16 && x < WIDTH - 16) {
        html.add(
            "<text class=\"middle\" x=\"{}\" y=\"{}\">{}</text>",
            number(x),
            HEIGHT - 6,
            simulation.shown(minute));
      }
    }
  }

  private void mark(Html html) {
    double x = x(asked());
    Share share = simulation.curve().at(asked());
    html.add(
        "<path class=\"now-line\" d=\"M{} {}V{}\"/>", number(x), number(y(share)), HEIGHT - BOTTOM);
    html.add(
        "<circle class=\"held-mark\" r=\"5\" cx=\"{}\" cy=\"{}\"/>", number(x), HEIGHT - BOTTOM);
    boolean left = x > WIDTH - 70;
    html.add(
        "<text class=\"strong{}\" x=\"{}\" y=\"{}\">{}</text>",
        left ? " end" : "",
        number(left ? x - 7 : x + 7),
        number(Math.min(y(share) + 14, HEIGHT - BOTTOM - 8)),
        WhatIfCard.percent(share, words));
  }

  private double x(int minute) {
    return MARGIN + (minute - from) / (double) (to - from) * (WIDTH - 2 * MARGIN);
  }

  private static double y(Share share) {
    BigDecimal percent = share.percent();
    double value = percent == null ? 0 : percent.doubleValue();
    return HEIGHT - BOTTOM - value / 100 * (HEIGHT - TOP - BOTTOM);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
