package dev.punctual.observe.file;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Skipped;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Sizes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a listing proves: a pure function of what is wanted, what is there, whose times those are
 * and when it was asked. The rulings stand in {@code docs/rules.md}, "Files".
 */
public final class Proof {

  /** A file that a writer just made may still be empty. */
  private static final Duration JUST_MADE = Duration.ofMinutes(1);

  private final Wanted wanted;
  private final List<Entry> listed;
  private final Stamp stamp;
  private final Ask ask;

  private Proof(Wanted wanted, List<Entry> listed, Stamp stamp, Ask ask) {
    this.wanted = wanted;
    this.listed = listed;
    this.stamp = stamp;
    this.ask = ask;
  }

  /**
   * The answer to a probe.
   *
   * @param listed everything whose path begins with {@link Wanted#prefix()}, in any order; more
   *     does no harm
   */
  public static Observation of(Wanted wanted, List<Entry> listed, Stamp stamp, Ask ask) {
    Proof proof = new Proof(wanted, listed, stamp, ask);
    Deadline deadline = wanted.probe().deadline();
    List<Entry> own =
        listed.stream()
            .filter(entry -> wanted.has(entry.path()))
            .sorted(Comparator.comparing(Entry::written).thenComparing(Entry::path))
            .toList();
    return deadline == null ? proof.age(own) : proof.arrival(deadline, own);
  }

  /** An empty file is no news, unless it is a marker. */
  private Observation age(List<Entry> own) {
    List<Entry> full = own.stream().filter(entry -> entry.size() > 0 || wanted.isMarker()).toList();
    List<Entry> past = full.stream().filter(entry -> !entry.written().isAfter(ask.now())).toList();
    Strength strength = stamp == Stamp.STORE ? Strength.STRONG : Strength.WEAK;
    if (!past.isEmpty()) {
      Entry newest = past.getLast();
      return new Newest(
          newest.written(), strength, newest.path() + " was written at " + time(newest));
    }
    return new Newest(
        null,
        strength,
        !full.isEmpty()
            ? ahead(full.getFirst())
            : own.isEmpty() ? nothing() : "all files at " + wanted + " are empty");
  }

  private Observation arrival(Deadline deadline, List<Entry> own) {
    if (own.isEmpty()) {
      return NotYet.because(nothing());
    }
    if (!wanted.isDated()) {
      return undated(deadline, own);
    }
    if (!wanted.isMarker()) {
      return ready(deadline, own);
    }
    List<Entry> current = own.stream().filter(marker -> newer(marker) == null).toList();
    return current.isEmpty() ? stale(deadline, own.getLast()) : ready(deadline, current);
  }

  /** The newest data that a marker tells of, where that was written after it; else null. */
  private @Nullable Entry newer(Entry marker) {
    return listed.stream()
        .filter(entry -> wanted.tellsOf(marker.path(), entry.path()))
        .filter(entry -> entry.written().isAfter(marker.written()))
        .max(Comparator.comparing(Entry::written))
        .orElse(null);
  }

  private Observation stale(Deadline deadline, Entry marker) {
    Entry data = Objects.requireNonNull(newer(marker));
    return hidden(
        deadline, marker.path() + " is older than " + data.path() + ", written " + time(data));
  }

  /** Without a date in the path the time says whose data it is. */
  private Observation undated(Deadline deadline, List<Entry> own) {
    List<Entry> past = own.stream().filter(entry -> !entry.written().isAfter(ask.now())).toList();
    if (past.isEmpty()) {
      return NotYet.because(ahead(own.getFirst()));
    }
    Instant end = wanted.probe().nextOpensAt();
    List<Entry> inside =
        past.stream()
            .filter(entry -> !entry.written().isBefore(deadline.opensAt()))
            .filter(entry -> end == null || entry.written().isBefore(end))
            .toList();
    Observation seen =
        inside.isEmpty()
            ? NotYet.because(written(past.getLast()) + ", before the window opened")
            : ready(deadline, inside);
    boolean after = end != null && !past.getLast().written().isBefore(end);
    return after && seen instanceof NotYet
        ? hidden(deadline, written(past.getLast()) + ", after the next deadline opened")
        : seen;
  }

  /** What was there before cannot be seen any more: only rounds since the due instant tell. */
  private Observation hidden(Deadline deadline, String text) {
    Instant asked = ask.lastAnswer().get(wanted.probe().kind());
    boolean unseen = asked == null || asked.isBefore(deadline.dueAt());
    return unseen && ask.now().isAfter(deadline.dueAt())
        ? new Unreachable(text + "; what was there when it was due cannot be told")
        : NotYet.because(text);
  }

  /**
   * Weighs files that belong to the deadline.
   *
   * @param own oldest first, at least one
   */
  private Observation ready(Deadline deadline, List<Entry> own) {
    long bytes = own.stream().mapToLong(Entry::size).sum();
    long least = wanted.files().least();
    if (own.size() < least) {
      return NotYet.because(own.size() + " of " + least + " files are at " + wanted);
    }
    if (bytes < wanted.files().leastBytes()) {
      return new NotYet("size", tooSmall(own, bytes));
    }
    Instant at = complete(own);
    Duration stableFor = wanted.stableFor();
    Instant still = stableFor == null ? at : own.getLast().written();
    boolean moving = stableFor != null && still.plus(stableFor).isAfter(ask.now());
    if (bytes == 0 && !wanted.isMarker()) {
      return empty(own, still, moving);
    }
    if (stamp == Stamp.WRITER || moving || still.isAfter(ask.now())) {
      return new Present(strength(), measure(own, bytes), there(own, bytes));
    }
    String text = there(own, bytes) + ", complete since " + time(still);
    return still.isAfter(deadline.dueAt()) && deadline.opensAt().isBefore(still)
        ? new Arrived(deadline.opensAt(), still, strength(), text)
        : new Arrived(still, still, strength(), text);
  }

  private String tooSmall(List<Entry> own, long bytes) {
    return size(bytes)
        + " at "
        + wanted
        + " in "
        + own.size()
        + (own.size() == 1 ? " file" : " files")
        + ", and "
        + Sizes.print(wanted.files().leastBytes())
        + " are promised";
  }

  /** When the last file came that the promise needed. */
  private Instant complete(List<Entry> own) {
    long bytes = 0;
    int count = 0;
    for (Entry entry : own) {
      bytes += entry.size();
      count++;
      if (count >= wanted.files().least() && bytes >= wanted.files().leastBytes()) {
        return entry.written();
      }
    }
    return own.getLast().written();
  }

  private Observation empty(List<Entry> own, Instant at, boolean moving) {
    String text =
        (own.size() == 1 ? own.getFirst().path() + " is" : "all files at " + wanted + " are")
            + " empty";
    if (stamp == Stamp.STORE) {
      return moving || at.isAfter(ask.now())
          ? NotYet.because(text)
          : new Skipped(at, text + ": nothing was delivered");
    }
    Duration pause = moving || wanted.stableFor() == null ? JUST_MADE : wanted.stableFor();
    return own.getLast().written().plus(pause).isAfter(ask.now())
        ? NotYet.because(text)
        : new Skipped(ask.now(), text + ": nothing was delivered");
  }

  private Strength strength() {
    return stamp == Stamp.STORE || wanted.isDated() ? Strength.STRONG : Strength.WEAK;
  }

  private static String measure(List<Entry> own, long bytes) {
    return own.size() + "/" + bytes + "/" + own.getLast().written();
  }

  private String there(List<Entry> own, long bytes) {
    Entry last = own.getLast();
    String what =
        own.size() == 1
            ? last.path() + " is there (" + size(bytes)
            : own.size() + " files are at " + wanted + " (" + size(bytes) + ", the last";
    return what
        + (own.size() == 1 ? "" : " " + last.path())
        + (stamp == Stamp.STORE ? ", written " : ", modified ")
        + time(last)
        + (last.written().isAfter(ask.now()) ? ", which lies ahead)" : ")");
  }

  private String nothing() {
    return (wanted.isOne() ? "there is no " : "no file matches ") + wanted;
  }

  private String written(Entry entry) {
    return entry.path() + " was written at " + time(entry);
  }

  private String ahead(Entry entry) {
    return written(entry) + ", which lies ahead and is left out";
  }

  private String time(Entry entry) {
    return time(entry.written());
  }

  private String time(Instant instant) {
    return LastChange.time(instant, wanted.probe().rule().timezone());
  }

  /** As people read sizes: {@code 12.3 MB}. */
  static String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    double rest = bytes;
    int unit = 0;
    while (rest >= 1000) {
      rest /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", Math.floor(rest * 10) / 10, units[unit]);
  }
}
