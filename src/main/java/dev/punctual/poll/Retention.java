package dev.punctual.poll;

import dev.punctual.ledger.Lineage;
import dev.punctual.ledger.SourceLedger;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Forgets what sources wanted remembered that were configured no more for a month, and lineage that
 * was told of no more. Deadlines, transitions, acts and reports of jobs are kept for good.
 */
@Singleton
class Retention {

  private static final Duration KEPT = Duration.ofDays(30);

  private final SourceLedger sources;
  private final SourceRegistry registry;
  private final Lineage lineage;

  Retention(SourceLedger sources, SourceRegistry registry, Lineage lineage) {
    this.sources = sources;
    this.registry = registry;
    this.lineage = lineage;
  }

  void tidy(Instant now) {
    sources.forgetSilent(registry.names(), now.minus(KEPT));
    lineage.forget(now);
  }
}
