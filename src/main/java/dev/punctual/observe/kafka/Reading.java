package dev.punctual.observe.kafka;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.TopicPartition;

/** What the stamps of a topic's records prove. */
final class Reading {

  private Reading() {}

  /**
   * A topic has come so far when a record is stamped inside the window. Brokers' stamps are the
   * arrival; those of producers say when something happened, not when it came.
   */
  static Observation reached(
      Probe probe,
      Deadline deadline,
      String name,
      Topic.There topic,
      Map<TopicPartition, ListOffsetsResultInfo> first,
      Ask ask) {
    if (!first.keySet().containsAll(topic.partitions())) {
      return silent(name);
    }
    List<Instant> stamps = stamps(topic, first);
    if (stamps.isEmpty()) {
      String from = LastChange.time(deadline.opensAt(), deadline.timezone());
      return NotYet.because("topic " + name + " has no record since " + from);
    }
    Instant at = stamps.getFirst();
    String text = "topic " + name + " has a record of " + LastChange.time(at, deadline.timezone());
    if (at.isAfter(ask.now())) {
      return NotYet.because(text + ", which lies ahead and is left out");
    }
    Instant end = probe.nextOpensAt();
    if (end != null && !at.isBefore(end)) {
      return NotYet.because(text + ", after the next deadline opened, and none before");
    }
    return topic.stampedByBroker()
        ? Arrived.at(at, text)
        : new Present(Strength.STRONG, null, text);
  }

  /** The newest record that is not later than now. */
  static Observation newest(
      Probe probe,
      String name,
      Topic.There topic,
      Map<TopicPartition, ListOffsetsResultInfo> newest,
      Ask ask) {
    if (!newest.keySet().containsAll(topic.partitions())) {
      return silent(name);
    }
    List<Instant> stamps = stamps(topic, newest);
    if (stamps.isEmpty()) {
      return new Newest(null, Strength.STRONG, "topic " + name + " is empty");
    }
    List<Instant> past = stamps.stream().filter(at -> !at.isAfter(ask.now())).toList();
    Instant at = past.isEmpty() ? stamps.getLast() : past.getLast();
    String text =
        "the newest record of topic "
            + name
            + " is of "
            + LastChange.time(at, probe.rule().timezone());
    return past.isEmpty()
        ? new Newest(null, Strength.STRONG, text + ", which lies ahead and is left out")
        : new Newest(at, Strength.STRONG, text);
  }

  private static List<Instant> stamps(
      Topic.There topic, Map<TopicPartition, ListOffsetsResultInfo> infos) {
    return topic.partitions().stream()
        .map(infos::get)
        .filter(Objects::nonNull)
        .filter(info -> info.offset() >= 0 && info.timestamp() >= 0)
        .map(info -> Instant.ofEpochMilli(info.timestamp()))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  static Observation silent(String name) {
    return new Unreachable(
        "not every partition of topic " + name + " answered; look for partitions without leader");
  }
}
