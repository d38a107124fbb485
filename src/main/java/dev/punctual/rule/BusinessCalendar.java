package dev.punctual.rule;

import java.time.LocalDate;

/** Which days are worked. */
public interface BusinessCalendar {
  LocalDate previousBusinessDay(LocalDate date);
}
