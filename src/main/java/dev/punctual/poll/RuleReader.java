package dev.punctual.poll;

import dev.punctual.ledger.RuleVersions;
import dev.punctual.ledger.RuleVersions.Published;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rules from the configured folder, and sets that were published from the database. */
@Singleton
class RuleReader {

  private static final Logger LOG = LoggerFactory.getLogger(RuleReader.class);

  private final Path folder;
  private final SourceRegistry registry;
  private final RuleVersions versions;
  private final RuleFolder.Limits limits;

  RuleReader(
      ServiceConfig service, SourceRegistry registry, RuleVersions versions, RuleLimits limits) {
    this.folder = Path.of(service.rules());
    this.registry = registry;
    this.versions = versions;
    this.limits = new RuleFolder.Limits(limits.maxDeadlinesPerDay());
  }

  Path folder() {
    return folder;
  }

  Reading read() {
    return RuleFolder.read(List.of(folder), registry.known(), limits);
  }

  /** A published set under its own hash; null when this version or configuration refuses it. */
  @Nullable RuleSet reread(Published published) {
    return switch (RuleFolder.reread(versions.files(published), registry.known(), limits)) {
      case Reading.Accepted accepted -> named(accepted.rules(), published.hash());
      case Reading.Rejected rejected -> {
        LOG.warn(
            "The published rules {} cannot be used here: {}",
            published.hash(),
            rejected.problems().getFirst());
        yield null;
      }
    };
  }

  private static RuleSet named(RuleSet rules, String hash) {
    return new RuleSet(
        hash, rules.rules(), rules.teams(), rules.calendars(), rules.maintenance(), rules.files());
  }
}
