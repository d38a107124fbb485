package dev.punctual.observe.kafka;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group on one topic.
 *
 * @param committed the next record it will read, by partition of whatever topic
 * @param ends where the next record will be appended
 */
record Reader(
    String group,
    String topic,
    Topic.There partitions,
    Map<TopicPartition, OffsetAndMetadata> committed,
    Map<TopicPartition, ListOffsetsResultInfo> ends) {

  /**
   * Whether everything stamped before the deadline opened is read. A group that has read all there
   * is counts too: an idle topic has nothing more to give.
   */
  Observation reached(
      Deadline deadline, Map<TopicPartition, ListOffsetsResultInfo> first, Ask ask) {
    Observation without = withoutAge();
    if (without != null) {
      return without;
    }
    String upTo = LastChange.time(deadline.opensAt(), deadline.timezone());
    if (ask.now().isBefore(deadline.opensAt())) {
      return NotYet.because("the window of group " + group + " opens at " + upTo);
    }
    long behind = partitions.partitions().stream().filter(p -> !hasRead(p, first.get(p))).count();
    return behind == 0
        ? new Present(
            Strength.STRONG, null, "group " + group + " has read topic " + topic + " up to " + upTo)
        : NotYet.because(
            "group "
                + group
                + " has not read topic "
                + topic
                + " up to "
                + upTo
                + " in "
                + behind
                + " of "
                + partitions.partitions().size()
                + " partitions");
  }

  /** What has to be said without any time; null where there is an age. */
  @Nullable Observation withoutAge() {
    if (partitions.partitions().stream().noneMatch(committed::containsKey)) {
      return new Absent(
          "group "
              + group
              + " has read nothing of topic "
              + topic
              + "; correct its name, or start it");
    }
    return ends.keySet().containsAll(partitions.partitions()) ? null : Reading.silent(topic);
  }

  /** Partitions with unread records. */
  List<TopicPartition> lagging() {
    return partitions.partitions().stream().filter(p -> read(p) < end(p)).toList();
  }

  boolean hasReadAll() {
    return lagging().isEmpty();
  }

  /**
   * Whether what is unread was stamped later.
   *
   * @param first of the lagging partitions the first record from an instant on
   */
  boolean hasReadUpTo(Map<TopicPartition, ListOffsetsResultInfo> first) {
    return lagging().stream().allMatch(p -> hasRead(p, first.get(p)));
  }

  Observation age(Instant readUpTo) {
    long unread = lagging().stream().mapToLong(p -> end(p) - read(p)).sum();
    return new Newest(
        readUpTo,
        Strength.STRONG,
        unread == 0
            ? "group " + group + " has read all of topic " + topic
            : "group " + group + " has " + unread + " records of topic " + topic + " to read");
  }

  /** All of a partition before a record, or all there is where that record is not there. */
  private boolean hasRead(TopicPartition partition, @Nullable ListOffsetsResultInfo record) {
    long upTo = record == null || record.offset() < 0 ? end(partition) : record.offset();
    return read(partition) >= upTo;
  }

  private long read(TopicPartition partition) {
    OffsetAndMetadata next = committed.get(partition);
    return next == null ? 0 : next.offset();
  }

  private long end(TopicPartition partition) {
    ListOffsetsResultInfo end = ends.get(partition);
    return end == null ? Long.MAX_VALUE : end.offset();
  }
}
