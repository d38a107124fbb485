package dev.punctual.observe.airflow;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the states of a task prove. The state comes first: retries and clears leave old times
 * standing. A mapped task is there when its last part is.
 *
 * @param parts one for a plain task, one for each map index; never empty
 * @param tries earlier attempts by part, where they were asked for
 */
record TaskReading(
    Marking marking,
    Run run,
    List<Instance> parts,
    Map<Integer, List<Instance>> tries,
    @Nullable Memo memo) {

  static String subject(Instance.Key task) {
    return task.dag() + "/" + task.run() + "/" + task.task();
  }

  /**
   * The first success of a part.
   *
   * @param end null where Airflow has none
   */
  private record Success(int part, @Nullable Instant end) {}

  Seen read() {
    List<Instance> living = living();
    if (living.isEmpty()) {
      return Seen.of(
          new Observation.Absent(what() + " was removed from the DAG after the run began"));
    }
    List<Success> successes = new ArrayList<>();
    for (Instance part : living) {
      Success first = firstSuccess(part);
      if (first != null) {
        successes.add(first);
      }
    }
    Memo bad = badEnds(living);
    return successes.size() == living.size()
        ? arrived(successes, bad)
        : new Seen(unfinished(living), bad);
  }

  /** Parts that a later run of the same mapping no longer has say nothing about the others. */
  private List<Instance> living() {
    return parts.stream().filter(part -> !part.isState("removed")).toList();
  }

  private @Nullable Success firstSuccess(Instance part) {
    List<Instant> ends = new ArrayList<>();
    for (Instance attempt : tries.getOrDefault(part.part(), List.of())) {
      if (attempt.isState("success") && attempt.end() != null) {
        ends.add(attempt.end());
      }
    }
    if (part.isState("success") && part.end() != null) {
      ends.add(part.end());
    }
    return ends.stream()
        .min(Comparator.naturalOrder())
        .map(end -> new Success(part.part(), end))
        .orElse(part.isState("success") ? new Success(part.part(), null) : null);
  }

  private Seen arrived(List<Success> successes, @Nullable Memo known) {
    Instant from = Instant.MIN;
    Instant to = Instant.MIN;
    boolean byHand = false;
    Memo keep = known;
    for (Success success : successes) {
      Span when;
      Instant logged = marking.logged(key(), success.part());
      if (memo != null && memo.isBad(success.part(), success.end())) {
        when = marking.seen(memo, logged == null ? marking.logged(run) : logged);
        keep = memo.markedIn(when);
        byHand = true;
      } else if (success.end() == null) {
        return Seen.of(new Observation.Present(Strength.STRONG, null, what() + " is a success"));
      } else {
        when = marking.unseen(success.end(), logged);
        byHand |= !when.from().equals(when.to());
      }
      from = latest(from, when.from());
      to = latest(to, when.to());
    }
    return new Seen(marking.arrived(what() + all(successes), new Span(from, to), byHand), keep);
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static String all(List<Success> successes) {
    return successes.size() == 1 ? "" : " (all " + successes.size() + " parts)";
  }

  /** The worst decides: a failed part, then one that still may come, then a skipped one. */
  private Observation unfinished(List<Instance> living) {
    List<Instance> failed = in(living, "failed", "upstream_failed");
    if (!failed.isEmpty()) {
      return failed(failed, living);
    }
    List<Instance> skipped = in(living, "skipped");
    int done = skipped.size() + in(living, "success").size();
    if (done == living.size() && !skipped.isEmpty()) {
      return new Observation.Skipped(
          skippedAt(skipped), what() + " was skipped" + of(skipped, living));
    }
    Instance waiting =
        living.stream()
            .filter(part -> !part.isState("success") && !part.isState("skipped"))
            .findFirst()
            .orElse(living.getFirst());
    return Observation.NotYet.because(what() + waiting(waiting) + progress(living));
  }

  private Observation failed(List<Instance> failed, List<Instance> living) {
    Instant at =
        failed.stream()
            .map(Instance::end)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    Instance one = failed.getFirst();
    String how =
        one.isState("failed") ? " failed" + tried(one) : " did not run, as a task before it failed";
    return new Observation.Failed(
        at, what() + how + marking.question().words().at(at) + of(failed, living));
  }

  private static String tried(Instance part) {
    return part.tryNumber() > 1 ? " (try " + part.tryNumber() + ")" : "";
  }

  private static String of(List<Instance> some, List<Instance> all) {
    return all.size() == 1 ? "" : " (" + some.size() + " of " + all.size() + " parts)";
  }

  private static String progress(List<Instance> living) {
    return of(in(living, "success"), living).replace(" parts", " parts done");
  }

  /** Skipped parts have a time; a mapping over nothing has none, and then the run's must do. */
  private Instant skippedAt(List<Instance> skipped) {
    return skipped.stream()
        .map(Instance::end)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElseGet(this::runTime);
  }

  private Instant runTime() {
    if (run.isOver() && run.end() != null) {
      return run.end();
    }
    return run.start() == null ? run.dueAt() : run.start();
  }

  private String waiting(Instance part) {
    String state = part.state();
    if (state == null) {
      return part.isCleared()
          ? " was cleared and has not started again"
          : run.isOver() ? " was never started, and the run is over" : " is not scheduled yet";
    }
    return switch (state) {
      case "scheduled", "queued" -> " waits to be started";
      case "running", "restarting" -> " is running" + tried(part);
      case "up_for_retry" -> " failed" + tried(part) + " and will be tried again";
      case "up_for_reschedule", "deferred" -> " waits for its condition";
      case "awaiting_input" -> " waits for a person's input";
      default -> " is in state " + state;
    };
  }

  /** Ends that are no success, to be told from it should a person mark them so. */
  private @Nullable Memo badEnds(List<Instance> living) {
    SortedMap<Integer, Instant> bad = new TreeMap<>();
    for (Instance part : in(living, "failed", "upstream_failed", "skipped")) {
      bad.put(part.part(), endOf(part));
    }
    if (bad.isEmpty()) {
      return null;
    }
    Memo before = memo;
    if (before != null) {
      // One part was marked while another still fails: its end is still none.
      in(living, "success").stream()
          .filter(part -> before.isBad(part.part(), part.end()))
          .forEach(part -> bad.put(part.part(), endOf(part)));
    }
    boolean known = before != null && before.bad().equals(Memo.of("", Instant.MIN, bad).bad());
    return known ? before : Memo.of(subject(key()), marking.now(), bad);
  }

  private static Instant endOf(Instance part) {
    return part.end() == null ? Instant.MIN : part.end();
  }

  private static List<Instance> in(List<Instance> parts, String... states) {
    List<String> wanted = List.of(states);
    return parts.stream()
        .filter(part -> part.state() != null && wanted.contains(part.state()))
        .toList();
  }

  private Instance.Key key() {
    return parts.getFirst().task();
  }

  private String what() {
    return "task " + key().task() + " of " + marking.question().words().run(run);
  }
}
