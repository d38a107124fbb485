package dev.punctual.rule;

/**
 * A value that cannot be read. The message says what is wrong and shows the right form; it is meant
 * for people.
 */
public final class BadScalarException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String said;
  private final int offset;

  /**
   * @param message what is wrong and what to write instead
   * @param offset where in the value, 0 for its first character
   */
  public BadScalarException(String message, int offset) {
    super(message);
    this.said = message;
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

  /** The same problem in a longer value, where this one begins {@code by} characters later. */
  BadScalarException shifted(int by) {
    return new BadScalarException(said, offset + by);
  }
}
