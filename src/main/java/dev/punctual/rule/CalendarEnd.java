package dev.punctual.rule;

import java.time.LocalDate;

/**
 * A calendar whose known years end soon, or have ended: from then on it takes holidays for business
 * days, and promises fall due on days on which nobody works.
 *
 * @param lastYear the last year whose public holidays it knows, by its country or by own days
 * @param problem the warning at its place in the rule files
 */
public record CalendarEnd(String calendar, String country, int lastYear, Problem problem) {

  /** The first day of which it knows no holiday. */
  public LocalDate firstUnknown() {
    return LocalDate.of(lastYear + 1, 1, 1);
  }

  /** Whether its known years are over by this day. */
  public boolean isPast(LocalDate today) {
    return today.getYear() > lastYear;
  }

  /** Whether its known years are over within so many days. */
  public boolean isWithin(LocalDate today, int days) {
    return !firstUnknown().isAfter(today.plusDays(days));
  }

  static CalendarEnd of(BusinessCalendar calendar, String country, LocalDate today) {
    int last = calendar.knownUntil();
    Spot spot = calendar.spot();
    String todo = " List the days of " + (last + 1) + " under also_off, or update Punctual.";
    String message =
        today.getYear() > last
            ? "The public holidays of "
                + country
                + " are known until "
                + last
                + " only: calendar "
                + calendar.name()
                + " has run out and takes them for business days."
                + todo
            : "Calendar "
                + calendar.name()
                + " knows the public holidays of "
                + country
                + " until "
                + last
                + "; from then on it takes them for business days."
                + todo;
    return new CalendarEnd(
        calendar.name(),
        country,
        last,
        new Problem(spot.file(), spot.line(), spot.column(), message, true));
  }
}
