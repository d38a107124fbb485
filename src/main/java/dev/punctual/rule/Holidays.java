package dev.punctual.rule;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The public holidays of one country or region. */
sealed interface Holidays permits JapaneseHolidays, LibraryHolidays, NoHolidays {

  /**
   * The holiday's name in the language, else in English; null when the date is none or its year is
   * not known.
   */
  @Nullable String name(LocalDate date, Locale language);

  /** The years these holidays are known for. */
  YearRange years();

  /** Whether the list is known to miss days or to have some too many. */
  default boolean rough() {
    return false;
  }

  /**
   * The holidays of a country.
   *
   * @param country ISO 3166 code, {@code JP} or {@code US-CA}; null for none
   * @throws IllegalArgumentException when the country is not known, with the one that was probably
   *     meant
   */
  static Holidays of(@Nullable String country) {
    if (country == null) {
      return NoHolidays.INSTANCE;
    }
    return country.equals(JapaneseHolidays.COUNTRY)
        ? JapaneseHolidays.load()
        : LibraryHolidays.of(country);
  }
}
