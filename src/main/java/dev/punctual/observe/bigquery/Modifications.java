package dev.punctual.observe.bigquery;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.bigquery.TableCard.Storage;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the time of a table's last change proves. It moves with every write, and with changes of
 * labels, description and columns too: weak. Rows in the streaming buffer do not move it.
 */
final class Modifications {

  private final Ask ask;

  Modifications(Ask ask) {
    this.ask = ask;
  }

  /** What a table that was looked at answers. */
  Observation of(Aimed aimed, TableCard card) {
    if (!card.kind().tellsChanges()) {
      return new Absent(
          aimed.shown()
              + " is a "
              + card.kind().words()
              + ", whose last change is not that of its rows; use column or where");
    }
    return of(aimed, card.storage());
  }

  /** What the storage of a table answers. */
  Observation of(Aimed aimed, Storage storage) {
    Probe probe = aimed.probe();
    Instant at = latest(storage.modified(), storage.buffered());
    if (at != null && storage.buffered() != null && isTooOld(probe, at)) {
      return new Unreachable(
          aimed.shown()
              + " was last changed at "
              + LastChange.time(at, probe.rule().timezone())
              + ", but newer rows may be in its streaming buffer, which does not tell; use column"
              + " or where");
    }
    Observation seen = LastChange.of(probe, aimed.shown(), at, Strength.WEAK, ask);
    return seen instanceof Arrived arrived ? gates(probe, arrived, storage) : seen;
  }

  private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private boolean isTooOld(Probe probe, Instant at) {
    Deadline deadline = probe.deadline();
    return deadline == null ? isStale(probe, at, ask.now()) : at.isBefore(deadline.opensAt());
  }

  /** Whether a freshness rule would call it stale at an instant. */
  static boolean isStale(Probe probe, Instant at, Instant now) {
    return probe.rule().promise() instanceof Promise.FreshWithin fresh
        && at.plus(fresh.freshWithin()).isBefore(now);
  }

  private static Observation gates(Probe probe, Arrived arrived, Storage storage) {
    if (Questions.comparesWeeks(probe)) {
      return new Absent(
          "last week's rows of "
              + probe.rule().target().path()
              + " cannot be counted without a date; write where or column under ready_when");
    }
    Observation no = Reading.rows(probe, storage.rows(), 0);
    if (no != null) {
      return no;
    }
    return probe.rule().readiness().stableFor() == null
        ? arrived
        : new Present(Strength.WEAK, storage.rows() + "/" + storage.modified(), arrived.text());
  }

  /** Whether what metadata that lags says is to be asked of the table itself. */
  boolean needsConfirming(Probe probe, Observation seen) {
    Deadline deadline = probe.deadline();
    Instant soon = ask.now().plus(Storages.LAG);
    return switch (seen) {
      case Arrived _, Present _ -> false;
      case Newest(Instant newest, Strength _, String _) ->
          newest == null || isStale(probe, newest, soon);
      default -> deadline == null || probe.inFull() || !soon.isBefore(deadline.dueAt());
    };
  }
}
