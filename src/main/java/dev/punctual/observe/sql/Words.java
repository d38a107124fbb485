package dev.punctual.observe.sql;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and numbers as they stand in answers. */
public final class Words {

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Words() {}

  /** To the second, with its zone. */
  public static String time(Instant instant, ZoneId zone) {
    boolean whole = instant.equals(instant.truncatedTo(ChronoUnit.MINUTES));
    String zoneName = zone.getId().equals("Z") ? "UTC" : zone.getId();
    return (whole ? MINUTES : SECONDS).format(instant.atZone(zone)) + " " + zoneName;
  }

  /** With commas between thousands. */
  public static String rows(long number) {
    StringBuilder digits = new StringBuilder(Long.toString(number));
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      digits.insert(at, ',');
    }
    return digits.append(number == 1 ? " row" : " rows").toString();
  }
}
