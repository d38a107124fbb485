package dev.punctual.rule;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes numbers of bytes: {@code 10 MB}, {@code 1.5 GB}, {@code 512 KiB}. */
public final class Sizes {

  private static final String FORM =
      "Write it as \">= 10 MB\" (units B, KB, MB, GB, KiB, MiB, GiB).";
  private static final Pattern AT_LEAST = Pattern.compile(">= *(\\S.*)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,3})?) *([A-Za-z]+)");
  private static final Map<String, Long> UNITS = units();

  private Sizes() {}

  private static Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("GiB", 1L << 30);
    units.put("MiB", 1L << 20);
    units.put("KiB", 1L << 10);
    units.put("GB", 1_000_000_000L);
    units.put("MB", 1_000_000L);
    units.put("KB", 1_000L);
    units.put("B", 1L);
    return units;
  }

  /**
   * Reads a least number of bytes.
   *
   * @throws BadScalarException when it is none
   */
  static long parseLeast(String text) {
    BadScalarException.refuseLong(text);
    Matcher least = AT_LEAST.matcher(text);
    Matcher size = SIZE.matcher(least.matches() ? least.group(1) : "");
    Long unit = size.matches() ? UNITS.get(size.group(2)) : null;
    if (unit == null) {
      throw new BadScalarException("\"" + text + "\" is not a least size. " + FORM, 0);
    }
    BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit));
    if (bytes.stripTrailingZeros().scale() > 0
        || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        || bytes.signum() == 0) {
      throw new BadScalarException(
          "\"" + text + "\" is not a whole number of bytes above 0. " + FORM, 0);
    }
    return bytes.longValueExact();
  }

  /**
   * Reads a least number of files.
   *
   * @throws BadScalarException when it is none
   */
  static long parseLeastFiles(String text) {
    Matcher least = AT_LEAST.matcher(text);
    String number = least.matches() ? least.group(1) : "";
    if (!number.matches("[1-9][0-9]{0,8}")) {
      throw new BadScalarException(
          "\"" + text + "\" is not a least number of files. Write it as \">= 3\".", 0);
    }
    return Long.parseLong(number);
  }

  /** In the largest unit that needs no fraction: {@code 10 MB}. */
  public static String print(long bytes) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bytes != 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + " " + unit.getKey();
      }
    }
    return bytes + " B";
  }
}
