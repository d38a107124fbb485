package dev.punctual.rule;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A value that cannot be read. The message says what is wrong and shows the right form; it is meant
 * for people.
 */
public final class BadScalarException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** No scalar that is read here is longer; what is longer is not looked at. */
  private static final int LONGEST = 500;

  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\u2028-\\u202E\\u2066-\\u2069]");

  private final String said;
  private final int offset;

  /**
   * @param message what is wrong and what to write instead
   * @param offset where in the value, 0 for its first character
   */
  public BadScalarException(String message, int offset) {
    super(message);
    this.said = visible(message);
    this.offset = offset;
  }

  @Override
  public String getMessage() {
    return said;
  }

  /** The wrong place as a 0-based index into the value that was read. */
  public int offset() {
    return offset;
  }

  /** Keeps messages short and pattern matching cheap, whatever a file holds. */
  static void refuseLong(String text) {
    if (text.length() > LONGEST) {
      throw new BadScalarException(
          "\""
              + text.substring(0, 20)
              + "…\" is "
              + text.length()
              + " characters long; at most "
              + LONGEST
              + " are read here.",
          0);
    }
  }

  /** The same problem in a longer value, where this one begins {@code by} characters later. */
  BadScalarException shifted(int by) {
    return new BadScalarException(said, offset + by);
  }

  /**
   * A message stays one line and shows what a value hides: control and direction characters as
   * their code.
   */
  private static String visible(String message) {
    return HIDDEN
        .matcher(message)
        .replaceAll(
            hidden -> String.format(Locale.ROOT, "<U+%04X>", (int) hidden.group().charAt(0)));
  }
}
