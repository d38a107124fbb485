package dev.punctual.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch in which the data of a freshness rule was older than promised.
 *
 * @param to null while it lasts
 */
public record Breach(
    long id, String rule, @Nullable String team, Instant from, @Nullable Instant to)
    implements Subject {}
