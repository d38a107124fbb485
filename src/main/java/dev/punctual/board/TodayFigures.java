package dev.punctual.board;

import dev.punctual.ledger.Allowance;
import dev.punctual.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The day in figures and in one sentence. Every row is counted once, so that the sum is the day.
 */
final class TodayFigures {

  /** Misses that fell due together are worth a word from this many on. */
  private static final int TOGETHER = 5;

  private static final List<Look> ORDER =
      List.of(
          Look.OVERDUE,
          Look.LATE,
          Look.MISSED,
          Look.AT_RISK,
          Look.UNKNOWN,
          Look.EXCUSED,
          Look.MET,
          Look.WAITING);

  private final List<BoardRow> rows;
  private final Map<Look, Integer> counts = new EnumMap<>(Look.class);

  TodayFigures(List<BoardRow> rows) {
    this.rows = List.copyOf(rows);
    rows.forEach(row -> counts.merge(row.look(), 1, Integer::sum));
  }

  int of(Look look) {
    return counts.getOrDefault(look, 0);
  }

  int all() {
    return rows.size();
  }

  int missed() {
    return of(Look.OVERDUE) + of(Look.LATE) + of(Look.MISSED);
  }

  int attention() {
    return missed() + of(Look.AT_RISK) + of(Look.UNKNOWN);
  }

  /** Rules whose misses are more than their allowance. */
  long overspent() {
    return rows.stream()
        .map(BoardRow::allowance)
        .filter(Objects::nonNull)
        .filter(TodayFigures::isOverspent)
        .count();
  }

  static boolean isOverspent(@Nullable Allowance allowance) {
    return allowance != null && allowance.used() > allowance.allowed();
  }

  /** The one source that all unknown deadlines are of; null when there are several or none. */
  @Nullable String unknownSource() {
    Set<String> sources =
        rows.stream()
            .filter(row -> row.look() == Look.UNKNOWN)
            .map(row -> row.due().source())
            .collect(Collectors.toSet());
    return sources.size() == 1 ? sources.iterator().next() : null;
  }

  /** When the next one falls due; null when nothing waits. */
  @Nullable Instant next(Instant now) {
    return rows.stream()
        .filter(row -> row.look() == Look.WAITING || row.look() == Look.AT_RISK)
        .filter(row -> !row.isFreshness())
        .map(row -> row.due().dueAt())
        .filter(due -> due.isAfter(now))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  String sentence(Words words, ZoneId zone) {
    if (all() == 0) {
      return words.say("today.nothing");
    }
    if (missed() > 0) {
      return missed(words, zone);
    }
    if (of(Look.UNKNOWN) > 0) {
      return words.count("today.unknown", of(Look.UNKNOWN), all());
    }
    return of(Look.WAITING) + of(Look.AT_RISK) > 0
        ? words.say("today.quiet")
        : words.count("today.allMet", all());
  }

  private String missed(Words words, ZoneId zone) {
    Map.Entry<Instant, Long> together =
        rows.stream()
            .filter(row -> row.look().isMiss() && !row.isFreshness())
            .collect(Collectors.groupingBy(row -> row.due().dueAt(), Collectors.counting()))
            .entrySet()
            .stream()
            .max(Map.Entry.comparingByValue())
            .orElse(null);
    if (together != null && together.getValue() >= TOGETHER && missed() > TOGETHER) {
      return words.count(
          "today.missedTogether",
          missed(),
          all(),
          together.getValue(),
          words.time(together.getKey(), zone));
    }
    return words.count("today.missed", missed(), all());
  }

  /** The day, and the rest of the sum: {@code One is still overdue, 4 were met, 3 are waiting.} */
  String lead(Words words, LocalDate date) {
    List<String> parts = new ArrayList<>();
    for (Look look : ORDER) {
      boolean said = look == Look.LATE && of(Look.OVERDUE) + of(Look.MISSED) == 0;
      if (of(look) > 0 && !said) {
        parts.add(part(look, words));
      }
    }
    String day = words.day(date);
    if (parts.isEmpty()) {
      return words.say("today.day", day);
    }
    String sum = String.join(words.say("list.comma"), parts);
    return words.say(
        "today.lead", day, sum.substring(0, 1).toUpperCase(Locale.ROOT) + sum.substring(1));
  }

  private String part(Look look, Words words) {
    String source = look == Look.UNKNOWN && of(look) > 1 ? unknownSource() : null;
    return source == null
        ? words.count("today.part." + look.word(), of(look))
        : words.say("today.part.unknownSource", of(look), source);
  }

  /** {@code 4 overdue + 13 late + 625 met = 1,000}. */
  String sum(Words words) {
    List<String> parts = new ArrayList<>();
    for (Look look : ORDER) {
      if (of(look) > 0) {
        parts.add(words.say("today.sum", of(look), words.say("sum." + look.word())));
      }
    }
    return String.join(" + ", parts) + " = " + words.number(all());
  }
}
