package dev.punctual.report;

import dev.punctual.web.Html;
import java.util.List;

/** Bars made of parts, the largest part below, with a scale and three lines under each. */
final class StackedBars {
  private static final int LEFT = 34;
  private static final int SLOT = 100;

  /** Fewer bars are drawn no wider. */
  private static final int LEAST_SLOTS = 5;

  private static final int BAR = 46;
  private static final int ROOM = 170;
  private static final int TOP = 24;
  private static final int LINES = 4;

  /** A part that is lower than this has no room for its words. */
  private static final int LEAST_FOR_WORDS = 9;

  private StackedBars() {}

  /** A part of a bar, with what is said of it. */
  record Part(String colour, int count, String words) {}

  /** A bar with what stands under it. */
  record Bar(String label, String second, String third, List<Part> parts) {
    int count() {
      return parts.stream().mapToInt(Part::count).sum();
    }
  }

  /**
   * @param meaning what the picture shows, for those who do not see it
   */
  static Html draw(List<Bar> bars, String meaning) {
    int most = Math.max(1, bars.stream().mapToInt(Bar::count).max().orElse(1));
    int step = step(most);
    int top = Math.ceilDiv(most, step) * step;
    int width = LEFT + Math.max(LEAST_SLOTS, bars.size()) * SLOT;
    Html out = Html.sized(4096);
    out.add(
        "<svg class=\"chart stacked\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
        width,
        TOP + ROOM + 52,
        meaning);
    for (int mark = 0; mark <= top; mark += step) {
      int y = TOP + ROOM - ROOM * mark / top;
      out.add(
          "<path class=\"{}\" d=\"M{} {}h{}\"/>",
          mark == 0 ? "axis-line" : "grid",
          LEFT - 6,
          y,
          width - LEFT + 6);
      out.add("<text class=\"end\" x=\"{}\" y=\"{}\">{}</text>", LEFT - 12, y + 4, mark);
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(out, bars.get(i), LEFT + i * SLOT, top);
    }
    return out.put("</svg>");
  }

  /** A round distance between the lines of the scale. */
  private static int step(int most) {
    int step = 1;
    int[] factors = {2, 5, 10};
    for (int decade = 1; ; decade *= 10) {
      for (int factor : factors) {
        if (step * LINES >= most) {
          return step;
        }
        step = factor * decade;
      }
    }
  }

  private static void bar(Html out, Bar bar, int left, int top) {
    int middle = left + BAR / 2;
    int below = 0;
    for (Part part : bar.parts()) {
      int y = TOP + ROOM - ROOM * (below + part.count()) / top;
      int height = TOP + ROOM - ROOM * below / top - y;
      out.add(
          "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
          part.colour(),
          left,
          y,
          BAR,
          Math.max(1, height - 1));
      if (height >= LEAST_FOR_WORDS && !part.words().isEmpty()) {
        text(out, "", left + BAR + 4, y + height / 2 + 4, part.words());
      }
      below += part.count();
    }
    text(out, "strong middle", middle, TOP + ROOM - ROOM * below / top - 6, String.valueOf(below));
    text(out, "middle", middle, TOP + ROOM + 16, bar.label());
    text(out, "middle", middle, TOP + ROOM + 31, bar.second());
    text(out, "middle", middle, TOP + ROOM + 46, bar.third());
  }

  private static void text(Html out, String classes, int x, int y, String text) {
    out.add("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", classes, x, y, text);
  }
}
