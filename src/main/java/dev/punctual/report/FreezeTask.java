package dev.punctual.report;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Freezes what has come due, at start and from then on every few minutes. */
@Singleton
class FreezeTask extends RecurringTask<Void> {
  private final Freezer freezer;
  private final Clock clock;

  FreezeTask(Freezer freezer, Clock clock) {
    super("freeze", FixedDelay.of(Duration.ofMinutes(10)), Void.class);
    this.freezer = freezer;
    this.clock = clock;
  }

  @Override
  public void executeRecurringly(TaskInstance<Void> instance, ExecutionContext context) {
    freezer.freezeDue(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
