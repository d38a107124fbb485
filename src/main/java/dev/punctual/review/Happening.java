package dev.punctual.review;

import dev.punctual.judge.State;
import dev.punctual.ledger.TransitionKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a lapse's log.
 *
 * @param author null where it was the engine
 * @param from state before, null where none changed
 */
record Happening(
    TransitionKind kind,
    String reason,
    @Nullable String author,
    Instant at,
    @Nullable State from,
    @Nullable State to) {}
