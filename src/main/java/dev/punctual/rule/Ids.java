package dev.punctual.rule;

import java.util.Locale;

/** Names that stand in URLs and messages. */
final class Ids {

  private static final int LONGEST = 100;

  private Ids() {}

  /**
   * Reads the id of a rule: small letters, digits, {@code . _ -}, at most 100 characters.
   *
   * @throws BadScalarException at the first character that does not fit
   */
  static String parse(String text) {
    if (text.length() > LONGEST) {
      throw new BadScalarException(
          "An id has at most " + LONGEST + " characters, not " + text.length() + ".", LONGEST);
    }
    for (int i = 0; i < text.length(); i++) {
      if (!fits(text.charAt(i), i == 0)) {
        throw new BadScalarException(
            "An id has small letters, digits, dots, dashes and underscores and begins with a letter"
                + " or digit, for example \""
                + proposal(text)
                + "\".",
            i);
      }
    }
    return text;
  }

  /**
   * Reads the name of a pushed job, which stands in a URL too; capitals are allowed.
   *
   * @throws BadScalarException at the first character that does not fit
   */
  static String parseJob(String text) {
    if (text.length() > LONGEST) {
      throw new BadScalarException(
          "A job's name has at most " + LONGEST + " characters, not " + text.length() + ".",
          LONGEST);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!fits(c, i == 0) && !(c >= 'A' && c <= 'Z')) {
        throw new BadScalarException(
            "A job's name stands in a URL: letters, digits, dots, dashes and underscores, for"
                + " example month-end-close.",
            i);
      }
    }
    return text;
  }

  /**
   * Reads the name of a team or calendar: free text on one line.
   *
   * @throws BadScalarException when it is longer than 100 characters or has a line break
   */
  static String parseName(String text) {
    if (text.length() > LONGEST) {
      throw new BadScalarException(
          "A name has at most " + LONGEST + " characters, not " + text.length() + ".", LONGEST);
    }
    if (text.lines().count() > 1 || !text.strip().equals(text)) {
      throw new BadScalarException("A name is one line without blanks around it.", 0);
    }
    return text;
  }

  private static boolean fits(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (!first && (c == '.' || c == '_' || c == '-'));
  }

  private static String proposal(String text) {
    StringBuilder id = new StringBuilder();
    for (char c : text.strip().toLowerCase(Locale.ROOT).toCharArray()) {
      boolean dash = !fits(c, id.isEmpty());
      if (!dash) {
        id.append(c);
      } else if (!id.isEmpty() && id.charAt(id.length() - 1) != '-') {
        id.append('-');
      }
    }
    while (!id.isEmpty() && id.charAt(id.length() - 1) == '-') {
      id.setLength(id.length() - 1);
    }
    return id.isEmpty() ? "learner-status" : id.toString();
  }
}
