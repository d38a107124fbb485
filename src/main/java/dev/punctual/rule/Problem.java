package dev.punctual.rule;

import java.util.Comparator;

/**
 * Something wrong in a rule file, at its place.
 *
 * @param line 1-based; 1 where the whole file is meant
 * @param column 1-based
 * @param warning whether the rules are usable all the same
 */
public record Problem(String file, int line, int column, String message, boolean warning)
    implements Comparable<Problem> {

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line:column: message}, with {@code warning: } before the message of a warning. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + (warning ? "warning: " : "") + message;
  }
}
