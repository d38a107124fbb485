package dev.punctual.demo;

import dev.punctual.ledger.History;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import dev.punctual.rule.Target;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills the ledger with a past, then plays the pipelines in real time. */
@Context
@Requires(property = "punctual.demo", value = "true")
final class Demo {

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /** What the tables hold when the demo starts: enough for "80 % of last week". */
  private static final Duration LOADED = Duration.ofDays(10);

  private static final Duration PLAYED = Duration.ofDays(2);

  private final DemoWarehouse warehouse;
  private final DemoAirflow airflow;
  private final RuleSet rules;
  private final Clock clock;
  private final ScheduledExecutorService stage =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("demo-pipelines").unstarted(task));

  Demo(History history, DemoReviews reviews, Clock clock) throws SQLException {
    this.clock = clock;
    Staged staged = Staged.current();
    warehouse = staged.warehouse();
    airflow = staged.airflow();
    rules = staged.rules();
    Instant now = clock.instant();
    history.write(DemoHistory.of(rules, now.truncatedTo(ChronoUnit.MICROS)));
    reviews.write(now.truncatedTo(ChronoUnit.MICROS));
    for (Rule rule : deadlined()) {
      for (Deadline deadline : Schedule.between(rule, now.minus(LOADED), now.plus(PLAYED))) {
        stageOne(rule, deadline, now);
      }
    }
  }

  /** What is there at the start: loads of the past, and the runs of the orchestrator's calendar. */
  private void stageOne(Rule rule, Deadline deadline, Instant now) throws SQLException {
    Instant landing = Habit.arrival(deadline);
    switch (rule.target()) {
      case Target.Task task -> airflow.plan(task.dag(), task.task(), deadline, landing);
      case Target.Dag dag -> airflow.plan(dag.dag(), "all", deadline, landing);
      case Target.Job ignored -> {
        // A job reports itself; its past stands in the ledger.
      }
      default -> {
        boolean needed = deadline.slot() == null || deadline.dueAt().isAfter(now.minus(PLAYED));
        if (needed && landing != null && !landing.isAfter(now)) {
          warehouse.load(rule, deadline, landing);
        }
      }
    }
  }

  private List<Rule> deadlined() {
    return rules.rules().values().stream().filter(rule -> !rule.isFreshness()).toList();
  }

  @EventListener
  void play(ServerStartupEvent started) {
    Instant now = clock.instant();
    PushClient push = new PushClient(started.getSource().getURI());
    for (Rule rule : deadlined()) {
      for (Deadline deadline : Schedule.between(rule, now.minus(PLAYED), now.plus(PLAYED))) {
        Instant landing = Habit.arrival(deadline);
        if (landing != null && landing.isAfter(now)) {
          later(now, landing, () -> land(rule, deadline, landing, push));
        }
      }
    }
    var _ =
        stage.scheduleAtFixedRate(
            quietly(() -> warehouse.clicks(clock.instant())), 0, 20, TimeUnit.SECONDS);
  }

  private void later(Instant now, Instant at, Step step) {
    var _ =
        stage.schedule(quietly(step), Duration.between(now, at).toMillis(), TimeUnit.MILLISECONDS);
  }

  private void land(Rule rule, Deadline deadline, Instant at, PushClient push) throws Exception {
    if (rule.target() instanceof Target.Job job) {
      push.arrived(job.job(), deadline, at);
    } else {
      warehouse.load(rule, deadline, at);
    }
    LOG.info("demo pipeline landed {} of {}", rule.id(), deadline.businessDate());
  }

  private interface Step {
    void run() throws Exception;
  }

  /** One pipeline that fails must not stop the others. */
  private static Runnable quietly(Step step) {
    return () -> {
      try {
        step.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("a demo pipeline failed", e);
      }
    };
  }

  @PreDestroy
  void stop() throws SQLException {
    stage.shutdownNow();
    airflow.close();
    warehouse.close();
  }

  /** What is put up before the service starts, so that it finds its sources and rules. */
  record Staged(DemoWarehouse warehouse, DemoAirflow airflow, Path folder, RuleSet rules) {

    private static volatile @org.jspecify.annotations.Nullable Staged current;

    static Staged current() {
      Staged staged = current;
      if (staged == null) {
        throw new IllegalStateException("the demo is started by the command demo");
      }
      return staged;
    }

    static Staged open(Instant now) {
      try {
        Path folder = DemoFolder.write(now);
        RuleSet rules =
            switch (RuleFolder.read(List.of(folder), KnownSources.unchecked())) {
              case Reading.Accepted accepted -> accepted.rules();
              case Reading.Rejected rejected ->
                  throw new IllegalStateException("the demo's rules: " + rejected.problems());
            };
        Staged staged = new Staged(DemoWarehouse.open(), DemoAirflow.open(), folder, rules);
        current = staged;
        return staged;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException("the demo's warehouse cannot be opened", e);
      }
    }

    /** The deployment configuration under which the service watches the demo. */
    Map<String, Object> properties() {
      Map<String, Object> properties = new HashMap<>();
      properties.put("punctual.demo", "true");
      properties.put("punctual.rules", folder.toString());
      properties.put("punctual.timezone", "Asia/Tokyo");
      properties.put("punctual.slack.channel", "#data-sla");
      properties.put("punctual.database.url", "jdbc:h2:mem:punctual_demo;DB_CLOSE_DELAY=-1");
      properties.put("punctual.sources.dwh.type", "h2");
      properties.put("punctual.sources.dwh.url", DemoWarehouse.URL);
      properties.put("punctual.sources.dwh.username", "");
      properties.put("punctual.sources.dwh.password", "");
      properties.put("punctual.sources.airflow.type", "airflow");
      properties.put("punctual.sources.airflow.url", airflow.url().toString());
      properties.put("punctual.sources.airflow.username", "punctual");
      properties.put("punctual.sources.airflow.password", DemoAirflow.PASSWORD);
      return properties;
    }
  }

  /** Reports a job's arrival the way a job would. */
  private record PushClient(URI server) {
    void arrived(String job, Deadline deadline, Instant at)
        throws IOException, InterruptedException {
      String body =
          "{\"at\":\"%s\",\"data_date\":\"%s\",\"status\":\"success\",\"key\":\"demo-%s\"}"
              .formatted(at, deadline.dataDate(), deadline.businessDate());
      DemoHttp.post(server.resolve("/api/v1/jobs/" + job + "/arrivals"), body);
    }
  }
}
