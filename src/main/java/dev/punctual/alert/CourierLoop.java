package dev.punctual.alert;

import dev.punctual.ledger.TransitionsRecorded;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives fold, sweep and courier: at once when transitions were recorded, at the next instant
 * anything waits for, and every ten seconds for what other replicas left behind. Each receiver has
 * a thread of its own while it has work, so that a slow one delays nobody.
 */
@Singleton
class CourierLoop {

  private static final Logger LOG = LoggerFactory.getLogger(CourierLoop.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration PACE = Duration.ofSeconds(1);

  private final Fold fold;
  private final Sweep sweep;
  private final Courier courier;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();
  private volatile @Nullable Instant release;
  private volatile String held = Fold.NOTHING;

  CourierLoop(Fold fold, Sweep sweep, Courier courier, Clock clock) {
    this.fold = fold;
    this.sweep = sweep;
    this.courier = courier;
    this.clock = clock;
  }

  /** Runs from now on; a second call does nothing. */
  void start() {
    if (running.compareAndSet(false, true)) {
      sweep.start();
      Thread.ofVirtual().name("courier").start(this::run);
    }
  }

  @PreDestroy
  void stop() {
    running.set(false);
    wake.release();
    receivers.values().forEach(receiver -> receiver.wake.release());
  }

  /** Something may be due. */
  void wake() {
    wake.release();
  }

  @EventListener
  void recorded(TransitionsRecorded event) {
    wake();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Whatever ends it, the recurring task starts it again. */
  private void run() {
    try {
      while (running.get()) {
        Duration pause = LONGEST_WAIT;
        try {
          pause = pass(now());
        } catch (RuntimeException e) {
          LOG.warn("Messages could not be worked on, trying again: {}", e.toString());
          pause = PACE;
        }
        await(wake, pause);
      }
    } finally {
      running.set(false);
    }
  }

  private Duration pass(Instant now) {
    Instant opens = release;
    boolean opened = opens != null && !opens.isAfter(now);
    if (opened || !fold.unfolded().equals(held)) {
      Fold.Result result = fold.fold(now);
      held = result.left();
      release = result.release();
    }
    sweep.pass(now);
    courier.dueReceivers(now()).forEach(this::serve);
    return untilNext(now());
  }

  private Duration untilNext(Instant now) {
    Instant next = courier.next();
    Instant opens = release;
    Instant first = next == null || (opens != null && opens.isBefore(next)) ? opens : next;
    if (first == null) {
      return LONGEST_WAIT;
    }
    Duration until = Duration.between(now, first);
    // What is due already is being served; its thread looks again itself.
    return until.isNegative() || until.isZero() || until.compareTo(LONGEST_WAIT) > 0
        ? (until.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : PACE)
        : until;
  }

  private void serve(String name) {
    receivers.computeIfAbsent(
        name,
        n -> {
          Receiver receiver = new Receiver(n);
          Thread.ofVirtual().name("courier " + n).start(() -> serve(receiver));
          return receiver;
        });
    Receiver receiver = receivers.get(name);
    if (receiver != null) {
      receiver.wake.release();
    }
  }

  private void serve(Receiver receiver) {
    try {
      while (running.get() && work(receiver)) {
        await(receiver.wake, receiver.pause(now()));
      }
      receivers.remove(receiver.name);
      // What was wanted while this thread ended is seen by another look.
      wake();
    } catch (RuntimeException e) {
      receivers.remove(receiver.name);
      LOG.warn("Messages for {} wait: {}", receiver.name, e.toString());
    }
  }

  /** Delivers one message; false when nothing is left to do. */
  private boolean work(Receiver receiver) {
    Instant now = now();
    boolean mayPost = !now.isBefore(receiver.nextPost);
    boolean mayEdit = !now.isBefore(receiver.nextEdit);
    Courier.Step step = courier.deliver(receiver.name, now, mayPost, mayEdit);
    Instant after = now();
    switch (step) {
      case NOTHING -> {
        return !mayPost || !mayEdit;
      }
      case SETTLED -> receiver.free(after);
      case POSTED -> receiver.nextPost = after.plus(PACE);
      case EDITED -> receiver.nextEdit = after.plus(PACE);
      case FAILED -> receiver.failed(after);
    }
    // An edit may have wanted a reply at once.
    return true;
  }

  private static void await(Semaphore signal, Duration most) {
    try {
      if (signal.tryAcquire(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS)) {
        signal.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One receiver while it has work. */
  private static final class Receiver {
    final String name;
    final Semaphore wake = new Semaphore(0);
    volatile Instant nextPost = Instant.MIN;
    volatile Instant nextEdit = Instant.MIN;

    Receiver(String name) {
      this.name = name;
    }

    void free(Instant now) {
      nextPost = nextPost.isAfter(now) ? nextPost : Instant.MIN;
    }

    /** Its other messages wait as well: one attempt tells as much as a hundred. */
    void failed(Instant now) {
      nextPost = now.plus(PACE.multipliedBy(2));
      nextEdit = nextPost;
    }

    Duration pause(Instant now) {
      Instant first = nextPost.isBefore(nextEdit) ? nextPost : nextEdit;
      return first.isAfter(now) ? Duration.between(now, first) : Duration.ofMillis(1);
    }
  }
}
