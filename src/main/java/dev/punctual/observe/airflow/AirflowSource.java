package dev.punctual.observe.airflow;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Reruns;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** An Airflow, 2 or 3. */
final class AirflowSource implements Source, Reruns, Archive {

  /** The scheduler writes a state within seconds of the fact. */
  private static final Duration LAG = Duration.ofSeconds(10);

  private final AirflowSettings settings;
  private final Connection connection;
  private final RoundTrip.Kept kept;
  private final Recollection past;
  private final ReentrantLock one = new ReentrantLock();

  AirflowSource(AirflowSettings settings) {
    this.settings = settings;
    this.connection = new Connection(settings);
    this.kept = RoundTrip.Kept.of(connection);
    this.past = new Recollection(connection);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    String version = connection.version();
    return "Airflow" + (version.isEmpty() ? "" : " " + version) + ", " + settings.address();
  }

  @Override
  public Duration lag(Probe probe) {
    return LAG;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to ask");
    }
    one.lockInterruptibly();
    try {
      connection.takeSent();
      return round(probes, ask);
    } finally {
      one.unlock();
    }
  }

  /** A server that was upgraded is asked once more what it is. */
  private Round round(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    List<Question> questions = probes.stream().map(probe -> Question.of(probe, ask.now())).toList();
    try {
      return new RoundTrip(kept, questions, ask).run();
    } catch (ServerChanged first) {
      connection.forget();
      kept.clear();
      try {
        return new RoundTrip(kept, questions, ask).run();
      } catch (ServerChanged second) {
        throw connection.notAirflowAnyMore();
      }
    }
  }

  @Override
  public boolean mayRerun() {
    return settings.rerun();
  }

  @Override
  public Rerun rerun(Probe probe, Instant now) throws SourceFailure, InterruptedException {
    one.lockInterruptibly();
    try {
      return new Clearing(kept, Question.of(probe, now), now).clear();
    } catch (ServerChanged e) {
      connection.forget();
      kept.clear();
      throw connection.notAirflowAnyMore();
    } finally {
      one.unlock();
    }
  }

  @Override
  public Recall recall(List<Probe> probes, Instant now) throws SourceFailure, InterruptedException {
    one.lockInterruptibly();
    try {
      connection.takeSent();
      return past.of(probes, now);
    } catch (ServerChanged e) {
      connection.forget();
      throw connection.notAirflowAnyMore();
    } finally {
      one.unlock();
    }
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    one.lockInterruptibly();
    try {
      connection.forget();
      return new Examination(settings, connection).findings(probes);
    } finally {
      one.unlock();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
