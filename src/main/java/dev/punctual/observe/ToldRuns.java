package dev.punctual.observe;

import dev.punctual.observe.LineageInbox.Told;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Skipped;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs that were told of prove. A run with a nominal time belongs to the business date, in the
 * rule's zone, on which that lies, of a slot to the one that holds it; a run without to the
 * deadline whose window holds its end. The first success counts and a failure only while there is
 * none. A run that wrote no rows is an empty delivery.
 */
public final class ToldRuns {

  private final Probe probe;
  private final String what;
  private final boolean isDataset;

  private ToldRuns(Probe probe, String what, boolean isDataset) {
    this.probe = probe;
    this.what = what;
    this.isDataset = isDataset;
  }

  /**
   * What runs of a job or node answer to a probe.
   *
   * @param what it is, as {@code job load}: the beginning of the sentence
   */
  public static Observation of(Probe probe, String what, List<Told> runs, Instant now) {
    return new ToldRuns(probe, what, false).observe(runs, now);
  }

  /** What the runs that write a dataset answer to a probe. */
  public static Observation ofDataset(Probe probe, String what, List<Told> runs, Instant now) {
    return new ToldRuns(probe, what, true).observe(runs, now);
  }

  private Observation observe(List<Told> runs, Instant now) {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      return newest(runs, now);
    }
    List<Told> own = runs.stream().filter(run -> belongs(run, deadline)).toList();
    return own.stream()
        .filter(ToldRuns::delivered)
        .map(Done::of)
        .min(Comparator.comparing(Done::at))
        .<Observation>map(done -> Arrived.at(done.at(), success(done)))
        .orElseGet(() -> withoutSuccess(own, deadline));
  }

  /** A run that ended well. */
  private record Done(Told run, Instant at) {
    static Done of(Told run) {
      return new Done(run, Objects.requireNonNull(run.succeededAt()));
    }
  }

  private static boolean delivered(Told run) {
    return run.succeededAt() != null && run.written() && !isEmpty(run);
  }

  private static boolean isEmpty(Told run) {
    return run.rows() != null && run.rows() == 0;
  }

  private boolean belongs(Told run, Deadline deadline) {
    Instant nominal = run.nominalAt();
    if (nominal == null) {
      Instant at = last(run);
      Instant end = probe.nextOpensAt();
      return at != null && !at.isBefore(deadline.opensAt()) && (end == null || at.isBefore(end));
    }
    Instant slot = deadline.slot();
    return slot == null
        ? nominal.atZone(deadline.timezone()).toLocalDate().equals(deadline.businessDate())
        : !nominal.isBefore(slot) && nominal.isBefore(deadline.opensAt());
  }

  /** The instant that stands for a run: its first success, else the last that was told of it. */
  private static @Nullable Instant last(Told run) {
    return run.succeededAt() != null
        ? run.succeededAt()
        : Stream.of(run.failedAt(), run.startedAt())
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
  }

  /** The newest run says how things stand. */
  private Observation withoutSuccess(List<Told> own, Deadline deadline) {
    Told newest =
        own.stream()
            .filter(run -> last(run) != null)
            .max(Comparator.comparing(run -> Objects.requireNonNull(last(run))))
            .orElse(null);
    if (newest == null) {
      return NotYet.because("no run of " + what + " was told of for " + date(deadline));
    }
    if (newest.succeededAt() != null) {
      return withoutData(newest, newest.succeededAt());
    }
    Instant failed = newest.failedAt();
    return failed == null
        ? NotYet.because(subject(newest) + " is running since " + time(last(newest)))
        : new Failed(failed, failure(newest, failed));
  }

  private Observation withoutData(Told run, Instant at) {
    return run.written()
        ? new Skipped(at, what + " was written without a row at " + time(at) + by(run))
        : NotYet.because(
            what + " was dropped, emptied or altered, not filled, at " + time(at) + by(run));
  }

  private String failure(Told run, Instant at) {
    String note = run.note();
    String word = Objects.requireNonNullElse(run.failedAs(), "failed");
    return subject(run)
        + (word.equals("failed") ? " ended in failure at " : " ended as " + word + " at ")
        + time(at)
        + (note == null || note.isBlank() ? "" : ": " + note);
  }

  private Observation newest(List<Told> runs, Instant now) {
    return runs.stream()
        .filter(ToldRuns::delivered)
        .map(Done::of)
        .filter(done -> !done.at().isAfter(now))
        .max(Comparator.comparing(Done::at))
        .map(done -> new Newest(done.at(), Strength.STRONG, success(done)))
        .orElseGet(
            () -> new Newest(null, Strength.STRONG, "no success of " + what + " was told of"));
  }

  private String success(Done done) {
    String by = by(done.run());
    String did = !isDataset ? " succeeded" : by.isEmpty() ? " got new data" : " was written" + by;
    return what + did + " at " + time(done.at());
  }

  private String by(Told run) {
    return isDataset && !run.by().equals(run.name().name()) ? " by job " + run.by() : "";
  }

  private String subject(Told run) {
    return isDataset ? "job " + run.by() + ", which writes " + what + "," : what;
  }

  private String date(Deadline deadline) {
    return deadline.slot() == null
        ? deadline.businessDate().toString()
        : "the slot of " + time(deadline.slot());
  }

  private String time(@Nullable Instant at) {
    return at == null ? "" : LastChange.time(at, probe.rule().timezone());
  }
}
