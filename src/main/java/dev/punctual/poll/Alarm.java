package dev.punctual.poll;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes at exact instants. db-scheduler looks once a second, which is the net; whoever schedules
 * something in this process also sets the alarm, so that it runs within milliseconds.
 */
@Singleton
class Alarm implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);

  /** The row that falls due has to be found due. */
  private static final Duration AFTER = Duration.ofMillis(1);

  private final Clock clock;
  private final Set<Instant> set = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alarm").daemon().factory());
  private volatile Runnable ring = () -> {};

  Alarm(Clock clock) {
    this.clock = clock;
  }

  void ringsAt(Runnable bell) {
    ring = bell;
  }

  /** Rings at this instant, at once when it is past. */
  void set(Instant at) {
    if (set.add(at)) {
      after(
          Duration.between(clock.instant(), at).plus(AFTER),
          () -> {
            set.remove(at);
            ring.run();
          });
    }
  }

  /** Runs something after a while, on a thread of its own. */
  void after(Duration pause, Runnable action) {
    if (!timer.isShutdown()) {
      long nanos = Math.max(0, pause.toNanos());
      var _ =
          timer.schedule(
              () -> Thread.startVirtualThread(guarded(action)), nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Runs something again and again, never twice at a time. */
  void every(Duration pause, Runnable action) {
    after(
        pause,
        () -> {
          guarded(action).run();
          every(pause, action);
        });
  }

  private static Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("Something scheduled failed; it is tried again", e);
      }
    };
  }

  @Override
  @PreDestroy
  public void close() {
    timer.shutdownNow();
  }
}
