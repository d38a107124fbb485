package dev.punctual.report;

import dev.punctual.web.Html;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Calendar strips: one small square a day, eight in a row, month beside month. What most strips
 * have in common is drawn once and referred to: which days have a deadline, as if all were met;
 * what is not met is laid over it.
 */
final class Strips {
  private static final int PITCH = 6;
  private static final int PER_ROW = 8;
  private static final int MONTH_WIDTH = PITCH * PER_ROW + PITCH;
  private static final int HEIGHT = 4 * PITCH - 1;

  /** Letters of the ledger's cells that are drawn over the ground, each in its own colour. */
  private static final String OVERLAYS = "lnoue";

  private final List<YearMonth> months;
  private final Map<String, Integer> grounds = new LinkedHashMap<>();

  Strips(List<YearMonth> months) {
    this.months = months;
  }

  int width() {
    return months.size() * MONTH_WIDTH - PITCH - 1;
  }

  /** Appends the strip of a rule. */
  void write(Html out, SortedMap<YearMonth, String> cells) {
    StringBuilder ground = new StringBuilder(months.size() * 31);
    StringBuilder[] overlays = new StringBuilder[OVERLAYS.length()];
    for (int month = 0; month < months.size(); month++) {
      String letters = cells.getOrDefault(months.get(month), "");
      int days = months.get(month).lengthOfMonth();
      for (int day = 0; day < days; day++) {
        char letter = day < letters.length() ? letters.charAt(day) : '-';
        ground.append(letter == '-' || letter == 'w' ? '-' : 'm');
        int kind = OVERLAYS.indexOf(letter);
        if (kind >= 0) {
          if (overlays[kind] == null) {
            overlays[kind] = new StringBuilder();
          }
          square(overlays[kind], month, day);
        }
      }
    }
    int number = grounds.computeIfAbsent(ground.toString(), _ -> grounds.size());
    out.put("<svg viewBox=\"0 0 ").put(width()).put(" ").put(HEIGHT);
    out.put("\" width=\"").put(width()).put("\" aria-hidden=\"true\"><use href=\"#g");
    out.put(number).put("\"/>");
    for (int kind = 0; kind < overlays.length; kind++) {
      if (overlays[kind] != null) {
        out.put("<path class=\"").put(OVERLAYS.substring(kind, kind + 1)).put("\" d=\"");
        out.put(overlays[kind].toString()).put("\"/>");
      }
    }
    out.put("</svg>");
  }

  /** What the strips written so far refer to; stands anywhere on the page. */
  Html grounds() {
    Html out = Html.sized(4096);
    out.put("<svg class=\"sprite\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>");
    out.put("<pattern id=\"stripes\" width=\"3\" height=\"3\" patternUnits=\"userSpaceOnUse\"");
    out.put(
        " patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"3\" height=\"3\"/>");
    out.put("<path class=\"hatch-line\" d=\"M0 0v3\"/></pattern>");
    grounds.forEach((days, number) -> ground(out, days, number));
    return out.put("</defs></svg>");
  }

  private void ground(Html out, String days, int number) {
    StringBuilder none = new StringBuilder();
    StringBuilder met = new StringBuilder();
    int at = 0;
    for (int month = 0; month < months.size(); month++) {
      for (int day = 0; day < months.get(month).lengthOfMonth(); day++) {
        square(days.charAt(at++) == 'm' ? met : none, month, day);
      }
    }
    out.put("<g id=\"g").put(number).put("\"><path class=\"none\" d=\"").put(none.toString());
    out.put("\"/><path class=\"m\" d=\"").put(met.toString()).put("\"/></g>");
  }

  private static void square(StringBuilder path, int month, int day) {
    path.append('M')
        .append(month * MONTH_WIDTH + day % PER_ROW * PITCH)
        .append(' ')
        .append(day / PER_ROW * PITCH)
        .append("h5v5h-5z");
  }
}
