/**
 * Verdicts and at-risk as pure functions of a deadline, what was observed and the time. Knows
 * nothing of sources, databases or frameworks.
 */
@NullMarked
package dev.punctual.judge;

import org.jspecify.annotations.NullMarked;
