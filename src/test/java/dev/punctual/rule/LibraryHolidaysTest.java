package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LibraryHolidaysTest {

  @ParameterizedTest
  @CsvSource({
    "US, 2026-11-26, Thanksgiving Day",
    "US, 2026-07-03, Independence Day",
    "US, 2026-10-12, Columbus Day",
    "GB, 2023-05-08, King's Coronation",
    "DE, 2026-10-03, German Unity Day",
    "DE-BY, 2026-01-06, Epiphany",
    "FR, 2026-07-14, National Day"
  })
  void well_known_holidays_have_their_names(String country, LocalDate day, String name) {
    assertThat(Holidays.of(country).name(day, Locale.ENGLISH)).isEqualTo(name);
  }

  @Test
  void a_holiday_of_one_region_is_none_in_another() {
    assertThat(Holidays.of("DE-BE").name(LocalDate.of(2026, 1, 6), Locale.ENGLISH)).isNull();
  }

  @Test
  void a_working_day_is_no_holiday() {
    assertThat(Holidays.of("US").name(LocalDate.of(2026, 11, 25), Locale.ENGLISH)).isNull();
  }

  @Test
  void countries_whose_lunar_days_are_listed_run_out_earlier() {
    assertThat(List.of(Holidays.of("DE").years(), Holidays.of("SG").years()))
        .containsExactly(new YearRange(2000, 2030), new YearRange(2000, 2024));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "us | There are no holidays for \"us\". Did you mean \"US\"?",
        "UK | There are no holidays for \"UK\". Did you mean \"GB\"?",
        "JPN | There are no holidays for \"JPN\". Did you mean \"JP\"?",
        "jp | There are no holidays for \"jp\". Did you mean \"JP\"?",
        "Japan | There are no holidays for \"Japan\". Did you mean \"JP\"?",
        "Germny | There are no holidays for \"Germny\". Did you mean \"DE\"?",
        "XX | There are no holidays for \"XX\". Write an ISO 3166 code such as JP, US or DE-BY.",
        "KR | The holidays of KR (South Korea) are not known. Leave out country and list them under also_off.",
        "US-XX | There is no \"XX\" in US. Known are AK, AL, AR, AZ, CA, CO, CT, DC, DE, FL, GA, HI, IA, ID, IL, IN, KS, KY, LA, MA, MD, ME, MI, MN, MO, MS, MT, NC, ND, NE, NH, NJ, NM, NV, NY, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VA, VT, WA, WI, WV, WY.",
        "US-ca | There is no \"ca\" in US. Did you mean \"US-CA\"?",
        "JP-13 | The holidays of parts of JP are not known. Write JP instead of \"JP-13\".",
        "DE-XX | There is no \"XX\" in DE. Known are BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH.",
      })
  void an_unknown_country_is_refused_with_the_one_meant(String country, String refusal) {
    IllegalArgumentException refused =
        catchThrowableOfType(IllegalArgumentException.class, () -> Holidays.of(country));
    assertThat(refused).hasMessage(refusal);
  }
}
