package dev.punctual.rule;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A calendar without a country: weekends and its own days only. */
enum NoHolidays implements Holidays {
  INSTANCE;

  @Override
  public @Nullable String name(LocalDate date, Locale language) {
    return null;
  }

  @Override
  public YearRange years() {
    return YearRange.ALL;
  }
}
