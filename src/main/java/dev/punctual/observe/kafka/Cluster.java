package dev.punctual.observe.kafka;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Outages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers. Each method is one question about all that is given, which the client spreads
 * over the brokers. The client is made at the first question and given up with any failure, so that
 * it does not go on knocking.
 */
final class Cluster implements AutoCloseable {

  private final KafkaSettings settings;
  private @Nullable Admin admin;
  private int questions;

  Cluster(KafkaSettings settings) {
    this.settings = settings;
  }

  /** What became of one item of a question; {@code error} is null where there is a value. */
  private record Outcome<V>(@Nullable V value, @Nullable Throwable error) {}

  /** The topics of these names. */
  Map<String, Topic> topics(Collection<String> names) throws SourceFailure, InterruptedException {
    Map<String, Outcome<TopicDescription>> described =
        all(admin().describeTopics(names).topicNameValues());
    Map<ConfigResource, String> resources = new HashMap<>();
    described.forEach(
        (name, outcome) -> {
          if (outcome.value() != null) {
            resources.put(new ConfigResource(ConfigResource.Type.TOPIC, name), name);
          }
        });
    Map<ConfigResource, Outcome<Config>> configs =
        resources.isEmpty() ? Map.of() : all(admin().describeConfigs(resources.keySet()).values());
    Map<String, Topic> topics = new HashMap<>();
    described.forEach(
        (name, outcome) -> {
          ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
          topics.put(name, topic(name, outcome, configs.get(resource)));
        });
    return topics;
  }

  /** Whoever may not see the configuration gets the cautious reading. */
  private Topic topic(
      String name, Outcome<TopicDescription> described, @Nullable Outcome<Config> config) {
    TopicDescription description = described.value();
    if (description == null) {
      return new Topic.Refused(refused(name, described.error()));
    }
    List<TopicPartition> partitions =
        description.partitions().stream()
            .map(info -> new TopicPartition(name, info.partition()))
            .toList();
    Config known = config == null ? null : config.value();
    ConfigEntry type = known == null ? null : known.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    return new Topic.There(partitions, type != null && "LogAppendTime".equals(type.value()));
  }

  private Observation refused(String name, @Nullable Throwable error) {
    return switch (error) {
      case UnknownTopicOrPartitionException e ->
          new Absent("there is no topic " + name + ", or " + settings.who() + " may not see it");
      case InvalidTopicException e -> new Absent("there can be no topic " + name);
      case AuthorizationException e ->
          new Unreachable(
              settings.who() + " may not look at topic " + name + "; grant it DESCRIBE on it");
      case null, default -> new Unreachable("topic " + name + " was not told of: " + said(error));
    };
  }

  /**
   * For each partition the first record stamped at or after an instant.
   *
   * @return offset −1 where there is none; partitions that did not answer are left out
   */
  Map<TopicPartition, ListOffsetsResultInfo> firstFrom(
      Collection<TopicPartition> partitions, Instant from)
      throws SourceFailure, InterruptedException {
    return offsets(partitions, OffsetSpec.forTimestamp(from.toEpochMilli()));
  }

  /** For each partition the record with the newest stamp; offset −1 where it is empty. */
  Map<TopicPartition, ListOffsetsResultInfo> newest(Collection<TopicPartition> partitions)
      throws SourceFailure, InterruptedException {
    return offsets(partitions, OffsetSpec.maxTimestamp());
  }

  /** For each partition where the next record will be appended. */
  Map<TopicPartition, ListOffsetsResultInfo> ends(Collection<TopicPartition> partitions)
      throws SourceFailure, InterruptedException {
    return offsets(partitions, OffsetSpec.latest());
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec)
      throws SourceFailure, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    if (asked.isEmpty()) {
      return Map.of();
    }
    ListOffsetsResult result = admin().listOffsets(asked);
    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures = new HashMap<>();
    asked.keySet().forEach(partition -> futures.put(partition, result.partitionResult(partition)));
    Map<TopicPartition, ListOffsetsResultInfo> offsets = new HashMap<>();
    all(futures)
        .forEach(
            (partition, outcome) -> {
              if (outcome.value() != null) {
                offsets.put(partition, outcome.value());
              }
            });
    return offsets;
  }

  /**
   * The next record each group will read, by group and partition.
   *
   * @return no key for a group that may not be looked at
   */
  Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Collection<String> groups)
      throws SourceFailure, InterruptedException {
    Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
    groups.forEach(group -> asked.put(group, new ListConsumerGroupOffsetsSpec()));
    if (asked.isEmpty()) {
      return Map.of();
    }
    var result = admin().listConsumerGroupOffsets(asked);
    Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> futures = new HashMap<>();
    groups.forEach(group -> futures.put(group, result.partitionsToOffsetAndMetadata(group)));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
    all(futures)
        .forEach(
            (group, outcome) -> {
              if (outcome.value() != null) {
                committed.put(group, outcome.value());
              }
            });
    return committed;
  }

  private Admin admin() throws SourceFailure {
    questions++;
    Admin known = admin;
    if (known != null) {
      return known;
    }
    try {
      Admin made = Admin.create(settings.properties());
      admin = made;
      return made;
    } catch (KafkaException e) {
      // Its own message names the cause: a host that is unknown, a file that is no PEM.
      throw failure(
          "no client for " + settings.brokers() + ": " + said(deepest(e)) + "; check the settings");
    }
  }

  /** Waits for all items; a failure that is not of one item stops the source. */
  private <K, V> Map<K, Outcome<V>> all(Map<K, KafkaFuture<V>> futures)
      throws SourceFailure, InterruptedException {
    long end = System.nanoTime() + settings.requestTimeout().plusSeconds(1).toNanos();
    Map<K, Outcome<V>> outcomes = new HashMap<>();
    for (Map.Entry<K, KafkaFuture<V>> entry : futures.entrySet()) {
      try {
        V value = entry.getValue().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        outcomes.put(entry.getKey(), new Outcome<>(value, null));
      } catch (ExecutionException e) {
        outcomes.put(entry.getKey(), new Outcome<>(null, ofOne(e.getCause())));
      } catch (TimeoutException e) {
        throw silent();
      }
    }
    return outcomes;
  }

  private Throwable ofOne(@Nullable Throwable error) throws SourceFailure {
    switch (error) {
      case AuthenticationException e ->
          throw failure(
              settings.brokers()
                  + " refused "
                  + settings.who()
                  + ": "
                  + said(e)
                  + "; check username, password, sasl-mechanism and tls");
      case org.apache.kafka.common.errors.TimeoutException e -> throw silent();
      case null -> throw silent();
      case Throwable other -> {
        return other;
      }
    }
  }

  private SourceFailure silent() {
    return failure(
        settings.brokers()
            + " did not answer within "
            + settings.requestTimeout().toMillis() / 1000.0
            + " s; is Kafka running, are hosts and ports right, does it speak "
            + (settings.tls() ? "TLS" : "without TLS")
            + "?");
  }

  private SourceFailure failure(String what) {
    giveUp();
    return new SourceFailure(settings.name() + ": " + what, null);
  }

  private static Throwable deepest(Throwable error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private static String said(@Nullable Throwable error) {
    return Outages.line(error == null ? null : error.getMessage());
  }

  /** Questions asked since the last call; each is a request to every broker concerned. */
  int takeQuestions() {
    int count = questions;
    questions = 0;
    return count;
  }

  private void giveUp() {
    Admin known = admin;
    admin = null;
    if (known != null) {
      known.close(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    giveUp();
  }

  /** All partitions of several topics. */
  static List<TopicPartition> partitions(Collection<Topic.There> topics) {
    List<TopicPartition> all = new ArrayList<>();
    topics.forEach(topic -> all.addAll(topic.partitions()));
    return all;
  }
}
