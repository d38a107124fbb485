package dev.punctual.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The short form of a table, {@code source.relation}: names between dots, those with dots or blanks
 * of their own in double quotes as in SQL.
 *
 * @param relation one to three names, outermost first
 */
record TableName(String source, List<String> relation) {

  private static final String FORM = "Write it as dwh.mart.learner_status.";

  /**
   * Reads the short form.
   *
   * @throws BadScalarException when it is anything else
   */
  static TableName parse(String text) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (true) {
      int end = text.startsWith("\"", at) ? quotedEnd(text, at) : bareEnd(text, at);
      names.add(name(text, at, end));
      if (end == text.length()) {
        break;
      }
      if (text.charAt(end) != '.') {
        throw new BadScalarException("A dot is missing here. " + FORM, end);
      }
      at = end + 1;
    }
    if (names.size() == 1) {
      throw new BadScalarException(
          "A table is written with its source: source.relation. " + FORM, 0);
    }
    if (names.size() > 4) {
      throw new BadScalarException(
          "A table has one to three names after its source, not " + (names.size() - 1) + ".", 0);
    }
    return new TableName(names.getFirst(), List.copyOf(names.subList(1, names.size())));
  }

  /** The short form; {@link #parse} reads it back. */
  static String print(Target.Table table) {
    StringBuilder text = new StringBuilder(table.source());
    for (String name : table.relation()) {
      text.append('.').append(quote(name));
    }
    return text.toString();
  }

  private static String quote(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isBare(name.charAt(i))) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
      }
    }
    return name;
  }

  private static int quotedEnd(String text, int at) {
    int i = at + 1;
    while (i < text.length()) {
      if (text.charAt(i) != '"') {
        i++;
      } else if (text.startsWith("\"\"", i)) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    throw new BadScalarException("The double quote opened here is never closed.", at);
  }

  private static int bareEnd(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) != '.') {
      if (!isBare(text.charAt(end))) {
        throw new BadScalarException(
            "\""
                + text.charAt(end)
                + "\" stands in a name only in double quotes: "
                + "dwh.mart.\"learner status\".",
            end);
      }
      end++;
    }
    return end;
  }

  private static String name(String text, int from, int to) {
    boolean quoted = text.startsWith("\"", from);
    String name =
        quoted ? text.substring(from + 1, to - 1).replace("\"\"", "\"") : text.substring(from, to);
    if (name.isEmpty()) {
      throw new BadScalarException("A name is missing here. " + FORM, from);
    }
    return name;
  }

  private static boolean isBare(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '-' || c == '#' || c == '*';
  }
}
