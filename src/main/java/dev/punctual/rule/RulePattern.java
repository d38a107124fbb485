package dev.punctual.rule;

/** Patterns of rule ids: {@code *} stands for any characters, also none. */
public final class RulePattern {

  private RulePattern() {}

  /** Whether an id fits a pattern; takes time in proportion to their lengths at most. */
  public static boolean matches(String pattern, String id) {
    int p = 0;
    int i = 0;
    int star = -1;
    int resume = 0;
    while (i < id.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = i;
      } else if (p < pattern.length() && pattern.charAt(p) == id.charAt(i)) {
        p++;
        i++;
      } else if (star >= 0) {
        p = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
