package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ZonesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Asia/Tokyo",
        "America/Argentina/Buenos_Aires",
        "Japan",
        "US/Eastern",
        "Asia/Calcutta",
        "UTC",
        "Etc/UTC"
      })
  void regions_their_links_and_utc_are_zones(String id) {
    assertThat(Zones.parse(id)).isEqualTo(ZoneId.of(id));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JST | 0: \"JST\" is an abbreviation, which means several places. Did you mean \"Asia/Tokyo\"?",
        "EST | 0: \"EST\" is an abbreviation, which means several places. Did you mean \"America/New_York\"?",
        "MST | 0: \"MST\" is an abbreviation, which means several places. Did you mean \"America/Denver\"?",
        "HST | 0: \"HST\" is an abbreviation, which means several places. Did you mean \"Pacific/Honolulu\"?",
        "EST5EDT | 0: \"EST5EDT\" is an abbreviation, which means several places. Did you mean \"America/New_York\"?",
        "GMT | 0: \"GMT\" is not a region. Write UTC, or a region such as Europe/London.",
        "Z | 0: \"Z\" is not a region. Write UTC, or a region such as Europe/London.",
        "+09:00 | 0: \"+09:00\" is a fixed offset, which does not follow a country's clocks. Did you mean \"Asia/Tokyo\"?",
        "UTC+9 | 0: \"UTC+9\" is a fixed offset, which does not follow a country's clocks. Did you mean \"Asia/Tokyo\"?",
        "Etc/GMT-9 | 0: \"Etc/GMT-9\" is a fixed offset, which does not follow a country's clocks. Did you mean \"Asia/Tokyo\"?",
        "-05:00 | 0: \"-05:00\" is a fixed offset, which does not follow a country's clocks. Write a region such as Asia/Tokyo, or UTC.",
        "asia/tokyo | 0: There is no time zone \"asia/tokyo\". Did you mean \"Asia/Tokyo\"?",
        "utc | 0: There is no time zone \"utc\". Did you mean \"UTC\"?",
        "Asia/Tokio | 0: There is no time zone \"Asia/Tokio\". Did you mean \"Asia/Tokyo\"?",
        "Tokyo | 0: There is no time zone \"Tokyo\". Did you mean \"Asia/Tokyo\"?",
        "America/New York | 0: There is no time zone \"America/New York\". Did you mean \"America/New_York\"?",
        "Mars/Olympus | 0: There is no time zone \"Mars/Olympus\". Write a region such as Asia/Tokyo, or UTC.",
        "SystemV/EST5 | 0: There is no time zone \"SystemV/EST5\". Write a region such as Asia/Tokyo, or UTC.",
      })
  void what_is_no_region_is_refused_with_the_one_meant(String text, String refusal) {
    assertThat(Refusals.of(() -> Zones.parse(text))).isEqualTo(refusal);
  }

  @Test
  void an_empty_zone_is_refused() {
    assertThat(Refusals.of(() -> Zones.parse(" "))).startsWith("0: A time zone is missing.");
  }
}
