package dev.punctual.alert;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Starts the courier's loop with the scheduler, and is its net: wherever it runs, that replica
 * looks for messages another one left behind.
 */
@Singleton
class CourierTask extends RecurringTask<Void> {

  private final CourierLoop loop;

  CourierTask(CourierLoop loop) {
    super("courier", FixedDelay.of(Duration.ofSeconds(30)), Void.class);
    this.loop = loop;
  }

  @Override
  public void onStartup(SchedulerClient client, com.github.kagkarlsson.scheduler.Clock clock) {
    super.onStartup(client, clock);
    loop.start();
  }

  @Override
  public void executeRecurringly(TaskInstance<Void> instance, ExecutionContext context) {
    loop.start();
    loop.wake();
  }
}
