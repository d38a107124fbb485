package dev.punctual.report;

import dev.punctual.web.Html;
import java.util.List;

/** A small bar chart with its counts over the bars. */
final class Bars {
  private static final int WIDTH = 384;
  private static final int GAP = 8;
  private static final int ROOM = 118;
  private static final int TOP = 20;

  private Bars() {}

  /**
   * One bar.
   *
   * @param colour class of the rectangle
   */
  record Bar(String label, int count, String colour) {}

  /**
   * @param meaning what the picture shows, for those who do not see it
   */
  static Html draw(List<Bar> bars, String meaning) {
    int most = Math.max(1, bars.stream().mapToInt(Bar::count).max().orElse(1));
    int slot = WIDTH / Math.max(1, bars.size());
    Html out = Html.sized(1024);
    out.add(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
        WIDTH,
        TOP + ROOM + 22,
        meaning);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int height = bar.count() == 0 ? 1 : Math.max(3, ROOM * bar.count() / most);
      int middle = i * slot + slot / 2;
      out.add(
          "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
          bar.count() == 0 ? "empty-bar" : bar.colour(),
          middle - (slot - GAP) / 2,
          TOP + ROOM - height,
          slot - GAP,
          height);
      text(out, "strong middle", middle, TOP + ROOM - height - 6, String.valueOf(bar.count()));
      text(out, "middle", middle, TOP + ROOM + 17, bar.label());
    }
    return out.put("</svg>");
  }

  private static void text(Html out, String classes, int x, int y, String text) {
    out.add("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", classes, x, y, text);
  }
}
