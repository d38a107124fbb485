package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JapaneseHolidaysTest {

  private static final Holidays JAPAN = Holidays.of("JP");

  @Test
  void every_day_from_1955_to_2030_agrees_with_an_independent_list() throws IOException {
    Set<LocalDate> independent = independentList();
    assertThat(
            LocalDate.of(1955, 1, 1)
                .datesUntil(LocalDate.of(2031, 1, 1))
                .filter(
                    day -> independent.contains(day) != (JAPAN.name(day, Locale.ENGLISH) != null)))
        .isEmpty();
  }

  @Test
  void the_independent_list_is_whole() throws IOException {
    assertThat(independentList())
        .hasSize(1121)
        .contains(LocalDate.of(1955, 1, 1), LocalDate.of(2030, 11, 23));
  }

  @ParameterizedTest
  @CsvSource({
    "1959-04-10, Wedding of Crown Prince Akihito, 皇太子明仁親王の結婚の儀",
    "1973-04-30, Substitute Holiday, 振替休日",
    "1986-05-04, -, -",
    "1988-05-04, Citizens' Holiday, 国民の休日",
    "1989-02-24, State Funeral of Emperor Showa, 昭和天皇の大喪の礼",
    "1999-01-15, Coming of Age Day, 成人の日",
    "2000-01-10, Coming of Age Day, 成人の日",
    "2008-05-06, Substitute Holiday, 振替休日",
    "2018-12-23, Emperor's Birthday, 天皇誕生日",
    "2019-04-30, Citizens' Holiday, 国民の休日",
    "2019-05-01, Enthronement Day, 天皇の即位の日",
    "2019-12-23, -, -",
    "2020-02-24, Substitute Holiday, 振替休日",
    "2020-07-24, Sports Day, スポーツの日",
    "2020-10-12, -, -",
    "2021-08-09, Substitute Holiday, 振替休日",
    "2026-03-20, Vernal Equinox Day, 春分の日",
    "2026-09-22, Citizens' Holiday, 国民の休日"
  })
  void the_law_of_the_year_holds(LocalDate day, String english, String japanese) {
    assertThat(JAPAN.name(day, Locale.ENGLISH) + "|" + JAPAN.name(day, Locale.JAPAN))
        .isEqualTo(english.equals("-") ? "null|null" : english + "|" + japanese);
  }

  /** Start-up pays for no library that a rule set with Japan alone does not use. */
  @Test
  void a_japanese_calendar_loads_no_library() throws Exception {
    List<String> loaded = new ArrayList<>();
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader fresh =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            return super.findClass(name);
          }
        }) {
      Class<?> holidays = fresh.loadClass(Holidays.class.getName());
      Method of = holidays.getDeclaredMethod("of", String.class);
      of.setAccessible(true);
      assertThat(of.invoke(null, "JP")).isNotNull();
      assertThat(loaded)
          .contains(JapaneseHolidays.class.getName())
          .allMatch(name -> name.startsWith("dev.punctual."));
    }
  }

  private static Set<LocalDate> independentList() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    JapaneseHolidaysTest.class.getResourceAsStream("holidays-jp-independent.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(LocalDate::parse)
          .collect(Collectors.toSet());
    }
  }
}
