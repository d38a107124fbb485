package dev.punctual.poll;

import dev.punctual.ledger.Rows;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody judges: the loops of this process, and what any process left behind in the
 * scheduler's table, where the watchdog alone writes every 15 seconds.
 */
@Singleton
public class Pulse {

  private static final Duration LATELY = Duration.ofMinutes(1);

  private static final String SIGNS =
      """
      select max(seen) as newest from (
        select last_success as seen from scheduled_tasks
        union all select last_heartbeat from scheduled_tasks) signs
      having max(seen) is not null\
      """;

  private final Rows rows;
  private final Clockwork clockwork;
  private final EngineConfig config;

  Pulse(Rows rows, Clockwork clockwork, EngineConfig config) {
    this.rows = rows;
    this.clockwork = clockwork;
    this.config = config;
  }

  /** Who judges. */
  public enum Judging {
    HERE,
    /** Another process does; the loops of this one should run and do not. */
    ELSEWHERE,
    NOBODY
  }

  /**
   * What was seen.
   *
   * @param last newest sign of life of any process; null where there never was one
   */
  public record Beat(Judging judging, @Nullable Instant last) {}

  public Beat at(Instant now) {
    Instant last = newest();
    Instant started = clockwork.startedAt();
    boolean young = started != null && !started.plus(LATELY).isBefore(now);
    boolean lately = last != null && !last.plus(LATELY).isBefore(now);
    boolean dead = config.enabled() && !clockwork.isRunning();
    if (!lately && (dead || !young)) {
      return new Beat(Judging.NOBODY, last);
    }
    return new Beat(dead ? Judging.ELSEWHERE : Judging.HERE, last);
  }

  private @Nullable Instant newest() {
    List<Instant> newest = rows.list(SIGNS, row -> Rows.instant(row, "newest"));
    return newest.isEmpty() ? null : newest.getFirst();
  }
}
