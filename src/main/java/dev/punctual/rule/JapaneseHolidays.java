package dev.punctual.rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The national holidays of Japan from 1955 to 2030, from a table in the resources: dates as the law
 * stood in each year, with substitute and citizens' holidays and the moves of 2019 to 2021.
 *
 * <p>The equinoxes of 2027 to 2030 are computed from the sun's longitude. The official ones are
 * announced each February for the year after; those computed for the years before agree with two
 * published lists, and none of the four years comes within half an hour of midnight.
 */
final class JapaneseHolidays implements Holidays {

  static final String COUNTRY = "JP";

  private static final String TABLE = "holidays-jp.csv";
  private static final YearRange YEARS = new YearRange(1955, 2030);

  private final Map<LocalDate, Names> days;

  private JapaneseHolidays(Map<LocalDate, Names> days) {
    this.days = days;
  }

  /** Reads the table, once. */
  static JapaneseHolidays load() {
    return Loaded.TABLE;
  }

  @Override
  public @Nullable String name(LocalDate date, Locale language) {
    Names names = days.get(date);
    if (names == null) {
      return null;
    }
    return language.getLanguage().equals("ja") ? names.japanese() : names.english();
  }

  @Override
  public YearRange years() {
    return YEARS;
  }

  private record Names(String english, String japanese) {}

  private static final class Loaded {
    static final JapaneseHolidays TABLE = read();
  }

  private static JapaneseHolidays read() {
    Map<LocalDate, Names> days = new HashMap<>();
    try (InputStream in = JapaneseHolidays.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(
            "The table of Japanese holidays is missing from this build: " + TABLE);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split(",", 3);
          days.put(LocalDate.parse(cells[0]), new Names(cells[1], cells[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JapaneseHolidays(days);
  }
}
