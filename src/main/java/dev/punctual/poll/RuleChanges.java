package dev.punctual.poll;

import dev.punctual.rule.Rule;
import dev.punctual.rule.RulePrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed of a rule, in the words of the rule language: {@code ready_by 10:30 → 10:00}. */
final class RuleChanges {

  /** A longer value is only said to have changed. */
  private static final int READABLE = 60;

  private RuleChanges() {}

  /**
   * The changes, separated by commas.
   *
   * @param before null when it is not known
   */
  static String words(@Nullable Rule before, Rule after) {
    if (before == null) {
      return "changed";
    }
    Map<String, String> was = keys(before);
    Map<String, String> is = keys(after);
    Set<String> all = new LinkedHashSet<>(was.keySet());
    all.addAll(is.keySet());
    List<String> words = new ArrayList<>();
    for (String key : all) {
      String old = was.get(key);
      String now = is.get(key);
      if (old == null || !old.equals(now)) {
        words.add(words(key, old, now));
      }
    }
    return words.isEmpty() ? "changed" : String.join(", ", words);
  }

  private static String words(String key, @Nullable String old, @Nullable String now) {
    if (key.equals("was") && now != null) {
      return "renamed, was: " + now;
    }
    if (old == null) {
      return key + " added";
    }
    if (now == null) {
      return key + " removed";
    }
    boolean readable = old.length() <= READABLE && now.length() <= READABLE;
    return readable ? key + " " + old + " → " + now : key + " changed";
  }

  /** The keys of the canonical form; those of a block without its name. */
  private static Map<String, String> keys(Rule rule) {
    Map<String, String> keys = new LinkedHashMap<>();
    String last = "";
    for (String line : RulePrinter.print(rule).lines().toList()) {
      int colon = line.indexOf(": ");
      String key = colon < 0 ? "" : line.substring(0, colon).strip();
      if (key.matches("[a-z_]+")) {
        last = key;
        keys.put(key, plain(line.substring(colon + 2)));
      } else if (!line.endsWith(":")) {
        keys.merge(last, line.strip(), (a, b) -> a + " " + b);
      }
    }
    return keys;
  }

  private static String plain(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
