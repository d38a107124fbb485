package dev.punctual.board;

import dev.punctual.web.Html;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of files and queries, lightly coloured. */
final class Code {

  private static final Pattern KEY =
      Pattern.compile("^(\\s*(?:- )?)([A-Za-z_][\\w.-]*)(:(?:\\s.*|$))");
  private static final Pattern SQL =
      Pattern.compile(
          "('(?:[^']|'')*')|(?<!:)(:[a-z_]+)|\\b(select|from|where|and|or|not|count|distinct|between|in|is|null|max|min|sum|avg|join|on|group"
              + " by|order by|having|exists|case|when|then|else|end|interval|like)\\b",
          Pattern.CASE_INSENSITIVE);

  private Code() {}

  /** Words of the language and parameters. */
  static Html sql(String text) {
    Html html = Html.empty();
    Matcher part = SQL.matcher(text);
    int from = 0;
    while (part.find()) {
      html.write(text.substring(from, part.start()));
      String tone = part.group(1) != null ? "" : part.group(2) != null ? "p" : "k";
      html.put("<span class=\"").put(tone).put("\">").write(part.group()).put("</span>");
      from = part.end();
    }
    return html.write(text.substring(from));
  }

  /** One line of YAML; its key and its comment. */
  static Html yaml(String line) {
    if (line.strip().startsWith("#")) {
      return Html.of("<span class=\"c\">{}</span>", line);
    }
    Matcher key = KEY.matcher(line);
    return key.matches()
        ? Html.of("{}<span class=\"k\">{}</span>{}", key.group(1), key.group(2), key.group(3))
        : Html.text(line);
  }

  /**
   * Lines with their numbers.
   *
   * @param first number of the first line shown, 1-based
   * @param last number of the last line shown
   */
  static Html lines(String text, int first, int last) {
    List<String> lines = text.lines().toList();
    Html html = Html.empty();
    for (int number = Math.max(1, first); number <= Math.min(last, lines.size()); number++) {
      html.add("<span class=\"ln\">{}</span>{}\n", number, yaml(lines.get(number - 1)));
    }
    return html;
  }

  /**
   * The lines round a place, the place marked with a caret.
   *
   * @param line 1-based
   * @param column 1-based
   */
  static Html around(String text, int line, int column) {
    List<String> lines = text.lines().toList();
    Html html = Html.empty();
    for (int number = Math.max(1, line - 2); number <= Math.min(line + 1, lines.size()); number++) {
      String content = lines.get(number - 1);
      if (number == line) {
        html.add(
            "<span class=\"mark\"><span class=\"ln\">{}</span>{}</span>", number, yaml(content));
        html.put("<span class=\"ln\"></span>").put(caret(content, column)).put("\n");
      } else {
        html.add("<span class=\"ln\">{}</span>{}\n", number, yaml(content));
      }
    }
    return html;
  }

  private static Html caret(String content, int column) {
    int from = Math.clamp(column - 1L, 0, content.length());
    int to = from + 1;
    while (to < content.length() && !Character.isWhitespace(content.charAt(to)) && to - from < 24) {
      to++;
    }
    String wave = "~".repeat(Math.max(0, to - from - 1));
    return Html.of("{}<span class=\"caret\">^{}</span>", " ".repeat(from), wave);
  }
}
