package dev.punctual.alert;

import io.micronaut.context.annotation.Context;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;

/** Counts of messages, under the names the documentation promises; there before the first one. */
@Context
class MessageMetrics {

  private final Counter messages;
  private final Histogram delay;
  private final Gauge pending;

  MessageMetrics(CollectorRegistry registry) {
    messages =
        Counter.build("punctual_messages_total", "Attempts to send or edit a message.")
            .labelNames("channel", "outcome")
            .register(registry);
    delay =
        Histogram.build(
                "punctual_message_delay_seconds",
                "From the due instant, or from when it was wanted, to the receiver's answer.")
            .buckets(0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600)
            .register(registry);
    pending =
        Gauge.build("punctual_messages_pending", "Messages that wait to be sent or edited.")
            .register(registry);
  }

  void attempted(String receiver, Outcome outcome) {
    messages.labels(receiver, word(outcome)).inc();
  }

  void delivered(Duration after) {
    delay.observe(Math.max(0.0, (double) after.toMillis() / 1_000));
  }

  void pending(long count) {
    pending.set((double) count);
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Sent sent -> "sent";
      case Outcome.RetryAfter wait -> "retry_after";
      case Outcome.Refused refused -> "refused";
      case Outcome.Uncertain doubt -> "uncertain";
      case Outcome.Gone gone -> "gone";
    };
  }
}
