package dev.punctual.poll;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The engine's tasks. Each may run twice: what they write is conditional. */
@Factory
class EngineTasks {

  static final String POLL = "poll";

  /** Data of a poll that somebody called for. */
  static final String EVERYTHING = "everything";

  private static final Duration MATERIALISE_EVERY = Duration.ofMinutes(10);
  private static final Duration WATCH_EVERY = Duration.ofSeconds(15);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Whatever memory says, the ledger is looked at this often. */
  private static final Duration NET = Duration.ofMinutes(1);

  /** Nothing is asked in a closer sequence than this. */
  private static final Duration LEAST = Duration.ofMillis(100);

  private final Clock clock;

  EngineTasks(Clock clock) {
    this.clock = clock;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** One instance a source; tells itself when to run next. */
  @Singleton
  Task<String> poll(Engine engine, SourceRegistry registry, Alarm alarm) {
    return Tasks.custom(POLL, String.class)
        .onFailureReschedule(FixedDelay.of(RETRY))
        .onDeadExecutionRevive()
        .execute(
            (instance, context) ->
                registry.find(instance.getId()) == null
                    ? remove()
                    : reschedule(next(engine, instance.getId(), instance.getData()), alarm));
  }

  private Instant next(Engine engine, String source, @Nullable String called) {
    Instant start = now();
    try {
      Instant next =
          called == null ? engine.round(source, start) : engine.roundOfAll(source, start);
      Instant net = start.plus(NET);
      Instant least = start.plus(LEAST);
      Instant wanted = next == null || next.isAfter(net) ? net : next;
      return wanted.isBefore(least) ? least : wanted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return start.plus(RETRY);
    }
  }

  private static CompletionHandler<String> remove() {
    return (complete, operations) -> operations.remove();
  }

  @SuppressWarnings("NullAway") // No data is said by null.
  private static CompletionHandler<String> reschedule(Instant next, Alarm alarm) {
    return (complete, operations) -> {
      operations.reschedule(complete, next, null);
      alarm.set(next);
    };
  }

  /** Deadlines ahead. */
  @Singleton
  Task<Void> materialise(Engine engine) {
    return Tasks.recurring("materialise", FixedDelay.of(MATERIALISE_EVERY))
        .execute((instance, context) -> engine.materialise(now()));
  }

  /** What no round looks after. */
  @Singleton
  Task<Void> watchdog(Watchdog watchdog) {
    return Tasks.recurring("watchdog", FixedDelay.of(WATCH_EVERY))
        .execute((instance, context) -> watchdog.look(now()));
  }

  /** What nobody will ask for again. */
  @Singleton
  Task<Void> retention(Retention retention) {
    return Tasks.recurring("retention", Schedules.daily(LocalTime.of(3, 17)))
        .execute((instance, context) -> retention.tidy(now()));
  }
}
