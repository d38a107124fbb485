package dev.punctual.review;

import dev.punctual.judge.State;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.review.Proposal.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proposes the cause of a lapse from what the log says of it, of its source and of its neighbours.
 * Pure. What fits first is proposed: an outage, a failure, bad data, what the orchestrator said at
 * the due instant, perhaps a neighbour in its DAG or schema that was late before it, and that
 * nothing came although the source answered.
 */
final class Proposer {

  /** An outage this long before the due instant may still be why something was late. */
  private static final Duration BEFORE_DUE = Duration.ofHours(2);

  /** A shorter one is not. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  /** Further apart, one late table does not explain another. */
  private static final Duration NEIGHBOURHOOD = Duration.ofHours(3);

  /** What an orchestrator says of work that is under way. */
  private static final List<String> RUNNING = List.of(" is running", " will be tried again");

  /** What it says of work that is not. */
  private static final List<String> NOT_BEGUN =
      List.of(
          " waits to be started",
          " is not scheduled yet",
          " was never started",
          " has not started again",
          " waits for its condition");

  private static final Set<TransitionKind> AT_DUE =
      EnumSet.of(TransitionKind.DUE, TransitionKind.OVERDUE);

  private final List<Outage> outages;
  private final List<Lapse.Late> neighbours;
  private final Promises promises;

  /**
   * @param outages of all sources
   * @param neighbours all late deadlines of the week
   */
  Proposer(List<Outage> outages, List<Lapse.Late> neighbours, Promises promises) {
    this.outages = outages;
    this.neighbours = neighbours;
    this.promises = promises;
  }

  /** What is known of rules. */
  interface Promises {
    String title(String rule);

    /** Where its target lies; null where that says nothing of its neighbours. */
    @Nullable Place place(String rule);
  }

  /**
   * Null where nothing says why, and where there is nothing to explain.
   *
   * @param kind of target: {@code table}, {@code task}, …; empty where the rule is gone
   */
  @Nullable Proposal propose(Lapse lapse, List<Happening> log, String kind) {
    return switch (lapse) {
      case Lapse.Stale stale -> stale(stale);
      case Lapse.Late late when late.state() == State.MET -> null;
      case Lapse.Late late when late.isUnknown() -> unknown(late, log);
      case Lapse.Late late -> late(late, log, kind);
    };
  }

  private Proposal stale(Lapse.Stale stale) {
    Instant end = stale.to() == null ? Instant.MAX : stale.to();
    return outage(stale.source(), stale.from(), end)
        .map(Proposer::down)
        .findFirst()
        .orElseGet(() -> new Proposal(CauseCategory.UPSTREAM_LATE, new Why.Logged(stale.reason())));
  }

  private Proposal unknown(Lapse.Late late, List<Happening> log) {
    return outages.stream()
        .filter(outage -> outage.source().equals(late.source()) && outage.holds(late.dueAt()))
        .map(Proposer::down)
        .findFirst()
        .or(() -> logged(log, TransitionKind.ABSENT, CauseCategory.OTHER))
        .orElseGet(() -> new Proposal(CauseCategory.SOURCE_DOWN, new Why.Logged(late.reason())));
  }

  private @Nullable Proposal late(Lapse.Late late, List<Happening> log, String kind) {
    Instant end = late.arrivedAt() == null ? late.dueAt().plusSeconds(1) : late.arrivedAt();
    return outage(late.source(), late.dueAt().minus(BEFORE_DUE), end)
        .map(Proposer::down)
        .findFirst()
        .or(() -> logged(log, TransitionKind.FAILED, CauseCategory.TASK_FAILED))
        .or(() -> logged(log, TransitionKind.CHECK_FAILING, CauseCategory.BAD_DATA))
        .or(() -> atDue(log))
        .or(() -> neighbour(late))
        .or(() -> nothing(late, kind))
        .orElse(null);
  }

  private Stream<Outage> outage(String source, Instant from, Instant to) {
    return outages.stream()
        .filter(outage -> outage.source().equals(source) && outage.touches(from, to))
        .filter(o -> o.to() == null || Duration.between(o.from(), o.to()).compareTo(SHORTEST) >= 0);
  }

  private static Proposal down(Outage outage) {
    Why why = new Why.Down(outage.source(), outage.from(), outage.to(), outage.reason());
    return new Proposal(CauseCategory.SOURCE_DOWN, why);
  }

  private static Optional<Proposal> logged(
      List<Happening> log, TransitionKind kind, CauseCategory category) {
    return log.stream()
        .filter(line -> line.kind() == kind)
        .findFirst()
        .map(line -> new Proposal(category, new Why.LoggedAt(line.at(), line.reason())));
  }

  private static Optional<Proposal> atDue(List<Happening> log) {
    return log.stream()
        .filter(line -> AT_DUE.contains(line.kind()))
        .map(Happening::reason)
        .filter(reason -> says(reason, RUNNING) || says(reason, NOT_BEGUN))
        .map(
            reason ->
                new Proposal(
                    says(reason, RUNNING) ? CauseCategory.RAN_LONG : CauseCategory.STARTED_LATE,
                    new Why.AtDue(reason)))
        .findFirst();
  }

  private static boolean says(String reason, List<String> phrases) {
    return phrases.stream().anyMatch(reason::contains);
  }

  /** The newest arrival in the same place that was itself late and came before this one. */
  private Optional<Proposal> neighbour(Lapse.Late late) {
    Instant arrived = late.arrivedAt();
    Place place = promises.place(late.rule());
    if (arrived == null || place == null) {
      return Optional.empty();
    }
    return neighbours.stream()
        .filter(other -> !other.rule().equals(late.rule()))
        .filter(other -> other.state() == State.LATE && place.equals(promises.place(other.rule())))
        .filter(other -> other.dueAt().isBefore(late.dueAt()))
        .filter(
            other ->
                other.arrivedAt() != null
                    && other.arrivedAt().isBefore(arrived)
                    && Duration.between(other.arrivedAt(), arrived).compareTo(NEIGHBOURHOOD) < 0)
        .max(Comparator.comparing(Lapse.Late::dueAt))
        .map(
            other ->
                new Proposal(
                    CauseCategory.UPSTREAM_LATE,
                    new Why.Before(
                        place,
                        promises.title(other.rule()),
                        Objects.requireNonNull(other.arrivedAt()),
                        other.dueAt())));
  }

  /** An orchestrator's own work is not upstream of itself. */
  private static Optional<Proposal> nothing(Lapse.Late late, String kind) {
    return kind.isEmpty() || kind.equals("task") || kind.equals("dag")
        ? Optional.empty()
        : Optional.of(
            new Proposal(
                CauseCategory.UPSTREAM_LATE, new Why.Nothing(late.arrivedAt(), late.source())));
  }
}
