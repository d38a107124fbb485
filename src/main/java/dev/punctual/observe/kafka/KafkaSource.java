package dev.punctual.observe.kafka;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A Kafka cluster. Records are never read, only where they lie and when they were stamped. */
final class KafkaSource implements Source {

  private final KafkaSettings settings;
  private final Cluster cluster;
  private final ReentrantLock one = new ReentrantLock();

  KafkaSource(KafkaSettings settings) {
    this.settings = settings;
    this.cluster = new Cluster(settings);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "Kafka, " + settings.brokers();
  }

  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to ask");
    }
    one.lockInterruptibly();
    try {
      cluster.takeQuestions();
      return new RoundTrip(cluster, probes, ask).run();
    } finally {
      one.unlock();
    }
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    return Trial.of(this, "ask " + settings.brokers() + " as " + settings.who(), probes);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
