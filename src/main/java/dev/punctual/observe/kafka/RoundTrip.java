package dev.punctual.observe.kafka;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One round: which topics there are, then one question for all partitions of all topics that ask
 * about the same instant, then the groups.
 */
final class RoundTrip {

  /** The age of a group that lags is found by halving: to a two-thousandth of what is promised. */
  private static final int HALVINGS = 12;

  private final Cluster cluster;
  private final List<Probe> probes;
  private final Ask ask;
  private Map<String, Topic> topics = Map.of();
  private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = Map.of();
  private Map<TopicPartition, ListOffsetsResultInfo> newest = Map.of();
  private Map<TopicPartition, ListOffsetsResultInfo> ends = Map.of();
  private final Map<Instant, Map<TopicPartition, ListOffsetsResultInfo>> firstFrom =
      new HashMap<>();

  RoundTrip(Cluster cluster, List<Probe> probes, Ask ask) {
    this.cluster = cluster;
    this.probes = probes;
    this.ask = ask;
  }

  Round run() throws SourceFailure, InterruptedException {
    Set<String> names = new HashSet<>();
    probes.forEach(probe -> names.add(topicOf(probe)));
    topics = cluster.topics(names);
    askGroups();
    askNewest();
    askFirst();
    List<Answer> answers = new ArrayList<>(probes.size());
    for (Probe probe : probes) {
      answers.add(new Answer(probe, seen(probe)));
    }
    int questions = cluster.takeQuestions();
    String note = names.size() + " topics, " + questions + " questions";
    return new Round(answers, Map.of(), questions, null, note);
  }

  private void askGroups() throws SourceFailure, InterruptedException {
    Set<String> groups = new HashSet<>();
    List<Topic.There> read = new ArrayList<>();
    for (Probe probe : probes) {
      String group = groupOf(probe);
      if (group != null && topics.get(topicOf(probe)) instanceof Topic.There there) {
        groups.add(group);
        read.add(there);
      }
    }
    committed = cluster.committed(groups);
    ends = cluster.ends(new HashSet<>(Cluster.partitions(read)));
  }

  private void askNewest() throws SourceFailure, InterruptedException {
    List<Topic.There> fresh = new ArrayList<>();
    for (Probe probe : probes) {
      if (probe.deadline() == null
          && groupOf(probe) == null
          && topics.get(topicOf(probe)) instanceof Topic.There there) {
        fresh.add(there);
      }
    }
    newest = cluster.newest(new HashSet<>(Cluster.partitions(fresh)));
  }

  private void askFirst() throws SourceFailure, InterruptedException {
    Map<Instant, Set<TopicPartition>> asked = new LinkedHashMap<>();
    for (Probe probe : probes) {
      Deadline deadline = probe.deadline();
      if (topics.get(topicOf(probe)) instanceof Topic.There there && deadline != null) {
        asked
            .computeIfAbsent(deadline.opensAt(), from -> new HashSet<>())
            .addAll(there.partitions());
      }
    }
    for (Map.Entry<Instant, Set<TopicPartition>> entry : asked.entrySet()) {
      firstFrom.put(entry.getKey(), cluster.firstFrom(entry.getValue(), entry.getKey()));
    }
  }

  private Observation seen(Probe probe) throws SourceFailure, InterruptedException {
    String name = topicOf(probe);
    String group = groupOf(probe);
    Deadline deadline = probe.deadline();
    return switch (topics.get(name)) {
      case Topic.Refused refused -> refused.observation();
      case Topic.There there -> {
        if (group == null) {
          yield deadline == null
              ? Reading.newest(probe, name, there, newest, ask)
              : Reading.reached(probe, deadline, name, there, first(deadline), ask);
        }
        Map<TopicPartition, OffsetAndMetadata> read = committed.get(group);
        yield read == null
            ? new Unreachable(
                "group " + group + " may not be looked at; grant DESCRIBE on the group")
            : group(probe, new Reader(group, name, there, read, ends));
      }
      case null -> new Unreachable("topic " + name + " was not told of");
    };
  }

  private Map<TopicPartition, ListOffsetsResultInfo> first(Deadline deadline) {
    return firstFrom.getOrDefault(deadline.opensAt(), Map.of());
  }

  private Observation group(Probe probe, Reader reader) throws SourceFailure, InterruptedException {
    Deadline deadline = probe.deadline();
    if (deadline != null) {
      return reader.reached(deadline, first(deadline), ask);
    }
    Observation without = reader.withoutAge();
    if (without != null) {
      return without;
    }
    return reader.hasReadAll() ? reader.age(ask.now()) : reader.age(oldestUnread(probe, reader));
  }

  /**
   * The latest instant up to which a group has read everything, or twice the promised age ago where
   * it lags further.
   */
  private Instant oldestUnread(Probe probe, Reader reader)
      throws SourceFailure, InterruptedException {
    Duration within =
        probe.rule().promise() instanceof Promise.FreshWithin fresh
            ? fresh.freshWithin()
            : Duration.ofHours(1);
    Instant read = ask.now().minus(within.multipliedBy(2));
    Instant unread = ask.now();
    for (int i = 0; i < HALVINGS; i++) {
      Instant middle = read.plus(Duration.between(read, unread).dividedBy(2));
      if (reader.hasReadUpTo(cluster.firstFrom(reader.lagging(), middle))) {
        read = middle;
      } else {
        unread = middle;
      }
    }
    return read;
  }

  private static String topicOf(Probe probe) {
    return probe.rule().target().path();
  }

  private static @Nullable String groupOf(Probe probe) {
    return probe.rule().target() instanceof Target.Item item ? item.details().get("group") : null;
  }
}
