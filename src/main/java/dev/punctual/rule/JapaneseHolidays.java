package dev.punctual.rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
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
  private static final int AFTER_DATE = "2026-11-20,".length();

  private final Map<LocalDate, Names> days;

  private final YearRange years;

  private JapaneseHolidays(Map<LocalDate, Names> days) {
    this.days = days;
    this.years =
        new YearRange(
            Collections.min(days.keySet()).getYear(), Collections.max(days.keySet()).getYear());
  }

  /** Reads the table, once. It holds whole years; the first and the last bound what is known. */
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
    return years;
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
          int comma = line.indexOf(',', AFTER_DATE);
          days.put(
              date(line), new Names(line.substring(AFTER_DATE, comma), line.substring(comma + 1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JapaneseHolidays(days);
  }

  /**
   * The date a line begins with. Read by hand: the formatters of java.time would cost start-up more
   * than the whole table.
   */
  private static LocalDate date(String line) {
    return LocalDate.of(
        Integer.parseInt(line, 0, 4, 10),
        Integer.parseInt(line, 5, 7, 10),
        Integer.parseInt(line, 8, 10, 10));
  }
}
