package dev.punctual.poll;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Ready only while the loops run: a process that judges nothing gets no traffic. */
@Singleton
@Readiness
class EngineHealth implements HealthIndicator {

  private final Clockwork clockwork;

  EngineHealth(Clockwork clockwork) {
    this.clockwork = clockwork;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean runs = clockwork.isRunning();
    return Publishers.just(
        HealthResult.builder("engine", runs ? HealthStatus.UP : HealthStatus.DOWN)
            .details(Map.of("loops", runs ? "running" : "not running"))
            .build());
  }
}
