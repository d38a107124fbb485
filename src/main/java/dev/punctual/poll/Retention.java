package dev.punctual.poll;

import dev.punctual.ledger.SourceLedger;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Forgets what sources wanted remembered that were configured no more for a month. Deadlines,
 * transitions, acts and reports of jobs are kept for good.
 */
@Singleton
class Retention {

  private static final Duration KEPT = Duration.ofDays(30);

  private final SourceLedger sources;
  private final SourceRegistry registry;

  Retention(SourceLedger sources, SourceRegistry registry) {
    this.sources = sources;
    this.registry = registry;
  }

  void tidy(Instant now) {
    sources.forgetSilent(registry.names(), now.minus(KEPT));
  }
}
