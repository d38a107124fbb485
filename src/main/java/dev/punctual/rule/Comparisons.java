package dev.punctual.rule;

import dev.punctual.rule.RowsRule.Operator;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the value of {@code rows}: an operator and a whole number, or a percentage {@code of
 * last_week}.
 */
public final class Comparisons {

  private static final String FORM = "Write it as \">= 1\" or \">= 80% of last_week\".";
  private static final Pattern SHAPE = Pattern.compile("([<>=!≥≤~]*)( *)(.*)");
  private static final Pattern RELATIVE = Pattern.compile("(\\S+) +of +(\\S+)");

  private Comparisons() {}

  /**
   * Reads a comparison.
   *
   * @throws BadScalarException when it is none, or one that no number of rows can pass
   */
  public static RowsRule parse(String text) {
    BadScalarException.refuseLong(text);
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw new BadScalarException("\"" + text + "\" is not a comparison. " + FORM, 0);
    }
    String value = shape.group(3);
    Operator op = operator(shape.group(1), value);
    RowsRule rule = operand(op, value, shape.start(3));
    if (rule.number().signum() == 0 && op == Operator.FEWER_THAN) {
      throw new BadScalarException("No table has fewer than 0 rows. " + FORM, 0);
    }
    return rule;
  }

  private static Operator operator(String sign, String value) {
    for (Operator op : Operator.values()) {
      if (op.sign().equals(sign)) {
        return op;
      }
    }
    throw new BadScalarException(
        switch (sign) {
          case "" ->
              value.matches("[0-9]+")
                  ? "\""
                      + value
                      + "\" has no comparison. Write \">= "
                      + value
                      + "\" or \"= "
                      + value
                      + "\"."
                  : "A comparison begins with >=, >, =, < or <=. " + FORM;
          case "==" -> "Write a single equals sign: \"= " + value + "\".";
          case "≥", "=>" -> "Write it as \">= " + value + "\".";
          case "≤", "=<" -> "Write it as \"<= " + value + "\".";
          default -> "\"" + sign + "\" is not one of >=, >, =, <, <=. " + FORM;
        },
        0);
  }

  private static RowsRule operand(Operator op, String value, int offset) {
    Matcher relative = RELATIVE.matcher(value);
    if (relative.matches()) {
      if (!relative.group(2).equals("last_week")) {
        throw new BadScalarException(
            "Rows can be compared with last_week only. " + FORM, offset + relative.start(2));
      }
      return new RowsRule(op, share(relative.group(1), offset), true);
    }
    if (value.matches("[0-9]{1,18}")) {
      return new RowsRule(op, new BigDecimal(value), false);
    }
    throw new BadScalarException(wrongNumber(op, value), offset);
  }

  private static BigDecimal share(String percentage, int offset) {
    try {
      BigDecimal share = Percentages.fraction(percentage);
      if (share.signum() == 0) {
        throw new BadScalarException("0% of last_week is no rows at all. " + FORM, 0);
      }
      return share;
    } catch (BadScalarException e) {
      throw e.shifted(offset);
    }
  }

  private static String wrongNumber(Operator op, String value) {
    if (value.isBlank()) {
      return "The number of rows is missing. " + FORM;
    }
    if (value.matches("[0-9.]+%")) {
      return "A percentage of what? Write \"" + op.sign() + " " + value + " of last_week\".";
    }
    if (value.matches("[0-9]{1,3}([,_ ][0-9]{3})+")) {
      return "Write the number without separators: \""
          + op.sign()
          + " "
          + value.replaceAll("[,_ ]", "")
          + "\".";
    }
    return "\"" + value + "\" is not a whole number of rows. " + FORM;
  }
}
