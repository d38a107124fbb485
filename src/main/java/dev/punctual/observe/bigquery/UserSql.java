package dev.punctual.observe.bigquery;

import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.SqlText;
import dev.punctual.rule.SqlText.Bound;
import dev.punctual.rule.SqlText.Shape;

/** SQL written in rules, with its {@code :parameters} bound, never pasted. */
final class UserSql {

  private UserSql() {}

  /** One condition in parentheses. */
  static Sql condition(String text, Parameters parameters) throws BadQuestion {
    return bind(text, Shape.EXPRESSION, parameters);
  }

  /** One SELECT in parentheses. */
  static Sql select(String text, Parameters parameters) throws BadQuestion {
    return bind(text, Shape.SELECT, parameters);
  }

  /** One SELECT without parameters, in parentheses. */
  static Sql select(String text) throws BadQuestion {
    Bound bound = bound(text, Shape.SELECT);
    if (!bound.parameters().isEmpty()) {
      throw new BadQuestion("a freshness rule has no dates to ask for");
    }
    return Sql.plain("(" + bound.sql() + "\n)");
  }

  private static Sql bind(String text, Shape shape, Parameters parameters) throws BadQuestion {
    Bound bound = bound(text, shape);
    // A comment of BigQuery's own (#) ends with the line.
    Sql.Builder sql = Sql.of("(").add(bound.sql()).add("\n)");
    for (SqlText.Parameter parameter : bound.parameters()) {
      sql.value(parameters.value(parameter));
    }
    return sql.build();
  }

  /**
   * BigQuery has quotes that SQL at large has not (triple, raw, with backslashes), so a text can
   * end where rules do not see it; without any semicolon it stays inside one SELECT all the same.
   */
  private static Bound bound(String text, Shape shape) throws BadQuestion {
    if (text.indexOf(';') >= 0) {
      throw new BadQuestion("a semicolon is not sent to BigQuery; in a text write chr(59)");
    }
    try {
      return SqlText.parse(text, shape).bound();
    } catch (BadScalarException e) {
      throw new BadQuestion(String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
    }
  }

  /** A condition with its values in place, on one line, for people only. */
  static String shown(String text, Parameters parameters) throws BadQuestion {
    String shown = text;
    for (SqlText.Parameter parameter : bound(text, Shape.EXPRESSION).parameters()) {
      String value = parameters.value(parameter).toString();
      shown = shown.replaceFirst(":" + parameter.word() + "(?![A-Za-z0-9_])", value);
    }
    return shown.replaceAll("\\s+", " ").strip();
  }
}
