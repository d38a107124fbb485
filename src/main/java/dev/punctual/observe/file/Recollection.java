package dev.punctual.observe.file;

import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Archive.Memory.Told;
import dev.punctual.observe.Archive.Memory.Untold;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Skipped;
import dev.punctual.observe.Source.Ask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What objects with times of their store still tell of a day gone by. A late time is taken as it
 * is, although the object may have been written twice: taking only the early ones would make every
 * day that is filled in a met one.
 */
public final class Recollection {

  private Recollection() {}

  /**
   * The memory of a deadline that closed.
   *
   * @param listed as for {@link Proof}
   */
  public static Memory of(Wanted wanted, List<Entry> listed, Instant now) {
    if (!wanted.isDated()) {
      return new Untold("the path holds no date, so that only the last delivery is still there");
    }
    Instant closed = Objects.requireNonNull(wanted.probe().deadline()).closesAt();
    Observation seen = Proof.of(wanted, listed, Stamp.STORE, new Ask(now, Map.of(), Map.of()));
    return switch (seen) {
      case Arrived a ->
          told(new Arrived(a.latest(), a.latest(), a.strength(), a.text()), a.latest(), closed);
      case Skipped s -> told(s, s.at(), closed);
      case Observation.Present p -> gone();
      case Observation.NotYet n -> gone();
      case Observation.Failed f -> gone();
      case Observation.Absent a -> gone();
      case Observation.Unreachable u -> gone();
      case Observation.Newest n -> gone();
    };
  }

  private static Memory told(Observation seen, Instant at, Instant closed) {
    return at.isAfter(closed)
        ? new Untold("it was written after the deadline closed, perhaps not for the first time")
        : new Told(seen, Basis.FILE_TIME);
  }

  private static Memory gone() {
    return new Untold("it is not all there, and what is gone may have been there");
  }
}
