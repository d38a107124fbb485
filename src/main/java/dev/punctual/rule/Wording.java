package dev.punctual.rule;

import java.util.List;

/** Enumerations in messages. */
final class Wording {

  private Wording() {}

  /** {@code a, b or c}. */
  static String or(List<String> words) {
    return join(words, " or ");
  }

  /** {@code a, b and c}. */
  static String and(List<String> words) {
    return join(words, " and ");
  }

  private static String join(List<String> words, String last) {
    int count = words.size();
    return count < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, count - 1)) + last + words.getLast();
  }
}
