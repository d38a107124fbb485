package dev.punctual.rule;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value in a rule file, read as what it is meant to be. Readers answer null after telling the
 * problem at its place.
 *
 * @param example the right form, key included
 */
record Value(YamlNode node, String key, String example, Scope scope) {

  /** Reads a value; null after telling what is wrong with it. */
  interface Form<T> {
    @Nullable T read(Value value);
  }

  Spot spot() {
    return node.spot();
  }

  boolean isText() {
    return node instanceof YamlNode.Scalar;
  }

  boolean isList() {
    return node instanceof YamlNode.Sequence;
  }

  boolean isMapping() {
    return node instanceof YamlNode.Mapping;
  }

  void wrong(String message) {
    scope.problems().error(spot(), message);
  }

  /** A problem at a character of the text, as well as its place is known. */
  void wrongAt(int offset, String message) {
    boolean literal = node instanceof YamlNode.Scalar scalar && !scalar.value().contains("${");
    Spot spot = literal && node instanceof YamlNode.Scalar scalar ? scalar.at(offset) : spot();
    scope.problems().error(spot, message);
  }

  /** The text after variables are filled in; never blank. */
  @Nullable String text() {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      wrong(shape() + " stands where a text is meant. " + form());
      return null;
    }
    if (scalar.isNothing() || scalar.value().isBlank()) {
      wrong("\"" + key + "\" has no value. " + form() + comment());
      return null;
    }
    String text = scope.variables() == null ? scalar.value() : Variables.fill(this, scalar.value());
    if (text == null) {
      return null;
    }
    int odd = unstorable(text);
    if (odd >= 0) {
      wrongAt(
          odd, "The character U+%04X does not belong in a text.".formatted((int) text.charAt(odd)));
      return null;
    }
    return text;
  }

  /** The text of at most so many characters, without blanks around it. */
  @Nullable String text(int most) {
    String text = text();
    if (text != null && text.length() > most) {
      wrong("\"" + key + "\" has " + text.length() + " characters; at most " + most + " are read.");
      return null;
    }
    return text == null ? null : text.strip();
  }

  /** What a parser makes of the text. */
  <T> @Nullable T scalar(Function<String, T> parser) {
    String text = text();
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (BadScalarException e) {
      wrongAt(e.offset(), e.getMessage());
      return null;
    }
  }

  @Nullable Duration duration() {
    return scalar(Durations::parse);
  }

  @Nullable LocalDate date() {
    return scalar(DateRange::parseDate);
  }

  @Nullable ZoneId zone() {
    return scalar(Zones::parse);
  }

  @Nullable Boolean flag() {
    String text = text();
    if (text == null || text.equals("true") || text.equals("false")) {
      return text == null ? null : Boolean.valueOf(text);
    }
    wrong("\"" + key + "\" is true or false, not \"" + text + "\".");
    return null;
  }

  /** One of a few words. */
  <T> @Nullable T oneOf(Map<String, T> words) {
    String text = text();
    if (text == null) {
      return null;
    }
    T meant = words.get(text);
    if (meant == null) {
      List<String> known = words.keySet().stream().sorted().toList();
      String near = DidYouMean.question(text, known);
      wrong("\"" + key + "\" is " + Wording.or(known) + ", not \"" + text + "\"." + near);
    }
    return meant;
  }

  /** The items of a list that is not empty; none after telling what is wrong. */
  List<Value> items() {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      wrong(shape() + " stands where a list is meant. " + form() + comment());
      return List.of();
    }
    if (sequence.items().isEmpty()) {
      wrong("The list is empty. " + form());
    }
    List<Value> items = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      items.add(new Value(item, key, example, scope));
    }
    return items;
  }

  /** The entries of a mapping with free keys. */
  List<YamlNode.Entry> entries() {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      wrong(shape() + " stands where a mapping is meant. " + form());
      return List.of();
    }
    return mapping.entries();
  }

  /** The fields of a mapping with these keys. */
  @Nullable Fields fields(Keys keys) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      wrong(shape() + " stands where a mapping is meant. " + form());
      return null;
    }
    return Fields.of(mapping, keys, scope);
  }

  String form() {
    return "Write it as " + example + (example.endsWith(".") ? "" : ".");
  }

  /** What stands there, at the begin of a sentence. */
  String shape() {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.isNothing() ? "Nothing" : "A text";
      case YamlNode.Sequence _ -> "A list";
      case YamlNode.Mapping _ -> "A mapping";
    };
  }

  private String comment() {
    boolean channel = key.equals("slack") || key.equals("announce");
    return channel && node instanceof YamlNode.Scalar scalar && scalar.plain()
        ? " Without quotes YAML takes # for a comment."
        : "";
  }

  /** Where a character stands that databases and messages refuse; -1 where none does. */
  private static int unstorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == '\u007f') {
        return i;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
