/**
 * Databases asked over JDBC. Knows how a probe becomes one branch of one statement, how thousands
 * of them are asked in a handful of statements without one bad table spoiling the others, and what
 * the row counters of a database prove. What differs between databases is a {@code Dialect}.
 *
 * <p>Reading order: {@code JdbcSource}, {@code RoundTrip} (one round from probes to answers),
 * {@code Catalog} (what there is and may be read), {@code Questions} (a probe as SQL), {@code
 * Batch} (many questions, one statement), {@code Reading} (an answer in words), {@code Counters}
 * and {@code Gate} (what row counters prove, and what they save).
 */
@NullMarked
package dev.punctual.observe.jdbc;

import org.jspecify.annotations.NullMarked;
