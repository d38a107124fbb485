package dev.punctual.rule;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects what is wrong in all files. The same problem at the same place is kept once, however
 * often a value is used; after a thousand the rest is only counted.
 */
final class Problems {

  private static final int MOST = 1_000;

  private final SortedSet<Problem> errors = new TreeSet<>();
  private final SortedSet<Problem> warnings = new TreeSet<>();
  private int notShown;

  void error(Spot spot, String message) {
    keep(errors, new Problem(spot.file(), spot.line(), spot.column(), message, false));
  }

  void warn(Spot spot, String message) {
    keep(warnings, new Problem(spot.file(), spot.line(), spot.column(), message, true));
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** How many errors there are so far: whether a section added one. */
  int errorCount() {
    return errors.size() + notShown;
  }

  /** By file, line and column. */
  List<Problem> errors() {
    if (notShown > 0) {
      Problem last = errors.last();
      errors.add(
          new Problem(
              last.file(),
              last.line(),
              last.column() + 1,
              "There are " + notShown + " more problems; mend these first.",
              false));
      notShown = 0;
    }
    return List.copyOf(errors);
  }

  List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  private void keep(SortedSet<Problem> problems, Problem problem) {
    if (problems.size() < MOST) {
      problems.add(problem);
    } else if (!problem.warning() && !problems.contains(problem)) {
      notShown++;
    }
  }
}
