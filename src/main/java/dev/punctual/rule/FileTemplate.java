package dev.punctual.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a file with placeholders: {@code {data_date}} (as 2026-11-20) or {@code
 * {data_date:yyyy/MM/dd}}, of slots also {@code {slot_start:yyyyMMddHH}} on the rule's clock.
 */
public final class FileTemplate {

  private static final Pattern HOLE = Pattern.compile("\\{([a-z_]+)(?::([^}]*))?}");
  private static final DateTimeFormatter SLOT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);

  private static final Set<String> DATES = Set.of("data_date", "business_date");
  private static final Set<String> SLOTS = Set.of("slot_start", "slot_end");
  private static final Set<String> NAMES =
      Set.of("data_date", "business_date", "slot_start", "slot_end");
  private static final String FORM = "Write it as {data_date:yyyy/MM/dd}.";

  private FileTemplate() {}

  /** The path of one deadline. What no deadline has a value for stays as written. */
  public static String fill(String template, Deadline deadline) {
    Instant slot = deadline.slot();
    return HOLE.matcher(template)
        .replaceAll(
            hole ->
                Matcher.quoteReplacement(
                    switch (hole.group(1)) {
                      case "data_date" -> date(deadline.dataDate(), hole.group(2));
                      case "business_date" -> date(deadline.businessDate(), hole.group(2));
                      case "slot_start" ->
                          slot == null ? hole.group() : time(slot, deadline, hole.group(2));
                      case "slot_end" -> time(deadline.opensAt(), deadline, hole.group(2));
                      default -> hole.group();
                    }));
  }

  private static String date(LocalDate date, @Nullable String pattern) {
    return pattern == null
        ? date.toString()
        : DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(date);
  }

  private static String time(Instant instant, Deadline deadline, @Nullable String pattern) {
    DateTimeFormatter format =
        pattern == null ? SLOT : DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    return format.format(instant.atZone(deadline.timezone()));
  }

  /**
   * Checks all placeholders.
   *
   * @param offset where the path begins in the value that was read
   * @param slots whether slots have values
   * @throws BadScalarException at what cannot be filled in
   */
  static void check(String path, int offset, boolean slots) {
    if (path.isBlank()) {
      throw new BadScalarException("The path is missing after the source.", offset);
    }
    int open = path.indexOf('{');
    int close = path.indexOf('}');
    while (open >= 0 || close >= 0) {
      if (open < 0 || (close >= 0 && close < open)) {
        throw new BadScalarException("This } closes none that was opened.", offset + close);
      }
      if (close < 0) {
        throw new BadScalarException("This { is never closed.", offset + open);
      }
      placeholder(path.substring(open + 1, close), offset + open + 1, slots);
      open = path.indexOf('{', close);
      close = path.indexOf('}', close + 1);
    }
  }

  private static void placeholder(String text, int offset, boolean slots) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (!NAMES.contains(name)) {
      throw new BadScalarException(
          "There is no placeholder {"
              + name
              + "}."
              + (DidYouMean.question(name, NAMES).isEmpty()
                  ? " " + FORM
                  : DidYouMean.question(name, NAMES)),
          offset);
    }
    if (SLOTS.contains(name) && !slots) {
      throw new BadScalarException("{" + name + "} has a value only with every. " + FORM, offset);
    }
    if (colon >= 0) {
      pattern(text.substring(colon + 1), offset + colon + 1, DATES.contains(name));
    }
  }

  private static void pattern(String pattern, int offset, boolean date) {
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted = quoted != (c == '\'');
      if (!quoted && Character.isLetter(c) && (date ? "yMd" : "yMdHm").indexOf(c) < 0) {
        throw new BadScalarException(letter(c, date), offset + i);
      }
    }
    if (!isPattern(pattern)) {
      throw new BadScalarException(
          "\"" + pattern + "\" is not a pattern of a date. " + FORM, offset);
    }
  }

  private static boolean isPattern(String pattern) {
    try {
      return !DateTimeFormatter.ofPattern(pattern, Locale.ROOT).toString().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String letter(char c, boolean date) {
    return switch (c) {
      case 'Y' -> "YYYY is the year of the week, wrong around New Year. Write yyyy.";
      case 'D' -> "D is the day of the year. Write dd for the day of the month.";
      case 'h' -> "h counts to twelve. Write HH.";
      case 'H', 'm' ->
          "A date has no hours or minutes" + (c == 'm' && date ? "; the month is MM." : ".");
      default -> "\"" + c + "\" has no meaning here. " + FORM;
    };
  }
}
