package dev.punctual.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  private static final Words ENGLISH = Words.of(Locale.ENGLISH);
  private static final Words JAPANESE = Words.of(Locale.JAPANESE);

  @ParameterizedTest
  @ValueSource(strings = {"web", "board", "alert", "report", "whatif"})
  void every_message_is_said_in_both_languages_with_the_same_holes(String bundle) throws Exception {
    Properties english = read(bundle + ".properties");
    Properties japanese = read(bundle + "_ja.properties");
    var expected = new TreeSet<>(english.stringPropertyNames());
    expected.removeIf(key -> key.endsWith(".one") && !japanese.containsKey(key));
    assertThat(new TreeSet<>(japanese.stringPropertyNames())).isEqualTo(expected);
    expected.removeIf(key -> key.endsWith(".one")); // may write the number as a word
    for (String key : expected) {
      assertThat(holes(japanese.getProperty(key)))
          .as(key)
          .isEqualTo(holes(english.getProperty(key)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.98399, 98.3 %",
    "1, 100 %",
    "0.99999, 99.9 %",
    "0, 0.0 %",
    "0.0999, 9.9 %",
  })
  void a_percentage_is_never_flattering(BigDecimal fraction, String shown) {
    assertThat(ENGLISH.percent(fraction)).isEqualTo(shown);
  }

  @Test
  void a_language_without_singular_does_not_borrow_the_english_one() {
    assertThat(JAPANESE.count("whatif.left", 1)).isEqualTo("1日は対象外になります。");
  }

  @Test
  void no_data_is_a_dash_and_not_a_hundred_percent() {
    assertThat(ENGLISH.percent(null)).isEqualTo("–");
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12 s, 12秒",
    "1299, 21 min, 21分",
    "7680, 2 h 08, 2時間8分",
    "3600, 1 h, 1時間",
    "338400, 3 d 22 h, 3日22時間",
    "86400, 1 d, 1日",
  })
  void a_duration_is_cut_and_speaks_both_languages(long seconds, String en, String ja) {
    assertThat(List.of(ENGLISH, JAPANESE))
        .extracting(words -> words.duration(Duration.ofSeconds(seconds)))
        .containsExactly(en, ja);
  }

  @Test
  void a_date_is_written_as_its_readers_write_it() {
    LocalDate date = LocalDate.of(2026, 11, 20);
    assertThat(List.of(ENGLISH.day(date), JAPANESE.day(date)))
        .containsExactly("Friday 20 November 2026", "2026年11月20日（金）");
  }

  private static List<String> holes(String message) {
    return Pattern.compile("\\{[0-9]}")
        .matcher(message)
        .results()
        .map(r -> r.group())
        .sorted()
        .distinct()
        .toList();
  }

  private static Properties read(String file) throws Exception {
    var texts = new Properties();
    try (var in =
        new java.io.InputStreamReader(
            java.util.Objects.requireNonNull(WordsTest.class.getResourceAsStream("/i18n/" + file)),
            java.nio.charset.StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts;
  }
}
