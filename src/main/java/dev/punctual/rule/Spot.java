package dev.punctual.rule;

/**
 * A place in a rule file.
 *
 * @param file as shown to people
 * @param line 1-based
 * @param column 1-based, in code points
 */
record Spot(String file, int line, int column) {

  static Spot startOf(String file) {
    return new Spot(file, 1, 1);
  }

  Spot right(int characters) {
    return new Spot(file, line, column + characters);
  }

  /** {@code file:line}, to point from one message to another place. */
  String fileAndLine() {
    return file + ":" + line;
  }
}
