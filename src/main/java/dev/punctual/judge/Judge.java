package dev.punctual.judge;

import dev.punctual.judge.Progress.Stability;
import dev.punctual.judge.Progress.Trouble;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule.SkippedAs;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts: a pure function of a deadline, how it went so far, one answer and the time. The
 * rulings and their reasons stand in {@code docs/verdicts.md}; each has a test of its name.
 *
 * <p>Three things settle a deadline: a proven arrival; a successful "no" asked at or after due +
 * lag; its closing, when what is unproved stays unknown. A settled verdict is changed by nobody
 * here.
 */
public final class Judge {

  /** How long after the due instant a deadline may go unasked before that is said. */
  private static final Duration UNASKED = Duration.ofMinutes(1);

  private final Deadline deadline;
  private final Progress before;
  private final Heard heard;
  private final Instant now;

  private Judge(Deadline deadline, Progress before, Heard heard, Instant now) {
    this.deadline = deadline;
    this.before = before;
    this.heard = heard;
    this.now = now;
  }

  /**
   * Weighs one answer. The same answer twice gives the same progress.
   *
   * @throws IllegalArgumentException for an answer about age, which belongs to freshness rules
   */
  public static Progress judge(Deadline deadline, Progress before, Heard heard, Instant now) {
    if (isOver(before)) {
      return before;
    }
    return pass(deadline, new Judge(deadline, before, heard, now).weigh(), now);
  }

  /** What the passing of time alone changes: closing, and a due instant that nobody asked about. */
  public static Progress pass(Deadline deadline, Progress before, Instant now) {
    if (isOver(before)) {
      return before;
    }
    if (!now.isBefore(deadline.closesAt())) {
      return close(before);
    }
    boolean expectant = before.state() == State.WAITING || before.state() == State.AT_RISK;
    if (expectant && !now.isBefore(deadline.dueAt().plus(UNASKED))) {
      return Steps.of(before).state(State.UNKNOWN).reason("not asked since it was due").end();
    }
    return before;
  }

  /** Whether nothing that comes can change the progress any more. */
  public static boolean isOver(Progress progress) {
    return progress.isSettled() && progress.state() != State.OVERDUE;
  }

  private Progress weigh() {
    return switch (heard.observation()) {
      case Observation.Arrived a ->
          arrived(new Arrival(a.earliest(), a.latest(), a.strength()), a.text());
      case Observation.Present p -> present(p);
      case Observation.NotYet n ->
          no(n.text(), n.failedGate() == null ? null : trouble(Trouble.Kind.GATE, n.text()));
      case Observation.Failed f -> no(f.text(), trouble(Trouble.Kind.FAILED, f.text()));
      case Observation.Skipped s -> skipped(s);
      case Observation.Absent a -> cannotTell(trouble(Trouble.Kind.ABSENT, a.text()));
      case Observation.Unreachable u -> cannotTell(trouble(Trouble.Kind.UNREACHABLE, u.text()));
      case Observation.Newest n ->
          throw new IllegalArgumentException("age answers no deadline: " + n.text());
    };
  }

  private Progress arrived(Arrival seen, String text) {
    Arrival arrival = latch(seen);
    if (before.isSettled()) {
      return lateAfterAll(arrival, text);
    }
    Steps next = Steps.of(before).arrival(arrival).evidence(text).trouble(null).calm();
    if (!arrival.latest().isAfter(deadline.dueAt())) {
      return next.state(State.MET).verdict(Verdict.MET).reason(text).end();
    }
    if (!arrival.earliest().isBefore(deadline.dueAt())) {
      return next.state(State.LATE).verdict(Verdict.MISSED).reason(text).end();
    }
    return next.state(State.UNKNOWN).reason(straddles(arrival, text)).end();
  }

  /** An arrival is the first one: only a narrower interval inside the known one replaces it. */
  private Arrival latch(Arrival seen) {
    Arrival known = before.arrival();
    if (known == null) {
      return seen;
    }
    boolean narrower =
        !seen.earliest().isBefore(known.earliest()) && !seen.latest().isAfter(known.latest());
    return narrower ? seen : known;
  }

  private Progress lateAfterAll(Arrival arrival, String text) {
    Steps next =
        Steps.of(before).state(State.LATE).arrival(arrival).evidence(text).trouble(null).calm();
    if (arrival.latest().isAfter(deadline.dueAt())) {
      return next.reason(text).end();
    }
    String contrary =
        "settled as missed, yet the source now gives "
            + arrival.latest()
            + " as the arrival: "
            + text;
    return next.reason(text).contrary(contrary).end();
  }

  private static String straddles(Arrival arrival, String text) {
    return text
        + "; it came between "
        + arrival.earliest()
        + " and "
        + arrival.latest()
        + ", and nothing proves on which side of the due instant";
  }

  private Progress present(Observation.Present seen) {
    if (before.arrival() != null) {
      // Still there says nothing of when it came: only the source's own time may narrow that.
      return before;
    }
    Instant lastNo = beforeLag(lastNo());
    Duration stableFor = heard.stableFor();
    if (stableFor != null && seen.measure() != null) {
      return stable(seen, seen.measure(), stableFor, lastNo);
    }
    return arrived(since(lastNo, heard.askedAt(), seen.strength()), seen.text());
  }

  private Progress stable(
      Observation.Present seen, String measure, Duration stableFor, @Nullable Instant lastNo) {
    Stability known = before.stability();
    Stability stability =
        known != null && known.measure().equals(measure)
            ? known
            : new Stability(measure, heard.askedAt(), known == null ? lastNo : changedAfter(known));
    if (!heard.askedAt().isBefore(stability.since().plus(stableFor))) {
      return arrived(since(stability.after(), stability.since(), seen.strength()), seen.text());
    }
    String text = seen.text() + "; not yet the same for " + minutes(stableFor);
    Steps next = Steps.of(before).trouble(null).reason(text).stability(stability);
    Instant after = stability.after();
    if (heard.askedAt().isBefore(deadline.dueAt()) || before.isSettled()) {
      return next.end();
    }
    boolean changedAfterDue = after != null && !after.isBefore(deadline.dueAt());
    return next.state(State.OVERDUE).verdict(changedAfterDue ? Verdict.MISSED : null).end();
  }

  private Instant changedAfter(Stability known) {
    Instant last = heard.lastAnswer();
    return last == null || last.isBefore(known.since()) ? known.since() : last;
  }

  private Arrival since(@Nullable Instant lastNo, Instant there, Strength strength) {
    Instant lower = lastNo == null ? deadline.opensAt() : lastNo;
    return new Arrival(lower.isAfter(there) ? there : lower, there, strength);
  }

  private static String minutes(Duration duration) {
    return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }

  /** A successful "no". */
  private Progress no(String text, @Nullable Trouble trouble) {
    if (before.arrival() != null) {
      return before;
    }
    Steps next =
        Steps.of(before)
            .reason(withRisk(text))
            .trouble(same(trouble))
            .firstNoAt(firstNo())
            .stability(null);
    if (before.isSettled() || heard.askedAt().isBefore(deadline.dueAt())) {
      return next.end();
    }
    boolean settles = !heard.askedAt().isBefore(deadline.dueAt().plus(heard.lag()));
    return next.state(State.OVERDUE).verdict(settles ? Verdict.MISSED : null).end();
  }

  /** While at risk the reason goes on to say why, as long as what was seen is the same. */
  private String withRisk(String text) {
    return before.state() == State.AT_RISK && before.reason().startsWith(text)
        ? before.reason()
        : text;
  }

  private Progress skipped(Observation.Skipped seen) {
    if (heard.skipped() == SkippedAs.MET) {
      return arrived(
          new Arrival(seen.at(), seen.at(), Strength.STRONG),
          seen.text() + "; skipped counts as met");
    }
    return no(seen.text(), trouble(Trouble.Kind.SKIPPED, seen.text()));
  }

  /** The source is away or the target does not exist: neither met nor missed. */
  private Progress cannotTell(Trouble trouble) {
    if (before.arrival() != null) {
      return before;
    }
    Steps next = Steps.of(before).trouble(same(trouble)).firstNoAt(lastNo());
    if (before.isSettled() || now.isBefore(deadline.dueAt()) || before.state() == State.OVERDUE) {
      return next.end();
    }
    return next.state(State.UNKNOWN).reason(trouble.text()).end();
  }

  private static Trouble trouble(Trouble.Kind kind, String text) {
    return new Trouble(kind, text);
  }

  /** The words of an outage may vary from answer to answer; it is still the same outage. */
  private @Nullable Trouble same(@Nullable Trouble trouble) {
    Trouble known = before.trouble();
    boolean sameOutage =
        trouble != null
            && known != null
            && trouble.kind() == Trouble.Kind.UNREACHABLE
            && known.kind() == trouble.kind();
    return sameOutage ? known : trouble;
  }

  /** The newest instant at which the data was proved absent; null where it never was. */
  private @Nullable Instant lastNo() {
    Instant first = before.firstNoAt();
    Instant last = heard.lastAnswer();
    if (first == null || last == null || isBlind(before.trouble())) {
      return first;
    }
    return first.isAfter(last) ? first : last;
  }

  /** Evidence that lags may say no of what came just before. */
  private @Nullable Instant beforeLag(@Nullable Instant no) {
    return no == null ? null : no.minus(heard.lag());
  }

  private Instant firstNo() {
    Instant first = before.firstNoAt();
    return first == null || isBlind(before.trouble()) ? heard.askedAt() : first;
  }

  /** While blind, rounds that others answered say nothing about this target. */
  private static boolean isBlind(@Nullable Trouble trouble) {
    return trouble != null
        && (trouble.kind() == Trouble.Kind.UNREACHABLE || trouble.kind() == Trouble.Kind.ABSENT);
  }

  private static Progress close(Progress before) {
    if (before.isSettled()) {
      return Steps.of(before).state(State.MISSED).end();
    }
    Trouble trouble = before.trouble();
    String why =
        Objects.requireNonNullElse(trouble == null ? null : trouble.text(), before.reason());
    return Steps.of(before)
        .state(State.UNKNOWN)
        .verdict(Verdict.UNKNOWN)
        .reason("closed without proof: " + why)
        .end();
  }
}
