package dev.punctual.observe.jdbc;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

/** A database over JDBC. */
final class JdbcSource implements Source, Archive {

  private final JdbcSettings settings;
  private final RoundTrip.Kept kept;
  private final ReentrantLock one = new ReentrantLock();
  private volatile String version = "";

  JdbcSource(JdbcSettings settings) {
    this.settings = settings;
    this.kept =
        new RoundTrip.Kept(
            new Session(settings),
            settings.dialect().catalog(),
            new UserSql(),
            new Gate(settings.fullEvery()),
            new Counters(settings.dialect().counting()),
            new Culprits(settings));
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return settings.dialect().title() + version + ", " + settings.login().address();
  }

  @Override
  public Duration lag(Probe probe) {
    return switch (probe.rule().readiness().evidence()) {
      case Evidence.Changed c -> settings.dialect().counting().lag();
      case Evidence.Best b -> settings.dialect().counting().lag();
      case Evidence other -> Duration.ZERO;
    };
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to ask");
    }
    return interruptibly(() -> round(probes, ask));
  }

  private Round round(List<Probe> probes, Ask ask) throws SourceFailure {
    try {
      RoundTrip.Greeting greeting = greet();
      return new RoundTrip(settings, kept, probes, ask).run(greeting);
    } catch (SourceFailure e) {
      kept.gate().clear();
      throw e;
    }
  }

  @Override
  public Recall recall(List<Probe> probes, Instant now) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Recall(List.of(), 0);
    }
    return interruptibly(
        () -> {
          RoundTrip.Greeting greeting = greet();
          kept.session().countedStatements();
          List<Remembered> days =
              new Recollection(settings, kept, now).of(probes, greeting.server());
          return new Recall(days, kept.session().countedStatements() + 1);
        });
  }

  /** Measures the server's clock against ours on the way, the one place that reads ours. */
  private RoundTrip.Greeting greet() throws SourceFailure {
    InstantSource clock = InstantSource.system();
    Instant before = clock.instant();
    Catalog.Server server = kept.catalog().greet(kept.session());
    Duration took = Duration.between(before, clock.instant());
    version = " " + server.version();
    // A new connection takes long, and the middle of that says nothing.
    return new RoundTrip.Greeting(
        server, Duration.between(before.plus(took.dividedBy(2)), server.clock()));
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    try {
      return interruptibly(
          () ->
              new Examination(settings, kept.session(), kept.catalog())
                  .findings(probes, this::round));
    } catch (SourceFailure e) {
      return List.of(new Finding(false, "log in", String.valueOf(e.getMessage())));
    }
  }

  /** Work that talks to the database. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws SourceFailure;
  }

  /** Runs on a thread of its own, as reading from a socket cannot be interrupted. */
  private <T> T interruptibly(Work<T> work) throws SourceFailure, InterruptedException {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              one.lockInterruptibly();
              try {
                return work.run();
              } finally {
                one.unlock();
              }
            });
    Thread worker = Thread.ofVirtual().name("ask " + settings.name()).start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      kept.session().abort();
      worker.interrupt();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SourceFailure failure -> throw failure;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new SourceFailure(settings.name() + ": broken off", e);
      }
    }
  }

  @Override
  public void close() {
    kept.session().close();
  }
}
