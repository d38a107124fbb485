/**
 * What would have been: a rule with another due time, objective or calendar, judged again over the
 * settled deadlines of the ledger. Reads with SQL of its own and changes nothing. The rulings, and
 * their reasons, stand in {@code docs/what-if.md}.
 */
@NullMarked
package dev.punctual.whatif;

import org.jspecify.annotations.NullMarked;
