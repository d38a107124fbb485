package dev.punctual.poll;

import dev.punctual.ledger.Entry;
import dev.punctual.observe.Probe;
import dev.punctual.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something a source is asked about: a deadline or the age of a table. */
sealed interface Asked {

  Rule rule();

  /** The word under which its rounds are counted; see {@link Probe#kind()}. */
  String kind();

  /** The first instant after {@code asked} at which it is worth another question. */
  Instant next(Cadence cadence, Instant asked);

  /**
   * A deadline.
   *
   * @param nextOpensAt undated evidence from there on belongs to the next deadline
   * @param lateness past arrivals as arrival minus due
   */
  record Due(
      Entry entry,
      Rule rule,
      @Nullable Instant nextOpensAt,
      Duration lag,
      List<Duration> lateness,
      Cadence.Plan plan,
      String kind)
      implements Asked {

    @Override
    public Instant next(Cadence cadence, Instant asked) {
      return cadence.next(plan, asked);
    }

    Instant dueAt() {
      return entry.deadline().dueAt();
    }

    Probe probe(boolean inFull) {
      return new Probe(rule, entry.deadline(), nextOpensAt, inFull);
    }

    Due at(Entry newer) {
      return new Due(newer, rule, nextOpensAt, lag, lateness, plan, kind);
    }
  }

  /** The age of a freshness rule's newest event. */
  record Age(Rule rule, FreshnessPlan plan, String kind) implements Asked {

    @Override
    public Instant next(Cadence cadence, Instant asked) {
      return plan.next(asked);
    }

    Probe probe(boolean inFull) {
      return new Probe(rule, null, null, inFull);
    }
  }
}
