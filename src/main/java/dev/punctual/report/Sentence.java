package dev.punctual.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The report in a sentence, in English; pages have their own words for other languages. */
final class Sentence {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM yyyy HH:mm", Locale.ENGLISH);

  /** What the word means, wherever it stands. */
  static final String BACKFILLED =
      "Nobody watched these deadlines when they fell due; they were judged afterwards from what"
          + " their sources still knew.";

  private Sentence() {}

  static String headline(Report report) {
    Figures figures = report.totals().figures();
    return figures.counted() == 0
        ? "No deadline was judged in this period."
        : figures.attainment() + " of promised data arrived on time.";
  }

  static String detail(Report report) {
    Figures figures = report.totals().figures();
    return String.format(
            Locale.ROOT,
            "%s to %s, %s. %,d of %,d judged deadlines met; %,d excused, %,d unknown, coverage %s.",
            minute(report.from(), report.zone()),
            minute(report.until(), report.zone()),
            report.zone().getId(),
            figures.met(),
            figures.counted(),
            figures.excused(),
            figures.unknown(),
            figures.coverage())
        + backfilled(figures);
  }

  private static String backfilled(Figures figures) {
    return figures.backfilled() == 0
        ? ""
        : String.format(
            Locale.ROOT, " %,d of %,d due backfilled.", figures.backfilled(), figures.due());
  }

  static String minute(Instant instant, ZoneId zone) {
    return MINUTE.withZone(zone).format(instant);
  }
}
