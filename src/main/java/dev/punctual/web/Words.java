package dev.punctual.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything a page says, in one language: messages of the bundles below {@code i18n/}, numbers,
 * dates and durations. Immutable; one instance a language.
 *
 * <p>Messages hold {@code {0}}, {@code {1}}, …; quotes mean nothing special. A key that ends in
 * {@code .one} is the singular of {@link #count}.
 */
public final class Words {

  /** The languages there are; the first one is the default. */
  public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.JAPANESE);

  private static final List<String> BUNDLES =
      List.of("web", "board", "alert", "message", "report", "review", "whatif");
  private static final Pattern HOLE = Pattern.compile("\\{([0-9])}");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final Words ENGLISH = new Words(Locale.ENGLISH);
  private static final Words JAPANESE = new Words(Locale.JAPANESE);

  private final Locale locale;
  private final Map<String, String> messages = new HashMap<>();
  private final Map<String, DateTimeFormatter> formats = new HashMap<>();

  /** Null for English, which is what reasons are written in. */
  private final @Nullable Reasons reasons;

  private Words(Locale locale) {
    this.locale = locale;
    this.reasons = locale.equals(Locale.JAPANESE) ? Reasons.read("/i18n/reasons") : null;
    for (String bundle : BUNDLES) {
      ResourceBundle texts =
          ResourceBundle.getBundle(
              "i18n." + bundle,
              locale,
              ResourceBundle.Control.getNoFallbackControl(
                  ResourceBundle.Control.FORMAT_PROPERTIES));
      for (String key : texts.keySet()) {
        if (isForeignSingular(texts, key)) {
          continue;
        }
        if (messages.put(key, texts.getString(key)) != null) {
          throw new IllegalStateException("Message " + key + " stands in two bundles");
        }
      }
    }
    for (String form :
        List.of(
            "day",
            "date",
            "short",
            "weekday",
            "month",
            "monthDay",
            "weekdayName",
            "stamp",
            "moment")) {
      formats.put(form, DateTimeFormatter.ofPattern(say("format." + form), locale));
    }
  }

  /**
   * English is the parent of every bundle: its singulars are no words of a language without them.
   */
  private boolean isForeignSingular(ResourceBundle texts, String key) {
    return key.endsWith(".one")
        && !locale.equals(Locale.ENGLISH)
        && texts
            .getString(key)
            .equals(
                ResourceBundle.getBundle(texts.getBaseBundleName(), Locale.ROOT).getString(key));
  }

  /** The words of a language; English where there are none. */
  public static Words of(Locale locale) {
    return locale.getLanguage().equals("ja") ? JAPANESE : ENGLISH;
  }

  public Locale locale() {
    return locale;
  }

  /** {@code en} or {@code ja}. */
  public String language() {
    return locale.getLanguage();
  }

  public boolean has(String key) {
    return messages.containsKey(key);
  }

  /**
   * A message with its holes filled; whole numbers are grouped.
   *
   * @throws IllegalArgumentException when there is no such message
   */
  public String say(String key, Object... arguments) {
    String message = messages.get(key);
    if (message == null) {
      throw new IllegalArgumentException("There is no message " + key);
    }
    return arguments.length == 0 ? message : fill(message, arguments);
  }

  /**
   * A reason as the ledger holds it, in this language; as it is where it has no form of its own.
   */
  public String reason(String text) {
    return reasons == null ? text : reasons.say(text);
  }

  /** The message for so many: {@code key.one} for one where there is such a key, else the key. */
  public String count(String key, long number, Object... more) {
    Object[] arguments = new Object[more.length + 1];
    arguments[0] = number;
    System.arraycopy(more, 0, arguments, 1, more.length);
    return say(form(key, number), arguments);
  }

  /** {@code key.one} for one where there is such a key, else the key. */
  public String form(String key, long number) {
    String singular = key + ".one";
    return number == 1 && has(singular) ? singular : key;
  }

  /** A text with its holes filled as {@link #say} does. */
  public String fill(String message, Object... arguments) {
    Matcher holes = HOLE.matcher(message);
    return holes.replaceAll(
        hole -> {
          int index = Integer.parseInt(hole.group(1));
          return index < arguments.length
              ? Matcher.quoteReplacement(plain(arguments[index]))
              : Matcher.quoteReplacement(hole.group());
        });
  }

  private String plain(Object argument) {
    return switch (argument) {
      case Integer number -> number(number);
      case Long number -> number(number);
      default -> String.valueOf(argument);
    };
  }

  /** {@code 1,089}. */
  public String number(long number) {
    return number < 1_000 && number > -1_000
        ? Long.toString(number)
        : NumberFormat.getIntegerInstance(locale).format(number);
  }

  /** {@code 98.3 %}: rounded down to one decimal, {@code 100 %} only when it is; – for null. */
  public String percent(@Nullable BigDecimal fraction) {
    if (fraction == null) {
      return "–";
    }
    BigDecimal percent = fraction.multiply(HUNDRED).setScale(1, RoundingMode.FLOOR);
    return (percent.compareTo(HUNDRED) == 0 ? "100" : percent.toPlainString()) + " %";
  }

  /** {@code 97 %}, {@code 99.5 %}: as promised, without a needless decimal. */
  public String objective(BigDecimal fraction) {
    return fraction.multiply(HUNDRED).stripTrailingZeros().toPlainString() + " %";
  }

  /** {@code Friday 20 November 2026}. */
  public String day(LocalDate date) {
    return format("day").format(date);
  }

  /** {@code 20 November 2026}. */
  public String date(LocalDate date) {
    return format("date").format(date);
  }

  /** {@code 20 Nov}. */
  public String shortDate(LocalDate date) {
    return format("short").format(date);
  }

  /** {@code Fri 20 Nov}. */
  public String weekday(LocalDate date) {
    return format("weekday").format(date);
  }

  /** {@code 20 November}. */
  public String monthDay(LocalDate date) {
    return format("monthDay").format(date);
  }

  /** {@code Friday}. */
  public String weekdayName(LocalDate date) {
    return format("weekdayName").format(date);
  }

  /** {@code Nov}. */
  public String month(LocalDate date) {
    return format("month").format(date);
  }

  /** {@code 20 Nov 11:21}. */
  public String stamp(Instant instant, ZoneId zone) {
    return format("stamp").format(instant.atZone(zone));
  }

  /** {@code 20 November 2026 11:21}. */
  public String moment(Instant instant, ZoneId zone) {
    return format("moment").format(instant.atZone(zone));
  }

  /** {@code 11:21}. */
  public String time(Instant instant, ZoneId zone) {
    ZonedDateTime local = instant.atZone(zone);
    return time(local.toLocalTime());
  }

  /** {@code 11:21}. */
  public String time(LocalTime time) {
    return twoDigits(time.getHour()) + ":" + twoDigits(time.getMinute());
  }

  /** {@code 11:21:08}. */
  public String seconds(Instant instant, ZoneId zone) {
    ZonedDateTime local = instant.atZone(zone);
    return time(local.toLocalTime()) + ":" + twoDigits(local.getSecond());
  }

  /** {@code 11:21} on the given day, else {@code 19 Nov 11:21}. */
  public String timeOn(Instant instant, ZoneId zone, LocalDate today) {
    return instant.atZone(zone).toLocalDate().equals(today)
        ? time(instant, zone)
        : stamp(instant, zone);
  }

  /**
   * {@code 12 s}, {@code 21 min}, {@code 2 h 08}, {@code 3 d 22 h}: cut, never rounded up; the sign
   * is dropped.
   */
  public String duration(Duration duration) {
    Duration length = duration.abs().truncatedTo(ChronoUnit.SECONDS);
    long minutes = length.toMinutes();
    if (minutes < 1) {
      return say("duration.seconds", length.toSeconds());
    }
    if (minutes < 60) {
      return say("duration.minutes", minutes);
    }
    if (minutes < 24 * 60) {
      long rest = minutes % 60;
      return minutes % 60 == 0
          ? say("duration.hours", minutes / 60)
          : say("duration.hoursMinutes", minutes / 60, minutesOf(rest));
    }
    long hours = length.toHours() % 24;
    return hours == 0
        ? say("duration.days", length.toDays())
        : say("duration.daysHours", length.toDays(), hours);
  }

  private String minutesOf(long minutes) {
    return locale.equals(Locale.JAPANESE) ? Long.toString(minutes) : twoDigits(minutes);
  }

  /** {@code a, b and c}. */
  public String list(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return say(
        "list.last",
        String.join(say("list.comma"), parts.subList(0, parts.size() - 1)),
        parts.getLast());
  }

  private DateTimeFormatter format(String form) {
    return java.util.Objects.requireNonNull(formats.get(form));
  }

  private static String twoDigits(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
