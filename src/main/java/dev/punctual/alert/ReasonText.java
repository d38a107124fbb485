package dev.punctual.alert;

import dev.punctual.web.Words;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reasons are written to stand inside a sentence; here one stands alone. */
final class ReasonText {

  /**
   * An everyday word. What holds a digit, a dot or a colon is a name, and names stay as written.
   */
  private static final Pattern WORD =
      Pattern.compile("\\p{Ll}+[,;]?(\\s.*|[.?!…]?)", Pattern.DOTALL);

  private static final Pattern STOP = Pattern.compile("[.?!…。？！]$");

  private ReasonText() {}

  /**
   * The reason as a sentence of its own, in the language where it can be; empty for a blank one.
   */
  static String sentence(String reason, Words words) {
    String text = reason.strip();
    if (text.isEmpty()) {
      return "";
    }
    String said = words.reason(text);
    boolean foreign = !said.equals(text);
    String begun =
        !foreign && WORD.matcher(text).matches()
            ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
            : said;
    return STOP.matcher(begun).find() ? begun : begun + (foreign ? "。" : ".");
  }
}
