package dev.punctual.rule;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class DidYouMean {

  private static final int LONGEST = 100;

  private DidYouMean() {}

  /**
   * The nearest known name by edits (a swap of neighbours counts as one), case ignored, or null
   * when none is near: at most one edit for each three characters written. Ties go to the first in
   * the alphabet.
   */
  public static @Nullable String suggest(String written, Collection<String> known) {
    return nearest(written, known).orElse(null);
  }

  /**
   * A question to append to a message, {@code " Did you mean \"x\"?"}, or the empty string when
   * nothing is near.
   */
  public static String question(String written, Collection<String> known) {
    return nearest(written, known).map(name -> " Did you mean \"" + name + "\"?").orElse("");
  }

  private static Optional<String> nearest(String written, Collection<String> known) {
    if (written.isBlank() || written.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = written.strip().toLowerCase(Locale.ROOT);
    int most = wanted.length() / 3;
    return known.stream()
        .filter(name -> Math.abs(name.length() - wanted.length()) <= most)
        .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(candidate -> candidate.edits() <= most)
        .min(Comparator.comparingInt(Candidate::edits).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  private record Candidate(String name, int edits) {}

  /**
   * Damerau-Levenshtein in its restricted form: insert, delete, replace, swap neighbours, no part
   * edited twice.
   */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(row[j - 1], last[j]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
