package dev.punctual.observe.dbt;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.LineageInbox.Told;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dbt source freshness} saw of a source table. A look says how new the newest row was
 * then, and nothing of what came later: without a look since it was due nobody can say no.
 */
final class Looks {

  private final Probe probe;
  private final String what;
  private final List<Look> looks;

  /**
   * One look.
   *
   * @param at when dbt looked
   * @param newest time of the newest row it found
   */
  private record Look(Instant at, Instant newest) {}

  private Looks(Probe probe, String what, List<Look> looks) {
    this.probe = probe;
    this.what = what;
    this.looks = looks;
  }

  static Observation of(Probe probe, String what, List<Told> runs, Instant now) {
    List<Look> looks =
        runs.stream()
            .map(Looks::look)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(Look::at))
            .toList();
    String failed = failedLast(runs, looks);
    if (failed != null) {
      return new Unreachable("dbt could not look at " + what + ": " + failed);
    }
    Looks all = new Looks(probe, what, looks);
    Deadline deadline = probe.deadline();
    return deadline == null ? all.newest(now) : all.observe(deadline, now);
  }

  /** Rows dated later than the look prove nothing. */
  private static Optional<Look> look(Told run) {
    Instant at = run.succeededAt();
    Instant newest = run.newestAt();
    return at == null || newest == null || newest.isAfter(at)
        ? Optional.empty()
        : Optional.of(new Look(at, newest));
  }

  private static @Nullable String failedLast(List<Told> runs, List<Look> looks) {
    Told last =
        runs.stream()
            .filter(run -> run.failedAt() != null)
            .max(Comparator.comparing(Told::failedAt))
            .orElse(null);
    return last == null
            || last.failedAt() == null
            || (!looks.isEmpty() && looks.getLast().at().isAfter(last.failedAt()))
        ? null
        : String.valueOf(last.note());
  }

  private Observation observe(Deadline deadline, Instant now) {
    Instant end = probe.nextOpensAt();
    Look first =
        looks.stream()
            .filter(look -> !look.newest().isBefore(deadline.opensAt()))
            .filter(look -> end == null || look.newest().isBefore(end))
            .min(Comparator.comparing(Look::newest))
            .orElse(null);
    if (first == null) {
      return no(deadline, now);
    }
    Instant lastNo =
        looks.stream()
            .filter(look -> look.newest().isBefore(deadline.opensAt()))
            .map(Look::at)
            .filter(at -> !at.isBefore(deadline.opensAt()) && !at.isAfter(first.newest()))
            .max(Comparator.naturalOrder())
            .orElse(deadline.opensAt());
    return new Arrived(lastNo, first.newest(), Strength.STRONG, newestRow(first));
  }

  /** Whether the last look that found nothing new was late enough to prove it. */
  private Observation no(Deadline deadline, Instant now) {
    Look last =
        looks.stream()
            .filter(look -> look.newest().isBefore(deadline.opensAt()))
            .reduce((one, two) -> two)
            .orElse(null);
    String seen =
        last == null
            ? "dbt source freshness has not looked at " + what
            : newestRow(last) + ", before the window opened";
    boolean blind = last == null || last.at().isBefore(deadline.dueAt());
    return blind && !now.isBefore(deadline.dueAt())
        ? new Unreachable(seen + "; nobody has looked since it was due")
        : NotYet.because(seen);
  }

  private Observation newest(Instant now) {
    Look last =
        looks.stream()
            .filter(look -> !look.newest().isAfter(now))
            .max(Comparator.comparing(Look::newest))
            .orElse(null);
    if (last == null) {
      return new Newest(null, Strength.STRONG, "dbt source freshness has not looked at " + what);
    }
    Duration within =
        probe.rule().promise() instanceof Promise.FreshWithin fresh
            ? fresh.freshWithin()
            : Duration.ZERO;
    Instant stale = last.newest().plus(within);
    return now.isAfter(stale) && looks.getLast().at().isBefore(stale)
        ? new Unreachable(newestRow(last) + "; nobody has looked since it became old")
        : new Newest(last.newest(), Strength.STRONG, newestRow(last));
  }

  private String newestRow(Look look) {
    return "the newest row of "
        + what
        + " was of "
        + time(look.newest())
        + " when dbt looked at "
        + time(look.at());
  }

  private String time(Instant at) {
    return LastChange.time(at, probe.rule().timezone());
  }
}
