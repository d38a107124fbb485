/**
 * What was promised: {@link dev.punctual.rule.Rule rules}, their {@link dev.punctual.rule.Target
 * targets}, calendars and the {@link dev.punctual.rule.Deadline deadlines} that follow from them,
 * and how all of that is read from YAML. Knows nothing of sources, databases or frameworks.
 */
@NullMarked
package dev.punctual.rule;

import org.jspecify.annotations.NullMarked;
