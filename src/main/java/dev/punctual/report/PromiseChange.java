package dev.punctual.report;

import java.time.Instant;

/**
 * A definition that came into force, or went without another in its place.
 *
 * @param words what changed, as the ledger put it; {@link #ADDED}, or {@link #REMOVED} where it
 *     went
 */
public record PromiseChange(
    String rule, String title, Instant since, String words, String version, String file, int line) {

  public static final String ADDED = "added";
  public static final String REMOVED = "removed";
}
