package dev.punctual.poll;

import io.micronaut.context.annotation.Context;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.time.Instant;

/** What rounds say of sources, by the names operators alert on; there before the first round. */
@Context
class PollMetrics {

  private final Histogram duration;
  private final Counter queries;
  private final Gauge up;
  private final Gauge lastGood;

  PollMetrics(CollectorRegistry registry) {
    duration =
        Histogram.build("punctual_poll_duration_seconds", "How long a round of a source took.")
            .labelNames("source")
            .buckets(0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60)
            .register(registry);
    queries =
        Counter.build("punctual_poll_queries_total", "Statements or requests sent to a source.")
            .labelNames("source")
            .register(registry);
    up =
        Gauge.build("punctual_source_up", "1 while a source answers, 0 while it does not.")
            .labelNames("source")
            .register(registry);
    lastGood =
        Gauge.build(
                "punctual_last_successful_poll_timestamp_seconds",
                "Start of the newest round that was answered.")
            .labelNames("source")
            .register(registry);
  }

  void answered(String source, Duration took, int sent, Instant start) {
    duration.labels(source).observe(took.toNanos() / 1e9);
    queries.labels(source).inc(sent);
    up.labels(source).set(1);
    lastGood.labels(source).set(start.toEpochMilli() / 1e3);
  }

  void failed(String source, Duration took) {
    duration.labels(source).observe(took.toNanos() / 1e9);
    up.labels(source).set(0);
  }
}
