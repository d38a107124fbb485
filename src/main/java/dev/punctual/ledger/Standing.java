package dev.punctual.ledger;

import dev.punctual.judge.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a rule's present deadline stands: the one that opened last. */
public record Standing(
    String rule, @Nullable String team, State state, Instant dueAt, @Nullable Instant arrivalAt) {}
