package dev.punctual.observe.jdbc;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.jdbc.Relation.Footprint;
import dev.punctual.observe.sql.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table's counters of inserted and updated rows prove: that something was written between
 * two rounds. They carry no time, count rows of transactions that were rolled back, do not count
 * deletes, and start again from zero after a crash; so two rounds are compared, a lower number is a
 * reset and not a change, and what cannot be told apart is said to be so.
 */
final class Counters {

  private final Dialect.Counting counting;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Map<String, Instant> rounds = new HashMap<>();

  Counters(Dialect.Counting counting) {
    this.counting = counting;
  }

  /** What this process knows beyond the memory: when it last looked, and partition by partition. */
  private record Seen(Entry entry, Instant at, Map<Long, Long> leaves) {}

  /** Whether something was written inside a deadline's window. */
  sealed interface Verdict {

    /** Between the two instants. */
    record Yes(Instant from, Instant at, String measure, String text) implements Verdict {}

    record No(String text) implements Verdict {}

    record Unclear(String text) implements Verdict {}
  }

  /** The part of the round's memory that belongs to a table. */
  static String key(Relation relation) {
    return "changed/" + relation.name().shown();
  }

  /**
   * Compares the counters with the remembered ones, once a round and table.
   *
   * @param probes all probes of this round that ask for changes of the table
   * @param remember takes the new entry where something moved
   */
  Entry update(
      Relation relation,
      Footprint now,
      String server,
      List<Probe> probes,
      Ask ask,
      Map<String, String> remember) {
    String key = key(relation);
    Entry before = Entry.parse(ask.remembered().get(key));
    Seen mine = seen.get(key);
    if (mine != null && !mine.entry().equals(before)) {
      mine = null;
    }
    Entry after =
        before == null
            ? Entry.base(now, server, ask.now())
            : before.next(
                now,
                server,
                new Entry.Since(unchangedUntil(before, mine, probes, ask), ask.now()),
                mine == null ? Map.of() : mine.leaves());
    if (!after.equals(before)) {
      remember.put(key, after.toString());
    }
    seen.put(key, new Seen(after, ask.now(), now.leaves()));
    return after;
  }

  /** Notes which rounds this process ran itself. */
  void finish(Ask ask, List<Probe> probes) {
    probes.forEach(probe -> rounds.put(probe.kind(), ask.now()));
  }

  /**
   * The newest instant at which the table is known to have had the remembered counters. A round
   * that another process ran asked this table too when its deadline was open then.
   */
  private Instant unchangedUntil(Entry before, @Nullable Seen mine, List<Probe> probes, Ask ask) {
    Instant until = mine == null ? before.at() : later(before.at(), mine.at());
    for (Probe probe : probes) {
      Instant last = ask.lastAnswer().get(probe.kind());
      boolean open =
          last != null && (probe.deadline() == null || !last.isBefore(probe.deadline().opensAt()));
      if (last != null && open && !last.equals(rounds.get(probe.kind()))) {
        until = later(until, last);
      }
    }
    return until.isAfter(ask.now()) ? ask.now() : until;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** Whether the entry's change counts for the window. */
  Verdict judge(Entry entry, Window window, String table) {
    String since = Words.time(entry.at(), window.zone());
    if (!entry.at().isAfter(window.opensAt())) {
      return new Verdict.No("nothing was written to " + table + " since " + since);
    }
    Instant from = entry.from();
    if (from != null && window.isOverBy(from)) {
      return new Verdict.No("nothing was written to " + table + " before the next opening");
    }
    boolean inside =
        from != null && !from.isBefore(window.opensAt()) && !window.isOverBy(entry.at());
    return switch (entry.change()) {
      case WRITTEN ->
          inside && from != null
              ? yes(entry, from, window, table)
              : new Verdict.Unclear(
                  "something was written to "
                      + table
                      + between(from, entry.at(), window.zone())
                      + ", which may lie outside this deadline's window");
      case RESET ->
          new Verdict.Unclear(
              counting.reset()
                  + table
                  + counting.anew()
                  + between(from, entry.at(), window.zone())
                  + "; a write before that cannot be seen, later ones can");
      case NONE ->
          new Verdict.Unclear(
              "counting the writes to "
                  + table
                  + " began at "
                  + since
                  + ", after this deadline opened; an earlier write cannot be seen, later ones"
                  + " can");
    };
  }

  private Verdict yes(Entry entry, Instant from, Window window, String table) {
    Instant earliest = later(from.minus(counting.lag()), window.opensAt());
    return new Verdict.Yes(
        earliest,
        entry.at(),
        entry.measure(),
        "rows were inserted or updated in " + table + between(from, entry.at(), window.zone()));
  }

  private static String between(@Nullable Instant from, Instant at, ZoneId zone) {
    return from == null
        ? " before " + Words.time(at, zone)
        : " between " + Words.time(from, zone) + " and " + Words.time(at, zone);
  }
}
