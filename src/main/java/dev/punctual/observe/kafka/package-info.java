/** Kafka, also as MSK or Redpanda: how far a topic, or who reads it, has come. */
@NullMarked
package dev.punctual.observe.kafka;

import org.jspecify.annotations.NullMarked;
