package dev.punctual.rule;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Percentages as written, {@code 97%} or {@code 99.5%}, and as exact fractions of one. */
public final class Percentages {

  private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?%");
  private static final String EXAMPLE = "Write it with its sign, for example 97% or 99.5%.";

  private Percentages() {}

  /**
   * Reads a percentage above 0 % and at most 100 %.
   *
   * @return the exact fraction without trailing zeros: {@code 97%} is 0.97
   * @throws BadScalarException when it is anything else
   */
  public static BigDecimal parse(String text) {
    BigDecimal fraction = fraction(text);
    if (fraction.signum() == 0) {
      throw new BadScalarException(
          "0 % promises nothing. A percentage here is above 0% and at most 100%.", 0);
    }
    if (fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new BadScalarException(
          "\""
              + text
              + "\" is more than everything. A percentage here is above 0% and at most 100%.",
          0);
    }
    return fraction;
  }

  /** The percentage of a fraction, without trailing zeros: 0.97 is {@code 97%}. */
  public static String print(BigDecimal fraction) {
    return fraction.movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }

  /** Any percentage from zero up, as an exact fraction without trailing zeros. */
  static BigDecimal fraction(String text) {
    BadScalarException.refuseLong(text);
    if (!FORM.matcher(text).matches()) {
      throw explain(text);
    }
    return plain(new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(2));
  }

  /** The one form of a number for equality: no trailing zeros, no exponent. */
  static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static BadScalarException explain(String text) {
    String squeezed = text.replace(" ", "").replace(',', '.');
    if (!squeezed.equals(text) && FORM.matcher(squeezed).matches()) {
      return new BadScalarException(
          "\"" + text + "\" is not a percentage. Write it as " + squeezed + ".", 0);
    }
    if (text.matches("0?\\.[0-9]{1,9}")) {
      return new BadScalarException(
          "\"" + text + "\" has no percent sign. Write it as " + print(new BigDecimal(text)) + ".",
          0);
    }
    if (text.matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
      return new BadScalarException(
          "\"" + text + "\" has no percent sign. Write it as " + text + "%.", 0);
    }
    return new BadScalarException("\"" + text + "\" is not a percentage. " + EXAMPLE, 0);
  }
}
