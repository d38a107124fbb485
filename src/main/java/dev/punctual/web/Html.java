package dev.punctual.web;

/**
 * Writes HTML where a template would be too slow: rows of big tables, strips and charts.
 *
 * <p>In {@link #add} every {@code {}} of the markup takes the next argument, escaped for text and
 * for quoted attributes alike; an argument that is itself {@code Html} goes in as it is. Not
 * thread-safe.
 */
public final class Html {

  private final StringBuilder out;

  private Html(int capacity) {
    this.out = new StringBuilder(capacity);
  }

  public static Html empty() {
    return new Html(256);
  }

  /** Room for a page of this many characters. */
  public static Html sized(int characters) {
    return new Html(characters);
  }

  /** Markup with its arguments filled in, as {@link #add} does. */
  public static Html of(String markup, Object... arguments) {
    return new Html(markup.length() + 64).add(markup, arguments);
  }

  /** Text, escaped. */
  public static Html text(Object text) {
    return new Html(32).write(text);
  }

  /**
   * Appends markup.
   *
   * @param markup written by us, never by a user
   * @throws IllegalArgumentException when the number of {@code {}} and of arguments differ
   */
  public Html add(String markup, Object... arguments) {
    int from = 0;
    int next = 0;
    for (int at = markup.indexOf("{}"); at >= 0; at = markup.indexOf("{}", from)) {
      if (next == arguments.length) {
        throw new IllegalArgumentException("Too few arguments for " + markup);
      }
      out.append(markup, from, at);
      write(arguments[next++]);
      from = at + 2;
    }
    if (next != arguments.length) {
      throw new IllegalArgumentException("Too many arguments for " + markup);
    }
    out.append(markup, from, markup.length());
    return this;
  }

  /** Appends markup that has nothing to fill in; the fast way. */
  public Html put(String markup) {
    out.append(markup);
    return this;
  }

  /** Appends other markup. */
  public Html put(Html other) {
    out.append(other.out);
    return this;
  }

  public Html put(long number) {
    out.append(number);
    return this;
  }

  /** Appends text, escaped. */
  public Html write(Object text) {
    if (text instanceof Html markup) {
      out.append(markup.out);
    } else {
      escape(String.valueOf(text));
    }
    return this;
  }

  public boolean isEmpty() {
    return out.isEmpty();
  }

  private void escape(String text) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      String entity = entity(text.charAt(i));
      if (!entity.isEmpty()) {
        out.append(text, from, i).append(entity);
        from = i + 1;
      }
    }
    out.append(text, from, text.length());
  }

  private static String entity(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> "";
    };
  }

  /** The markup. */
  @Override
  public String toString() {
    return out.toString();
  }
}
