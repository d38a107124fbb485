package dev.punctual.observe;

import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One question to a source.
 *
 * @param rule the current rule: how it is measured now
 * @param deadline what it is asked for; null for a freshness rule
 * @param nextOpensAt undated evidence from here on belongs to the rule's next deadline; null where
 *     none follows yet, and for freshness
 * @param inFull a cheap gate may not answer: due instant, first round, every so often
 */
public record Probe(
    Rule rule, @Nullable Deadline deadline, @Nullable Instant nextOpensAt, boolean inFull) {

  /** The word under which this probe's rounds and heartbeats are counted. */
  public String kind() {
    return rule.target().kind() + "/" + rule.readiness().evidence().kind();
  }
}
