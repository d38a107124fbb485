package dev.punctual.rule;

import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Time zones a promise can be made in: region names of the IANA database and their older names
 * ({@code Asia/Tokyo}, {@code Japan}), and {@code UTC}. Fixed offsets and abbreviations are
 * refused: an offset does not follow its country's clocks, an abbreviation means several places.
 */
public final class Zones {

  private static final String FORM = "Write a region such as Asia/Tokyo, or UTC.";

  /** Kept: each call of the JDK copies all of them. */
  private static final Set<String> IDS = ZoneId.getAvailableZoneIds();

  /** Ids of the database without a slash that name a clock and not a place. */
  private static final Set<String> NOT_A_PLACE =
      Set.of(
          "CET",
          "CST6CDT",
          "EET",
          "EST",
          "EST5EDT",
          "GMT",
          "GMT0",
          "GMT+0",
          "GMT-0",
          "Greenwich",
          "HST",
          "MET",
          "MST",
          "MST7MDT",
          "PST8PDT",
          "UCT",
          "Universal",
          "WET",
          "Zulu");

  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("JST", "Asia/Tokyo"),
          Map.entry("KST", "Asia/Seoul"),
          Map.entry("HKT", "Asia/Hong_Kong"),
          Map.entry("SGT", "Asia/Singapore"),
          Map.entry("IST", "Asia/Kolkata"),
          Map.entry("EST", "America/New_York"),
          Map.entry("EDT", "America/New_York"),
          Map.entry("EST5EDT", "America/New_York"),
          Map.entry("ET", "America/New_York"),
          Map.entry("CST", "America/Chicago"),
          Map.entry("CDT", "America/Chicago"),
          Map.entry("CST6CDT", "America/Chicago"),
          Map.entry("MST", "America/Denver"),
          Map.entry("MDT", "America/Denver"),
          Map.entry("MST7MDT", "America/Denver"),
          Map.entry("PST", "America/Los_Angeles"),
          Map.entry("PDT", "America/Los_Angeles"),
          Map.entry("PST8PDT", "America/Los_Angeles"),
          Map.entry("PT", "America/Los_Angeles"),
          Map.entry("HST", "Pacific/Honolulu"),
          Map.entry("BST", "Europe/London"),
          Map.entry("WET", "Europe/Lisbon"),
          Map.entry("CET", "Europe/Berlin"),
          Map.entry("CEST", "Europe/Berlin"),
          Map.entry("MET", "Europe/Berlin"),
          Map.entry("EET", "Europe/Helsinki"),
          Map.entry("EEST", "Europe/Helsinki"),
          Map.entry("MSK", "Europe/Moscow"),
          Map.entry("AEST", "Australia/Sydney"),
          Map.entry("AEDT", "Australia/Sydney"),
          Map.entry("NZST", "Pacific/Auckland"),
          Map.entry("NZDT", "Pacific/Auckland"));

  private static final Set<String> MEANT_UTC =
      Set.of(
          "GMT",
          "GMT0",
          "UCT",
          "Z",
          "Zulu",
          "Universal",
          "Greenwich",
          "Etc/GMT",
          "Etc/GMT0",
          "Etc/UCT",
          "Etc/Zulu",
          "Etc/Universal",
          "Etc/Greenwich");

  private Zones() {}

  /**
   * Reads a zone; upper and lower case count.
   *
   * @return the zone under the name that was written
   * @throws BadScalarException when the name is none, with the one that was probably meant
   */
  public static ZoneId parse(String text) {
    BadScalarException.refuseLong(text);
    if (IDS.contains(text) && isPlace(text)) {
      return ZoneId.of(text);
    }
    throw new BadScalarException(explain(text), 0);
  }

  private static boolean isPlace(String id) {
    if (id.equals("UTC") || id.equals("Etc/UTC")) {
      return true;
    }
    return !id.startsWith("Etc/") && !id.startsWith("SystemV/") && !NOT_A_PLACE.contains(id);
  }

  private static String explain(String text) {
    if (text.isBlank()) {
      return "A time zone is missing. " + FORM;
    }
    if (MEANT_UTC.contains(text)) {
      return "\"" + text + "\" is not a region. Write UTC, or a region such as Europe/London.";
    }
    String meant = MEANT.get(text);
    if (meant != null) {
      return "\""
          + text
          + "\" is an abbreviation, which means several places. Did you mean \""
          + meant
          + "\"?";
    }
    if (text.matches("(UTC|GMT|UT|Etc/GMT)?[+-].*")) {
      String tokyo =
          Set.of("+09:00", "+9", "UTC+9", "UTC+09:00", "GMT+9", "GMT+09:00", "Etc/GMT-9")
                  .contains(text)
              ? " Did you mean \"Asia/Tokyo\"?"
              : " " + FORM;
      return "\""
          + text
          + "\" is a fixed offset, which does not follow a country's clocks."
          + tokyo;
    }
    String near = near(text);
    return "There is no time zone \""
        + text
        + "\"."
        + (near == null ? " " + FORM : " Did you mean \"" + near + "\"?");
  }

  private static @Nullable String near(String text) {
    Collection<String> known = places().toList();
    String wanted = text.strip().replace(' ', '_');
    return known.stream()
        .filter(
            id ->
                id.equalsIgnoreCase(wanted)
                    || id.regionMatches(
                        true,
                        id.indexOf('/') + 1,
                        wanted,
                        0,
                        Math.max(wanted.length(), id.length() - id.indexOf('/') - 1)))
        .min(
            (a, b) ->
                a.equalsIgnoreCase(wanted) ? -1 : b.equalsIgnoreCase(wanted) ? 1 : a.compareTo(b))
        .orElseGet(() -> DidYouMean.suggest(wanted, known));
  }

  private static Stream<String> places() {
    return IDS.stream().filter(Zones::isPlace);
  }
}
