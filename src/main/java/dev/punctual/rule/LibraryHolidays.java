package dev.punctual.rule;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The public holidays of countries other than Japan, as the jollyday library has them, worked out
 * once per year. The library is loaded with the first calendar of such a country, its rules with
 * the first question (or with a subdivision, to check it).
 */
final class LibraryHolidays implements Holidays {

  /**
   * The library gives no years. It holds the law of mid 2026; compared with a second list its
   * well-kept countries agree over these years.
   */
  private static final YearRange YEARS = new YearRange(2000, 2030);

  /** Countries whose lunar holidays the library lists year by year, with the last year it has. */
  private static final Map<String, Integer> LISTED_UNTIL =
      Map.of("HK", 2024, "MU", 2024, "SG", 2024);

  /**
   * Countries for which the library and a second list differ on more than three weekdays a year
   * from 2020 to 2030: lunar days that are missing, days moved by decree, days some regions only
   * keep.
   */
  private static final Set<String> ROUGH =
      Set.of(
          "AF", "AL", "AO", "AR", "AZ", "BA", "BB", "BD", "BJ", "BO", "BW", "BY", "CL", "CR", "CY",
          "EC", "EG", "ET", "GH", "GM", "GQ", "GT", "GU", "GY", "HK", "HN", "HT", "IN", "IQ", "IR",
          "IS", "JO", "KG", "KI", "KZ", "LB", "ME", "ML", "NE", "NG", "NI", "OM", "PA", "PH", "PK",
          "RU", "RW", "SA", "SD", "SR", "ST", "SV", "SY", "TN", "TR", "TV", "TZ", "UA", "UY", "UZ",
          "VA", "VC", "VE", "VN", "XK", "YE");

  private static final Map<String, String> OFTEN_MEANT = Map.of("UK", "GB", "EN", "GB", "EL", "GR");

  private static final int MOST_LISTED = 60;

  private final String country;
  private final String[] subdivision;
  private final YearRange years;
  private final Map<Integer, Map<LocalDate, Holiday>> byYear = new ConcurrentHashMap<>();

  private LibraryHolidays(String country, String[] subdivision) {
    this.country = country;
    this.subdivision = subdivision;
    this.years = new YearRange(YEARS.first(), LISTED_UNTIL.getOrDefault(country, YEARS.last()));
  }

  /**
   * The holidays of a country or of one of its subdivisions.
   *
   * @param code {@code US}, {@code US-CA}, {@code DE-BY}
   * @throws IllegalArgumentException when the library has no such country or subdivision
   */
  static LibraryHolidays of(String code) {
    BadScalarException.refuseLong(code);
    List<String> parts = List.of(code.split("-", -1));
    String country = parts.getFirst();
    if (!countries().contains(country)) {
      throw new IllegalArgumentException(unknownCountry(code, country));
    }
    String[] subdivision =
        parts.stream().skip(1).map(part -> part.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    if (subdivision.length > 0) {
      requireSubdivision(code, country, parts);
    }
    return new LibraryHolidays(country, subdivision);
  }

  @Override
  public @Nullable String name(LocalDate date, Locale language) {
    if (!years.contains(date)) {
      return null;
    }
    if (isColumbusDay(date)) {
      return "Columbus Day";
    }
    Holiday holiday = byYear.computeIfAbsent(date.getYear(), this::holidays).get(date);
    return holiday == null ? null : holiday.getDescription(language);
  }

  @Override
  public YearRange years() {
    return years;
  }

  @Override
  public boolean rough() {
    return ROUGH.contains(country);
  }

  /** A federal holiday that the library has for single states only. */
  private boolean isColumbusDay(LocalDate date) {
    return country.equals("US")
        && subdivision.length == 0
        && date.getMonthValue() == 10
        && date.equals(date.with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.MONDAY)));
  }

  private Map<LocalDate, Holiday> holidays(int year) {
    Map<LocalDate, Holiday> days = new HashMap<>();
    for (Holiday holiday : manager(country).getHolidays(Year.of(year), subdivision)) {
      if (holiday.getType() != HolidayType.OBSERVANCE) {
        days.put(holiday.getDate(), holiday);
      }
    }
    return days;
  }

  private static HolidayManager manager(String country) {
    return HolidayManager.getInstance(ManagerParameters.create(country.toLowerCase(Locale.ROOT)));
  }

  /** The library's countries, without its stock exchanges; Japan has its own table. */
  private static Set<String> countries() {
    return HolidayManager.getSupportedCalendarCodes().stream()
        .filter(code -> code.length() == 2)
        .collect(Collectors.toSet());
  }

  private static String unknownCountry(String code, String written) {
    String meant = meant(written);
    if (meant != null) {
      return "There are no holidays for \"" + code + "\". Did you mean \"" + meant + "\"?";
    }
    if (Arrays.asList(Locale.getISOCountries()).contains(written)) {
      return "The holidays of "
          + code
          + " ("
          + englishName(written)
          + ") are not known. Leave out country and list them under also_off.";
    }
    return "There are no holidays for \""
        + code
        + "\". Write an ISO 3166 code such as JP, US or DE-BY.";
  }

  /**
   * The code that was probably meant, by case, by its three letters, by the country's name, or by
   * one letter amiss.
   */
  private static @Nullable String meant(String written) {
    String upper = written.toUpperCase(Locale.ROOT);
    if (OFTEN_MEANT.containsKey(upper)) {
      return OFTEN_MEANT.get(upper);
    }
    if (Arrays.asList(Locale.getISOCountries()).contains(written)) {
      return null;
    }
    List<String> known =
        Arrays.stream(Locale.getISOCountries()).filter(countries()::contains).toList();
    for (String code : known) {
      if (code.equals(upper)
          || Locale.of("", code).getISO3Country().equals(upper)
          || englishName(code).equalsIgnoreCase(written)) {
        return code;
      }
    }
    String name =
        DidYouMean.suggest(written, known.stream().map(LibraryHolidays::englishName).toList());
    return known.stream().filter(code -> englishName(code).equals(name)).findFirst().orElse(null);
  }

  private static String englishName(String code) {
    return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }

  private static void requireSubdivision(String code, String country, List<String> parts) {
    Map<String, CalendarHierarchy> known = manager(country).getCalendarHierarchy().getChildren();
    String path = country;
    for (String part : parts.subList(1, parts.size())) {
      CalendarHierarchy child =
          part.equals(part.toUpperCase(Locale.ROOT))
              ? known.get(part.toLowerCase(Locale.ROOT))
              : null;
      if (child == null) {
        throw new IllegalArgumentException(unknownPart(code, path, part, known.keySet()));
      }
      path = path + "-" + part;
      known = child.getChildren();
    }
  }

  private static String unknownPart(
      String code, String path, String part, Collection<String> known) {
    if (known.isEmpty()) {
      return "The holidays of parts of "
          + path
          + " are not known. Write "
          + path
          + " instead of \""
          + code
          + "\".";
    }
    List<String> codes =
        known.stream().map(child -> child.toUpperCase(Locale.ROOT)).sorted().toList();
    String near = DidYouMean.suggest(part, codes);
    return "There is no \""
        + part
        + "\" in "
        + path
        + "."
        + (near != null
            ? " Did you mean \"" + path + "-" + near + "\"?"
            : " Known are "
                + codes.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
                + (codes.size() > MOST_LISTED ? ", …" : "."));
  }
}
