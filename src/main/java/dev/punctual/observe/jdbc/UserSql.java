package dev.punctual.observe.jdbc;

import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.SqlText;
import dev.punctual.rule.SqlText.Bound;
import dev.punctual.rule.SqlText.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** SQL written in rules, with its {@code :parameters} bound, never pasted. Read once, kept. */
final class UserSql {

  private static final int MOST = 50_000;

  /** What makes an answer change though its table stays as it is. */
  private static final Pattern RESTLESS =
      Pattern.compile(
          "\\b(select|now|current_date|current_time|current_timestamp|localtime|localtimestamp"
              + "|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random)\\b",
          Pattern.CASE_INSENSITIVE);

  private record Piece(String text, Shape shape) {}

  private final Map<Piece, Bound> read = new HashMap<>();

  /** One condition in parentheses. */
  Sql condition(String text, Parameters parameters) throws BadQuestion {
    return bind(new Piece(text, Shape.EXPRESSION), parameters);
  }

  /** One SELECT in parentheses. */
  Sql select(String text, Parameters parameters) throws BadQuestion {
    return bind(new Piece(text, Shape.SELECT), parameters);
  }

  private Sql bind(Piece piece, Parameters parameters) throws BadQuestion {
    Bound bound = bound(piece);
    Sql.Builder sql = Sql.of("(").add(bound.sql()).add(")");
    for (SqlText.Parameter parameter : bound.parameters()) {
      sql.value(parameters.value(parameter));
    }
    return sql.build();
  }

  private Bound bound(Piece piece) throws BadQuestion {
    Bound known = read.get(piece);
    if (known != null) {
      return known;
    }
    if (read.size() >= MOST) {
      read.clear();
    }
    try {
      Bound bound = SqlText.parse(piece.text(), piece.shape()).bound();
      read.put(piece, bound);
      return bound;
    } catch (BadScalarException e) {
      throw new BadQuestion(String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
    }
  }

  /** A condition with its values in place, on one line, for people only. */
  String shown(String text, Parameters parameters) throws BadQuestion {
    String shown = text;
    for (SqlText.Parameter parameter : bound(new Piece(text, Shape.EXPRESSION)).parameters()) {
      shown = replace(shown, parameter.word(), parameters.value(parameter).toString());
    }
    return shown.indexOf('\n') < 0 ? shown.strip() : shown.replaceAll("\\s+", " ").strip();
  }

  /** Replaces the first use of a parameter that no longer name begins with. */
  private static String replace(String text, String word, String value) {
    int at = text.indexOf(":" + word);
    while (at >= 0) {
      int end = at + 1 + word.length();
      if (end == text.length() || !isPartOfName(text.charAt(end))) {
        return text.substring(0, at) + value + text.substring(end);
      }
      at = text.indexOf(":" + word, end);
    }
    return text;
  }

  private static boolean isPartOfName(char letter) {
    return letter == '_' || Character.isLetterOrDigit(letter);
  }

  /** Whether the answer may change without a write to the table asked: clocks, other tables. */
  static boolean isRestless(String text) {
    return RESTLESS.matcher(text).find();
  }
}
