package dev.punctual.observe.kafka;

import dev.punctual.observe.Observation;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** What is known of a topic before its records are asked about. */
sealed interface Topic {

  /**
   * It is there.
   *
   * @param stampedByBroker whether records carry the time they were appended, which nobody can set
   */
  record There(List<TopicPartition> partitions, boolean stampedByBroker) implements Topic {
    public There {
      partitions = List.copyOf(partitions);
    }
  }

  /** It is not, or may not be looked at. */
  record Refused(Observation observation) implements Topic {}
}
