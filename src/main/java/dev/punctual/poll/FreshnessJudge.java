package dev.punctual.poll;

import dev.punctual.ledger.Freshness;
import dev.punctual.ledger.Freshness.Event;
import dev.punctual.ledger.Freshness.State;
import dev.punctual.observe.Observation;
import dev.punctual.poll.FreshnessPlan.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer about age makes of the present of a freshness rule. A breach begins when the age
 * exceeded the promise, not when we noticed, and inside the promised part of the day; while the
 * source is away nothing is claimed beyond what the last event still proves, and an open breach
 * stays open until somebody knows better.
 */
final class FreshnessJudge {

  private final FreshnessPlan plan;
  private final String rule;
  private final @Nullable Freshness before;
  private final @Nullable Instant lastAnswer;
  private final Instant now;
  private final List<Event> events = new ArrayList<>();

  private FreshnessJudge(
      Asked.Age asked, @Nullable Freshness before, @Nullable Instant lastAnswer, Instant now) {
    this.plan = asked.plan();
    this.rule = asked.rule().id();
    this.before = before;
    this.lastAnswer = lastAnswer;
    this.now = now;
  }

  /** A new present and what happened on the way to it. */
  record Turn(Freshness next, List<Event> events) {}

  /**
   * Weighs one answer.
   *
   * @param lastAnswer the previous answered round of its kind, null for none
   */
  static Turn judge(
      Asked.Age asked,
      @Nullable Freshness before,
      Observation answer,
      @Nullable Instant lastAnswer,
      Instant now) {
    FreshnessJudge judge = new FreshnessJudge(asked, before, lastAnswer, now);
    Window window = judge.plan.window(now);
    Freshness next =
        window == null
            ? judge.off()
            : answer instanceof Observation.Newest newest
                ? judge.known(newest, window)
                : judge.unknown(answer, window);
    return new Turn(next, judge.events);
  }

  private Freshness off() {
    if (before != null && before.state() == State.OFF) {
      return before;
    }
    Instant end = plan.lastEnd(now);
    if (before != null) {
      endGap(before, end);
      endBreach(before, end, "the promised part of the day ended");
    }
    Instant newest = before == null ? null : before.newestAt();
    return new Freshness(
        rule, State.OFF, newest, end, "outside the promised part of the day", null, null);
  }

  private Freshness known(Observation.Newest answer, Window window) {
    Instant newest = answer.newest();
    return newest != null && !newest.plus(plan.freshWithin()).isBefore(now)
        ? fresh(newest, answer.text())
        : stale(newest, answer.text(), window);
  }

  private Freshness fresh(Instant newest, String text) {
    if (before != null && before.state() == State.FRESH) {
      return new Freshness(rule, State.FRESH, newest, before.since(), before.reason(), null, null);
    }
    if (before != null) {
      Instant gapFrom = before.gapFrom();
      endBreach(before, gapFrom == null ? now : gapFrom, "fresh again");
      endGap(before, now);
    }
    return new Freshness(rule, State.FRESH, newest, now, text, null, null);
  }

  private Freshness stale(@Nullable Instant newest, String text, Window window) {
    Instant from = breachFrom(newest, window);
    Instant open = before == null ? null : before.breachFrom();
    if (before == null || open == null) {
      explainGap(from);
      return begin(newest, from, text);
    }
    Instant gapFrom = before.gapFrom();
    if (gapFrom == null) {
      return new Freshness(rule, State.STALE, newest, before.since(), before.reason(), open, null);
    }
    if (!from.isAfter(gapFrom)) {
      events.add(new Event.GapExplained(gapFrom));
      return new Freshness(rule, State.STALE, newest, open, text, open, null);
    }
    endBreach(before, gapFrom, "fresh again in between");
    endGap(before, from);
    return begin(newest, from, text);
  }

  private Freshness begin(@Nullable Instant newest, Instant from, String text) {
    events.add(new Event.BreachBegan(from, text));
    return new Freshness(rule, State.STALE, newest, from, text, from, null);
  }

  /** Without any event nobody knows since when: from the first time that was seen. */
  private Instant breachFrom(@Nullable Instant newest, Window window) {
    Instant from = newest == null ? now : newest.plus(plan.freshWithin());
    return from.isBefore(window.from()) ? window.from() : from;
  }

  /** The event time now known says what was the case from {@code from} on. */
  private void explainGap(Instant from) {
    Instant gapFrom = before == null ? null : before.gapFrom();
    if (before == null || gapFrom == null) {
      return;
    }
    if (from.isAfter(gapFrom)) {
      endGap(before, from);
    } else {
      events.add(new Event.GapExplained(gapFrom));
    }
  }

  private Freshness unknown(Observation answer, Window window) {
    if (before == null) {
      return lose(answer, now, null, null);
    }
    if (answer instanceof Observation.Absent && !before.reason().equals(answer.text())) {
      events.add(new Event.Broken(now, answer.text()));
    }
    Instant newest = before.newestAt();
    return switch (before.state()) {
      case UNKNOWN -> before;
      case OFF -> lose(answer, window.from(), newest, null);
      case STALE ->
          lose(
              answer,
              lastAnswer == null ? before.since() : later(lastAnswer, before.since()),
              newest,
              before.breachFrom());
      case FRESH -> {
        Instant proved = newest == null ? before.since() : newest.plus(plan.freshWithin());
        yield proved.isBefore(now)
            ? lose(answer, later(proved, window.from()), newest, null)
            : before;
      }
    };
  }

  private Freshness lose(
      Observation answer, Instant from, @Nullable Instant newest, @Nullable Instant breachFrom) {
    events.add(new Event.GapBegan(from, answer.text()));
    return new Freshness(rule, State.UNKNOWN, newest, from, answer.text(), breachFrom, from);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private void endGap(Freshness present, Instant to) {
    Instant from = present.gapFrom();
    if (from != null) {
      events.add(new Event.GapEnded(from, later(from, to)));
    }
  }

  private void endBreach(Freshness present, Instant end, String reason) {
    Instant from = present.breachFrom();
    if (from == null) {
      return;
    }
    Instant to = later(from, end);
    Instant newest = present.newestAt();
    Duration worst =
        newest == null
            ? plan.freshWithin().plus(Duration.between(from, to))
            : Duration.between(newest, to);
    events.add(new Event.BreachEnded(from, to, worst.toSeconds(), reason));
  }
}
