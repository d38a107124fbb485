package dev.punctual.poll;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How large a rule set may be.
 *
 * @param maxDeadlinesPerDay a set with more is refused
 */
@ConfigurationProperties("punctual")
record RuleLimits(@Bindable(defaultValue = "50000") int maxDeadlinesPerDay) {}
