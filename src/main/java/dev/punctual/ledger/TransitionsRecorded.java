package dev.punctual.ledger;

/** Published after transitions were committed, so that messages need not wait for a poll. */
public record TransitionsRecorded() {}
