package dev.punctual.rule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a cron expression.
 *
 * @param values bit n is set when the field has n
 * @param starred whether it begins with a star, which makes it unrestricted in cron's either-or of
 *     the two day fields
 */
record CronField(long values, boolean starred) {

  /** A field's place in the expression and what may stand in it. */
  enum Kind {
    DAY_OF_MONTH("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    DAY_OF_WEEK("day of week", 0, 7, "sun mon tue wed thu fri sat");

    private final String label;
    private final int first;
    private final int last;
    private final String names;

    Kind(String label, int first, int last, String names) {
      this.label = label;
      this.first = first;
      this.last = last;
      this.names = names;
    }

    /** In the order of their numbers; empty when numbers only are read. */
    List<String> names() {
      return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
    }
  }

  private static final Pattern PART =
      Pattern.compile("(?<from>\\*|[^-/*]+)(?:-(?<to>[^-/*]+))?(?:/(?<step>.*))?");
  private static final Pattern FOREIGN =
      Pattern.compile("[?#]|^L$|^LW$|[0-9][LW]$|^W[0-9]*$|^[A-Za-z]{3}L$|^L-[0-9]+$");

  boolean has(int value) {
    return ((values >> value) & 1) == 1;
  }

  /**
   * Reads a field.
   *
   * @param offset where the field begins in the expression
   */
  static CronField parse(Kind kind, String text, int offset) {
    long values = 0;
    int at = 0;
    for (String part : text.split(",", -1)) {
      values |= part(kind, part, offset + at);
      at += part.length() + 1;
    }
    if (kind == Kind.DAY_OF_WEEK && ((values >> 7) & 1) == 1) {
      values = (values & ~(1L << 7)) | 1;
    }
    return new CronField(values, text.startsWith("*"));
  }

  private static long part(Kind kind, String part, int offset) {
    Matcher foreign = FOREIGN.matcher(part);
    if (foreign.find()) {
      throw wrong(
          kind,
          "\"" + part + "\" is an extension of other schedulers (? L W #), which is not read",
          offset + foreign.start());
    }
    Matcher matcher = PART.matcher(part);
    if (part.isEmpty() || !matcher.matches()) {
      throw wrong(
          kind,
          part.isEmpty()
              ? "an entry of the list is empty"
              : "\"" + part + "\" is not a value, range or step",
          offset);
    }
    if (matcher.group("from").equals("*")) {
      if (matcher.group("to") != null) {
        throw wrong(
            kind, "a star is a whole range already, \"" + part + "\" cannot be read", offset);
      }
      return range(
          kind, kind.first, kind == Kind.DAY_OF_WEEK ? 6 : kind.last, step(kind, matcher, offset));
    }
    int from = value(kind, matcher.group("from"), offset);
    if (matcher.group("to") == null) {
      if (matcher.group("step") != null) {
        throw wrong(
            kind,
            "a step needs a range: " + from + "-" + kind.last + "/" + matcher.group("step"),
            offset);
      }
      return 1L << from;
    }
    int to = value(kind, matcher.group("to"), offset + matcher.start("to"));
    if (kind == Kind.DAY_OF_WEEK && to == 0 && from > 0) {
      to = 7;
    }
    if (to < from) {
      throw wrong(
          kind,
          "the range \""
              + matcher.group("from")
              + "-"
              + matcher.group("to")
              + "\" runs backwards; write two ranges with a comma",
          offset);
    }
    return range(kind, from, to, step(kind, matcher, offset));
  }

  private static long range(Kind kind, int from, int to, int step) {
    long values = 0;
    for (int value = Math.max(from, kind.first); value <= to; value += step) {
      values |= 1L << value;
    }
    return values;
  }

  private static int value(Kind kind, String text, int offset) {
    int named = kind.names().indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named + (kind == Kind.MONTH ? 1 : 0);
    }
    if (!text.matches("[0-9]{1,4}")) {
      throw wrong(
          kind,
          "\""
              + text
              + "\" is not a number"
              + (kind.names().isEmpty()
                  ? ""
                  : " or a name such as " + kind.names().get(1).toUpperCase(Locale.ROOT))
              + meant(kind, text),
          offset);
    }
    int value = Integer.parseInt(text);
    if (value < kind.first || value > kind.last) {
      throw wrong(
          kind, text + " is out of range, it goes from " + kind.first + " to " + kind.last, offset);
    }
    return value;
  }

  private static String meant(Kind kind, String text) {
    String near = DidYouMean.suggest(text, kind.names());
    return near == null ? "" : "; did you mean " + near.toUpperCase(Locale.ROOT) + "?";
  }

  private static int step(Kind kind, Matcher part, int offset) {
    String step = part.group("step");
    if (step == null) {
      return 1;
    }
    if (!step.matches("[0-9]{1,3}") || Integer.parseInt(step) == 0) {
      throw wrong(
          kind,
          "\"" + step + "\" is not a step, write a number from 1",
          offset + part.start("step"));
    }
    return Integer.parseInt(step);
  }

  private static BadScalarException wrong(Kind kind, String what, int offset) {
    String separator = what.endsWith("?") ? "" : ".";
    return new BadScalarException(
        "In the " + kind.label + " of the cron expression " + what + separator, offset);
  }
}
