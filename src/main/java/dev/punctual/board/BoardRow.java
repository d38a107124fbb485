package dev.punctual.board;

import dev.punctual.board.Typical.Band;
import dev.punctual.ledger.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of the board: a rule and the deadline of today that says most about it.
 *
 * @param kind word of the rule language, empty for a rule that is no longer in force
 * @param target as people know it
 * @param due of a freshness rule: the present, with its state
 * @param slots null without {@code every}
 * @param fresh null but for a freshness rule
 * @param band null where nothing is usual yet
 * @param strip thirty letters, see {@link Strips}
 * @param allowance null for freshness rules and trials
 */
record BoardRow(
    String title,
    String kind,
    String target,
    SortedMap<String, String> labels,
    Due due,
    @Nullable SlotsToday slots,
    @Nullable FreshNow fresh,
    @Nullable Band band,
    String strip,
    @Nullable Allowance allowance) {

  /** What needs attention first: the newest of the met, the next of the waiting. */
  static final Comparator<BoardRow> WORST_FIRST =
      Comparator.comparing(BoardRow::look)
          .thenComparingLong(BoardRow::urgency)
          .thenComparing(BoardRow::rule);

  static final Comparator<BoardRow> BY_DUE =
      Comparator.comparing((BoardRow row) -> row.due().dueAt()).thenComparing(BoardRow::rule);

  /** The slots of a rule that fell due today or will. */
  record SlotsToday(int all, int met, int missed, int unknown) {}

  /**
   * The present of a freshness rule.
   *
   * @param newestAt newest event, null where none was seen
   */
  record FreshNow(Duration within, @Nullable Instant newestAt, Instant since) {}

  String rule() {
    return due.rule();
  }

  @Nullable String team() {
    return due.team();
  }

  Look look() {
    return due.look();
  }

  boolean isFreshness() {
    return fresh != null;
  }

  private long urgency() {
    long at = due.dueAt().getEpochSecond();
    return look() == Look.MET || look() == Look.EXCUSED ? -at : at;
  }

  /** Instants its timeline has to show. */
  List<Instant> marks() {
    List<Instant> marks = new ArrayList<>();
    if (fresh != null) {
      return marks;
    }
    marks.add(due.dueAt());
    if (due.arrivedAt() != null) {
      marks.add(due.arrivedAt());
    }
    if (look() == Look.AT_RISK && due.likelyAt() != null) {
      marks.add(due.likelyAt());
    }
    if (band != null) {
      marks.add(due.dueAt().plusSeconds(band.p10()));
      marks.add(due.dueAt().plusSeconds(band.p90()));
    }
    return marks;
  }

  /** Whether a reader's words occur in its name, id, team, target or labels. */
  boolean matches(String query) {
    if (query.isEmpty()) {
      return true;
    }
    StringBuilder text = new StringBuilder(rule()).append(' ').append(title);
    text.append(' ').append(team()).append(' ').append(kind).append(' ').append(target);
    labels.forEach((name, value) -> text.append(' ').append(name).append(':').append(value));
    String all = text.toString().toLowerCase(Locale.ROOT);
    for (String word : query.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      if (!all.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
