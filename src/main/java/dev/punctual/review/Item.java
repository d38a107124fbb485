package dev.punctual.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lapse as the template shows it; every text in the reader's language.
 *
 * @param pill state as finished markup
 * @param spoken what people said of it, empty while nobody did
 * @param before what it was before a correction, empty without one
 * @param proposal null where nothing says why
 * @param category word of the cause, empty without one
 * @param excused whether it does not count
 * @param correctable whether it has a verdict that may be wrong
 */
record Item(
    String key,
    int number,
    String rule,
    String title,
    String link,
    String pill,
    String due,
    String second,
    String kind,
    String target,
    String timeline,
    String spoken,
    String before,
    @Nullable Proposed proposal,
    String category,
    String note,
    String excusal,
    boolean excused,
    boolean correctable,
    boolean open,
    List<LogLine> log) {

  /** A proposed cause. */
  record Proposed(String category, String title, String text) {}

  /** A line of the evidence. */
  record LogLine(String when, String text) {}
}
