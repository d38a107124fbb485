package dev.punctual.poll;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.OnStartup;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.micronaut.data.connection.jdbc.DelegatingDataSourceResolver;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * db-scheduler as we need it: claims by lock-and-fetch on PostgreSQL, plain fetch on the embedded
 * database of one process; a dead process's task is taken over within ten seconds.
 */
@Singleton
class Clockwork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);

  private static final Duration NET = Duration.ofSeconds(1);

  /**
   * The dead are looked for every second heartbeat: in the worst case a task is taken over after 5
   * + 2 heartbeats and one look at what is due.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private static final int MISSED = 5;

  /** Tasks of other features and a few at rest, on top of one a source. */
  private static final int SPARE = 10;

  private static final Duration STOP_WAITS = Duration.ofSeconds(5);
  private static final Duration CALL_AGAIN = Duration.ofMillis(200);
  private static final int CALLS = 300;

  private final DataSource database;
  private final List<Task<?>> tasks;
  private final SourceRegistry registry;
  private final Alarm alarm;
  private final Calls calls;
  private final Clock clock;
  private volatile @Nullable Scheduler scheduler;
  private volatile @Nullable Instant startedAt;

  Clockwork(
      DataSource database,
      List<Task<?>> tasks,
      SourceRegistry registry,
      Alarm alarm,
      Calls calls,
      Clock clock) {
    // db-scheduler opens connections of its own, outside of Micronaut's transactions.
    this.database = new DelegatingDataSourceResolver().resolve(database);
    this.tasks = tasks;
    this.registry = registry;
    this.alarm = alarm;
    this.calls = calls;
    this.clock = clock;
  }

  void start() {
    boolean shared = isPostgres();
    if (!shared) {
      freeTasks();
    }
    Scheduler started = build(shared);
    started.start();
    scheduler = started;
    startedAt = clock.instant();
    alarm.ringsAt(started::triggerCheckForDueExecutions);
    calls.takenBy(source -> call(source, 0));
    for (Task<?> task : tasks) {
      if (task instanceof OnStartup own && !task.getName().equals(EngineTasks.POLL)) {
        own.onStartup(started, clock::instant);
      }
    }
    callAll();
    LOG.info("Watching {} sources", registry.names().size());
  }

  /** Has every source asked about everything open. */
  void callAll() {
    registry.names().forEach(source -> call(source, 0));
  }

  private Scheduler build(boolean shared) {
    SchedulerBuilder builder =
        Scheduler.create(database, tasks)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .threads(registry.names().size() + SPARE)
            .pollingInterval(NET)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED)
            .schedulerName(new SchedulerName.Fixed("punctual-" + UUID.randomUUID()))
            .serializer(new TextSerializer())
            .clock(clock::instant)
            .alwaysPersistTimestampInUTC()
            .shutdownMaxWait(STOP_WAITS);
    if (shared) {
      builder.pollUsingLockAndFetch(0.5, 3.0);
    }
    return builder.build();
  }

  /**
   * The embedded database has one process: what another holds, it held when it was killed. Among
   * several the heartbeats tell.
   */
  private void freeTasks() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null"
              + " where picked = true");
    } catch (SQLException e) {
      throw new IllegalStateException("The tasks cannot be freed: " + e.getMessage(), e);
    }
  }

  private boolean isPostgres() {
    try (Connection connection = database.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    } catch (SQLException e) {
      throw new IllegalStateException("The database does not answer: " + e.getMessage(), e);
    }
  }

  /** A running round cannot be rescheduled; the call waits for its end. */
  private void call(String source, int attempt) {
    Scheduler running = scheduler;
    if (running == null) {
      return;
    }
    try {
      if (!called(running, source)) {
        running.scheduleIfNotExists(
            new TaskInstance<>(EngineTasks.POLL, source, EngineTasks.EVERYTHING), clock.instant());
      }
      running.triggerCheckForDueExecutions();
    } catch (TaskInstanceException executing) {
      if (attempt < CALLS) {
        alarm.after(CALL_AGAIN, () -> call(source, attempt + 1));
      }
    }
  }

  private boolean called(Scheduler running, String source) {
    TaskInstanceId id = TaskInstanceId.of(EngineTasks.POLL, source);
    if (running.getScheduledExecution(id).isEmpty()) {
      return false;
    }
    return running.reschedule(id, clock.instant(), EngineTasks.EVERYTHING);
  }

  /** When the loops were started; null before. */
  @Nullable Instant startedAt() {
    return startedAt;
  }

  /** Whether the loops run. */
  boolean isRunning() {
    Scheduler running = scheduler;
    return running != null
        && running.getSchedulerState().isStarted()
        && !running.getSchedulerState().isShuttingDown();
  }

  @Override
  @PreDestroy
  public void close() {
    Scheduler running = scheduler;
    if (running != null) {
      running.stop();
    }
  }
}
