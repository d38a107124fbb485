package dev.punctual.rule;

import java.util.List;

/**
 * What a rule file says before anybody asks what it means. Scalars are text, whatever they look
 * like.
 */
sealed interface YamlNode {

  Spot spot();

  /** Last line it occupies, 1-based. */
  int endLine();

  /** Number of nodes after every alias is followed. */
  long weight();

  /**
   * A text.
   *
   * @param plain written without quotes
   * @param valueAt the place of the value's first character where the value stands in the file
   *     letter by letter, else the place of the whole
   * @param literal whether the value stands in the file letter by letter
   */
  record Scalar(Spot spot, int endLine, String value, boolean plain, Spot valueAt, boolean literal)
      implements YamlNode {

    @Override
    public long weight() {
      return 1;
    }

    /** The place of a character of the value, as well as it is known. */
    Spot at(int offset) {
      int inside = Math.clamp(offset, 0, value.length());
      return literal ? valueAt.right(value.codePointCount(0, inside)) : spot;
    }

    /** Nothing, {@code ~} or {@code null}: YAML's ways to write no value. */
    boolean isNothing() {
      return plain
          && switch (value) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }
  }

  /** A list. */
  record Sequence(Spot spot, int endLine, long weight, List<YamlNode> items) implements YamlNode {}

  /** Keys with values, in the order written, no key twice. */
  record Mapping(Spot spot, int endLine, long weight, List<Entry> entries) implements YamlNode {}

  /** A key and its value. */
  record Entry(Scalar key, YamlNode value) {}
}
