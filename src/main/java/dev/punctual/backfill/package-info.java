/**
 * Fills the ledger of days nobody watched from what sources still know of them: politely, in
 * batches that are each kept when they are read, so that it can be broken off and taken up again.
 * What counts as knowing stands in {@code docs/backfill.md}.
 */
@NullMarked
package dev.punctual.backfill;

import org.jspecify.annotations.NullMarked;
