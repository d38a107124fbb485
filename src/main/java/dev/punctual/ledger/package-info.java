/**
 * Deadlines, arrivals, transitions and what people said of them: the tables, and the one place that
 * changes them. A state change and its transition row are one transaction.
 */
@NullMarked
package dev.punctual.ledger;

import org.jspecify.annotations.NullMarked;
