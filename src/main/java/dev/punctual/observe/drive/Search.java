package dev.punctual.observe.drive;

import java.util.List;

/** Conditions in Drive's search language. */
final class Search {

  static final String NOT_IN_THE_BIN = "trashed = false";

  private Search() {}

  /** Files that lie in a folder. */
  static String in(String folder) {
    return quoted(folder) + " in " + "parents";
  }

  static String named(String name) {
    return "name = " + quoted(name);
  }

  static String ofType(String type) {
    return "mimeType = " + quoted(type);
  }

  static String all(String... conditions) {
    return String.join(" and ", conditions);
  }

  static String any(List<String> conditions) {
    return "(" + String.join(" or ", conditions) + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
