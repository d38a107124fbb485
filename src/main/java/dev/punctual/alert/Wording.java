package dev.punctual.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How messages write times, counts and lists. */
final class Wording {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);

  private Wording() {}

  static String time(Instant instant, ZoneId zone) {
    return TIME.format(instant.atZone(zone));
  }

  static String seconds(Instant instant, ZoneId zone) {
    return SECONDS.format(instant.atZone(zone));
  }

  /** {@code 20 November}. */
  static String date(Instant instant, ZoneId zone) {
    return DATE.format(instant.atZone(zone));
  }

  /** {@code Friday 20 November}. */
  static String day(LocalDate date) {
    return DAY.format(date);
  }

  /** {@code 11:24}, with the date where it is another one than that of {@code beside}. */
  static String timeBeside(Instant instant, Instant beside, ZoneId zone) {
    boolean sameDay = instant.atZone(zone).toLocalDate().equals(beside.atZone(zone).toLocalDate());
    return sameDay ? time(instant, zone) : time(instant, zone) + " on " + date(instant, zone);
  }

  /** {@code 45 s}, {@code 21 min}, {@code 1 h 24}, {@code 2 d 3 h}; rounded down. */
  static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min";
    }
    if (seconds < 86_400) {
      long minutes = seconds % 3_600 / 60;
      return seconds / 3_600
          + " h"
          + (minutes == 0 ? "" : String.format(Locale.ROOT, " %02d", minutes));
    }
    long hours = seconds % 86_400 / 3_600;
    return seconds / 86_400 + " d" + (hours == 0 ? "" : " " + hours + " h");
  }

  static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /** {@code A, B, C and 3 more}. */
  static String list(List<String> names, int most) {
    if (names.size() <= most) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
  }
}
