package dev.punctual.rule;

import java.util.List;

/** What came of reading rule files: all of them are taken, or none. */
public sealed interface Reading {

  /**
   * The rules can be put in force.
   *
   * @param warnings by file, line and column
   */
  record Accepted(RuleSet rules, List<Problem> warnings) implements Reading {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Nothing is taken.
   *
   * @param problems of all files, by file, line and column; at least one
   */
  record Rejected(List<Problem> problems) implements Reading {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
