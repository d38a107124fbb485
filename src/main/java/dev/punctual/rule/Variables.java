package dev.punctual.rule;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code ${name}} in the texts of a rule. Anything else with a dollar or braces is text. */
final class Variables {

  private Variables() {}

  /** Fills in the variables of the value's scope; null after telling an unknown one. */
  static @Nullable String fill(Value value, String text) {
    int open = text.indexOf("${");
    if (open < 0) {
      return text;
    }
    Map<String, String> variables = Objects.requireNonNull(value.scope().variables());
    StringBuilder filled = new StringBuilder();
    int copied = 0;
    for (; open >= 0; open = text.indexOf("${", open + 2)) {
      int close = nameEnd(text, open + 2);
      if (close < 0) {
        continue;
      }
      String name = text.substring(open + 2, close);
      String replacement = variables.get(name);
      if (replacement == null) {
        value.wrong(unknown(name, variables.keySet()));
        return null;
      }
      filled.append(text, copied, open).append(replacement);
      copied = close + 1;
    }
    return filled.append(text, copied, text.length()).toString();
  }

  /** The names that are used anywhere below a node. */
  static Set<String> used(YamlNode node) {
    Set<String> names = new TreeSet<>();
    collect(node, names);
    return names;
  }

  static boolean isName(String text) {
    return !text.isEmpty() && nameEnd(text + "}", 0) == text.length();
  }

  private static void collect(YamlNode node, Set<String> names) {
    switch (node) {
      case YamlNode.Scalar scalar -> collect(scalar.value(), names);
      case YamlNode.Sequence sequence -> sequence.items().forEach(item -> collect(item, names));
      case YamlNode.Mapping mapping ->
          mapping.entries().forEach(entry -> collect(entry.value(), names));
    }
  }

  private static void collect(String text, Set<String> names) {
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", open + 2)) {
      int close = nameEnd(text, open + 2);
      if (close >= 0) {
        names.add(text.substring(open + 2, close));
      }
    }
  }

  /** Index of the closing brace behind a name that begins at {@code from}; -1 where none is. */
  private static int nameEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isNamePart(text.charAt(at), at == from)) {
      at++;
    }
    return at > from && at < text.length() && text.charAt(at) == '}' ? at : -1;
  }

  private static boolean isNamePart(char c, boolean first) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (!first && c >= '0' && c <= '9');
  }

  private static String unknown(String name, Set<String> known) {
    return known.isEmpty()
        ? "\"${" + name + "}\" is a variable, but this rule has no for_each."
        : "There is no variable \"" + name + "\" in for_each." + DidYouMean.question(name, known);
  }
}
