package dev.punctual.rule;

import java.util.Set;

/** Writes texts as YAML scalars that read back as the same text. */
final class YamlText {

  private static final Set<String> WORDS =
      Set.of("null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE");

  private YamlText() {}

  /** Plain where nothing can be misunderstood, else in double quotes. */
  static String quote(String text) {
    return isPlain(text) ? text : escape(text);
  }

  private static boolean isPlain(String text) {
    if (text.isEmpty() || !isLetter(text.charAt(0)) || WORDS.contains(text)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && "._/-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      escape(text.codePointAt(i), escaped);
    }
    return escaped.append('"').toString();
  }

  private static void escape(int c, StringBuilder escaped) {
    switch (c) {
      case '"' -> escaped.append("\\\"");
      case '\\' -> escaped.append("\\\\");
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> {
        if (isPrinted(c)) {
          escaped.appendCodePoint(c);
        } else if (c <= 0xFFFF) {
          escaped.append("\\u%04X".formatted(c));
        } else {
          escaped.append("\\U%08X".formatted(c));
        }
      }
    }
  }

  private static boolean isPrinted(int c) {
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> !Character.isSpaceChar(c);
    };
  }
}
