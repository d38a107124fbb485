package dev.punctual.poll;

import dev.punctual.ledger.Freshness;
import dev.punctual.ledger.SourceLedger;
import dev.punctual.poll.SourceHealth.Sample;
import dev.punctual.poll.SourceHealth.State;
import dev.punctual.poll.SourceHealth.Trouble;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What pages, commands, the API and tests see of the engine. Time is an argument. */
@Singleton
public class Engine {

  private static final Duration CLOCK_SHOWN = Duration.ofSeconds(2);

  private final Watchlist watchlist;
  private final Round round;
  private final Materialiser materialiser;
  private final FreshnessWatch freshness;
  private final SourceLedger sources;
  private final Calls calls;

  Engine(
      Watchlist watchlist,
      Round round,
      Materialiser materialiser,
      FreshnessWatch freshness,
      SourceLedger sources,
      Calls calls) {
    this.watchlist = watchlist;
    this.round = round;
    this.materialiser = materialiser;
    this.freshness = freshness;
    this.sources = sources;
    this.calls = calls;
  }

  /**
   * Takes a round of a source if anything there is worth asking; the loops do it by themselves.
   *
   * @return the next instant at which a round is worth its cost; null while nothing is open, and
   *     for a source that is not configured
   */
  public @Nullable Instant round(String source, Instant now) throws InterruptedException {
    Watched watched = watchlist.find(source);
    if (watched == null) {
      return null;
    }
    synchronized (watched) {
      return round.take(watched, now);
    }
  }

  /** Makes deadlines ahead; the loops do it by themselves. */
  public int materialise(Instant now) {
    return materialiser.run(now);
  }

  /**
   * Has everything open at a source asked at once, by whichever replica takes it up.
   *
   * @return false when no such source is configured
   */
  public boolean askNow(String source) {
    Watched watched = watchlist.find(source);
    if (watched == null) {
      return false;
    }
    calls.call(source);
    return true;
  }

  /** Takes a round that asks about everything open, worth it or not. */
  @Nullable Instant roundOfAll(String source, Instant now) throws InterruptedException {
    Watched watched = watchlist.find(source);
    if (watched != null) {
      synchronized (watched) {
        watched.forget();
        watched.askAnew();
      }
    }
    return round(source, now);
  }

  /** Start of the newest round of any source in this process; null before the first. */
  public @Nullable Instant lastRound() {
    return watchlist.all().stream()
        .map(watched -> watched.lastRoundAt)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The newest known present of each freshness rule this process asked about, by rule id. */
  public Map<String, Freshness> freshness() {
    return freshness.presents();
  }

  /** How each source is doing, by name. */
  public List<SourceHealth> health(Instant now) {
    return watchlist.all().stream()
        .sorted(Comparator.comparing(Watched::name))
        .map(watched -> health(watched, now))
        .toList();
  }

  private SourceHealth health(Watched watched, Instant now) {
    List<Sample> samples = watched.health.samples();
    SourceLedger.Health told = sources.health(watched.name());
    Trouble trouble = trouble(watched, told);
    Duration offset = watched.health.clockOffset();
    Instant lastGood = watched.health.lastGoodAt();
    return new SourceHealth(
        watched.name(),
        watched.type,
        watched.source.description(),
        state(watched, trouble),
        lastGood == null ? watched.lastGoodAt() : lastGood,
        watched.lastRoundAt,
        samples,
        HealthLog.quantile(samples, 0.5),
        HealthLog.quantile(samples, 0.95),
        HealthLog.queriesSince(samples, now.minus(Duration.ofHours(1))),
        watched.rules,
        watched.health.note(),
        trouble,
        offset == null || offset.abs().compareTo(CLOCK_SHOWN) <= 0 ? null : offset,
        watched.health.happenings());
  }

  /** What this process met, else what another one told. */
  private static @Nullable Trouble trouble(Watched watched, SourceLedger.@Nullable Health told) {
    Circuit circuit = watched.circuit;
    String error = watched.error;
    Instant since = circuit.since();
    if (error != null && since != null) {
      return new Trouble(error, since, circuit.failures(), circuit.retryAt());
    }
    if (told != null && !told.up() && watched.lastRoundAt == null) {
      return new Trouble(Objects.requireNonNullElse(told.error(), ""), told.since(), 0, null);
    }
    return null;
  }

  private static State state(Watched watched, @Nullable Trouble trouble) {
    if (trouble != null) {
      return State.DOWN;
    }
    if (watched.source.listens()) {
      return State.LISTENS;
    }
    if (watched.lastRoundAt == null) {
      return State.IDLE;
    }
    return watched.health.slow() ? State.SLOW : State.ANSWERS;
  }
}
