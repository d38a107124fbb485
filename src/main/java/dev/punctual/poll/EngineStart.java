package dev.punctual.poll;

import dev.punctual.ledger.Lineage;
import dev.punctual.ledger.PushArrivals;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Starts the engine: first the rules, before anything listens, so that a start with broken ones is
 * refused; then, with the server, the loops.
 */
@Singleton
@Requires(property = "punctual.engine.enabled", notEquals = "false")
class EngineStart {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** By then the rules are read, the deadlines made and the sources asked. */
  private static final Duration SETTLED = Duration.ofSeconds(30);

  private final RuleWatch rules;
  private final PushArrivals inbox;
  private final Lineage lineage;
  private final Clockwork clockwork;
  private final Alarm alarm;
  private final Clock clock;

  EngineStart(
      RuleWatch rules,
      PushArrivals inbox,
      Lineage lineage,
      Clockwork clockwork,
      Alarm alarm,
      Clock clock) {
    this.rules = rules;
    this.inbox = inbox;
    this.lineage = lineage;
    this.clockwork = clockwork;
    this.alarm = alarm;
    this.clock = clock;
  }

  @EventListener
  void read(StartupEvent event) {
    rules.start(now());
    inbox.opened(now());
    lineage.opened(now());
  }

  @EventListener
  void run(ServerStartupEvent event) {
    clockwork.start();
    alarm.every(
        LOOK_EVERY,
        () -> {
          if (rules.look(now())) {
            clockwork.callAll();
          }
        });
    // A start needs several times what the service needs; the JVM gives memory back only when it
    // collects all of it, which nothing would make it do for hours.
    alarm.after(SETTLED, System::gc);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
