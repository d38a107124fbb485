package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.jdbc.Counters.Verdict;
import dev.punctual.observe.jdbc.Dialect.LastWrite;
import dev.punctual.observe.sql.Words;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the time of the last statement that wrote proves beside the comparison of two rounds: a
 * write that lies before the first round of a window. It is no time of arrival, as the commit comes
 * later; and where it is not known, it proves nothing, least of all that nobody wrote.
 *
 * @param at null where the server does not know it
 * @param forgotten why it may not know it
 * @param entry what the comparison of rounds left
 */
record StatementTime(@Nullable Instant at, String forgotten, String table, Entry entry) {

  /** Null for a database that keeps no such time. */
  static @Nullable StatementTime of(LastWrite lastWrite, Relation relation, Entry entry) {
    return lastWrite instanceof LastWrite.OfStatement(String forgotten)
        ? new StatementTime(
            entry.written() == 0 ? null : Instant.ofEpochMilli(entry.written()),
            forgotten,
            relation.name().shown(),
            entry)
        : null;
  }

  /** The verdict of the counters, made a yes or an unclear one where this knows better. */
  Verdict refine(Verdict counted, Window window) {
    return switch (counted) {
      case Verdict.Yes yes -> yes;
      case Verdict.No no -> at == null ? new Verdict.Unclear(unknown()) : no;
      case Verdict.Unclear unclear ->
          at == null && entry.change() == Entry.Change.NONE
              ? new Verdict.Unclear(unknown())
              : at != null && isInside(window, at) ? yes(window, at) : unclear;
    };
  }

  /** The statement ran inside the window, and a round inside it saw its rows committed. */
  private boolean isInside(Window window, Instant statement) {
    return !statement.isBefore(window.opensAt())
        && !statement.isAfter(entry.at())
        && !window.isOverBy(entry.at());
  }

  private Verdict yes(Window window, Instant statement) {
    Instant no = window.lastNo();
    return new Verdict.Yes(
        no == null || no.isAfter(entry.at()) ? window.opensAt() : no,
        entry.at(),
        entry.measure(),
        written(statement, window.zone()));
  }

  /** Never older than the data: the commit came after the statement. */
  Observation age(ZoneId zone) {
    return at == null
        ? new Unreachable(unknown())
        : new Newest(at, Strength.WEAK, written(at, zone));
  }

  private String written(Instant statement, ZoneId zone) {
    return table + " was last written at " + Words.time(statement, zone);
  }

  private String unknown() {
    return "when "
        + table
        + " was last written is not known: "
        + forgotten
        + "; a later write can be seen";
  }
}
