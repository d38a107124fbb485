package dev.punctual.rule;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** On which dates a rule has a deadline. */
public interface DayRule {
  boolean includes(LocalDate date);

  @Nullable BusinessCalendar calendar();
}
