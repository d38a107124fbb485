package dev.punctual.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a piece of SQL. All parts joined are the piece again.
 *
 * @param offset of its first character in the piece
 */
record SqlToken(Kind kind, String text, int offset) {

  enum Kind {
    BLANK,
    WORD,
    STRING,
    /** A quoted identifier. */
    NAME,
    COMMENT,
    OPEN,
    CLOSE,
    SEMICOLON,
    QUESTION,
    /** A colon and a name. */
    PARAMETER,
    OTHER
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  /**
   * Splits SQL; reads each character once.
   *
   * @throws BadScalarException at a quote or comment that is never closed
   */
  static List<SqlToken> split(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    for (int at = 0; at < sql.length(); ) {
      SqlToken token = next(sql, at);
      tokens.add(token);
      at += token.text().length();
    }
    return tokens;
  }

  private static SqlToken next(String sql, int at) {
    char c = sql.charAt(at);
    char then = at + 1 < sql.length() ? sql.charAt(at + 1) : '\0';
    if (Character.isWhitespace(c)) {
      return run(Kind.BLANK, sql, at);
    }
    if ((c == 'e' || c == 'E') && then == '\'') {
      return quoted(Kind.STRING, sql, at, at + 2, '\'', true);
    }
    if (isWordStart(c) || isDigit(c)) {
      return run(Kind.WORD, sql, at);
    }
    return switch (c) {
      case '\'' -> quoted(Kind.STRING, sql, at, at + 1, c, false);
      case '"', '`' -> quoted(Kind.NAME, sql, at, at + 1, c, false);
      case '$' -> dollar(sql, at);
      case '(' -> one(Kind.OPEN, sql, at);
      case ')' -> one(Kind.CLOSE, sql, at);
      case ';' -> one(Kind.SEMICOLON, sql, at);
      case '?' -> one(Kind.QUESTION, sql, at);
      case ':' -> colon(sql, at, then);
      case '-' ->
          then == '-' ? part(Kind.COMMENT, sql, at, lineEnd(sql, at)) : one(Kind.OTHER, sql, at);
      case '/' -> then == '*' ? part(Kind.COMMENT, sql, at, at + 2) : one(Kind.OTHER, sql, at);
      default -> one(Kind.OTHER, sql, at);
    };
  }

  private static SqlToken colon(String sql, int at, char then) {
    if (then == ':') {
      return part(Kind.OTHER, sql, at, at + 2);
    }
    if (!isWordStart(then)) {
      return one(Kind.OTHER, sql, at);
    }
    int end = at + 1;
    while (end < sql.length() && isWordPart(sql.charAt(end))) {
      end++;
    }
    return part(Kind.PARAMETER, sql, at, end);
  }

  private static SqlToken quoted(
      Kind kind, String sql, int at, int from, char quote, boolean backslashEscapes) {
    for (int i = from; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (backslashEscapes && c == '\\') {
        i++;
      } else if (c == quote) {
        if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
          i++;
        } else {
          return part(kind, sql, at, i + 1);
        }
      }
    }
    throw new BadScalarException("The quote opened here is never closed.", at);
  }

  /** {@code $$text$$} and {@code $tag$text$tag$}; any other dollar is a character. */
  private static SqlToken dollar(String sql, int at) {
    int end = at + 1;
    while (end < sql.length() && sql.charAt(end) != '$' && isWordPart(sql.charAt(end))) {
      end++;
    }
    boolean tagged = end < sql.length() && sql.charAt(end) == '$';
    if (!tagged || (end > at + 1 && isDigit(sql.charAt(at + 1)))) {
      return one(Kind.OTHER, sql, at);
    }
    String tag = sql.substring(at, end + 1);
    int close = sql.indexOf(tag, end + 1);
    if (close < 0) {
      throw new BadScalarException("The quote " + tag + " opened here is never closed.", at);
    }
    return part(Kind.STRING, sql, at, close + tag.length());
  }

  private static SqlToken run(Kind kind, String sql, int at) {
    int end = at + 1;
    while (end < sql.length()
        && (kind == Kind.BLANK
            ? Character.isWhitespace(sql.charAt(end))
            : isWordPart(sql.charAt(end)))) {
      end++;
    }
    return part(kind, sql, at, end);
  }

  private static SqlToken one(Kind kind, String sql, int at) {
    return part(kind, sql, at, at + 1);
  }

  private static SqlToken part(Kind kind, String sql, int from, int to) {
    return new SqlToken(kind, sql.substring(from, to), from);
  }

  private static int lineEnd(String sql, int at) {
    int end = sql.indexOf('\n', at);
    return end < 0 ? sql.length() : end;
  }

  private static boolean isWordStart(char c) {
    return c == '_' || Character.isLetter(c);
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
