package dev.punctual.observe.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL written in a rule, with {@code :parameters}. Values are bound, never pasted; colons in
 * literals, quoted names and {@code ::} casts are left alone.
 */
final class UserSql {

  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^']|'')*'" // a literal
              + "|\"(?:[^\"]|\"\")*\"" // a quoted name
              + "|\\$([A-Za-z_]*)\\$.*?\\$\\1\\$" // a dollar-quoted literal
              + "|::"
              + "|\\?"
              + "|:(?<name>[a-z][a-z0-9_]*)",
          Pattern.DOTALL);

  /** What makes an answer change though its table stays as it is. */
  private static final Pattern RESTLESS =
      Pattern.compile(
          "\\b(select|now|current_date|current_time|current_timestamp|localtime|localtimestamp"
              + "|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random)\\b",
          Pattern.CASE_INSENSITIVE);

  private UserSql() {}

  /** The text with its parameters bound, in parentheses of its own lines. */
  static Sql bind(String text, Parameters parameters) throws BadQuestion {
    Sql.Builder sql = Sql.of("(\n");
    Matcher token = TOKEN.matcher(text);
    int from = 0;
    while (token.find()) {
      sql.add(text.substring(from, token.start()));
      String name = token.group("name");
      if (name != null) {
        sql.bind(parameters.value(name));
      } else {
        // The driver reads ?? as the operator ?.
        sql.add(token.group().equals("?") ? "??" : token.group());
      }
      from = token.end();
    }
    return sql.add(text.substring(from)).add("\n)").build();
  }

  /** The text with its parameters replaced, on one line, for people only. */
  static String shown(String text, Parameters parameters) throws BadQuestion {
    StringBuilder shown = new StringBuilder();
    Matcher token = TOKEN.matcher(text);
    int from = 0;
    while (token.find()) {
      shown.append(text, from, token.start());
      String name = token.group("name");
      shown.append(name == null ? token.group() : parameters.value(name).toString());
      from = token.end();
    }
    return shown.append(text.substring(from)).toString().replaceAll("\\s+", " ").strip();
  }

  /** Whether the answer may change without a write to the table asked: clocks, other tables. */
  static boolean isRestless(String text) {
    return RESTLESS.matcher(text).find();
  }
}
