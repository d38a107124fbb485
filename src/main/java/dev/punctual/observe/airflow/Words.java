package dev.punctual.observe.airflow;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as people of a zone read them. */
record Words(ZoneId zone) {

  private static final DateTimeFormatter MINUTE = form("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter SECOND = form("uuuu-MM-dd HH:mm:ss");

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** {@code 2026-11-20 09:12 Asia/Tokyo}, with seconds where there are any. */
  String time(Instant instant) {
    boolean whole = instant.truncatedTo(ChronoUnit.MINUTES).equals(instant);
    return (whole ? MINUTE : SECOND).format(instant.atZone(zone))
        + " "
        + (zone.getId().equals("Z") ? "UTC" : zone.getId());
  }

  /** {@code " at 2026-11-20 09:12 Asia/Tokyo"}; empty without an instant. */
  String at(@Nullable Instant instant) {
    return instant == null ? "" : " at " + time(instant);
  }

  /** {@code the run of 2026-11-20 09:00 Asia/Tokyo}, with its type where it is no scheduled one. */
  String run(Run run) {
    String type = run.isScheduled() ? "" : run.type().replace('_', ' ') + " ";
    return "the " + type + "run of " + time(run.dueAt());
  }
}
