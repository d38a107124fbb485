/**
 * The engine: what to ask whom and when. Begin with {@link dev.punctual.poll.Round}, the heart: due
 * deadlines become probes, a source answers them, each answer is judged, one transaction records
 * what changed. {@link dev.punctual.poll.Cadence} says when the next round is worth its cost,
 * {@code Clockwork} runs the rounds on db-scheduler, {@code RuleWatch} keeps the rules in force,
 * and {@link dev.punctual.poll.Engine} is what pages, commands and the API see of all that.
 *
 * <p>Other packages give the engine tasks of their own without knowing it: every bean of
 * db-scheduler's {@link com.github.kagkarlsson.scheduler.task.Task} is registered, and started when
 * it is an {@link com.github.kagkarlsson.scheduler.task.OnStartup}.
 */
@NullMarked
package dev.punctual.poll;

import org.jspecify.annotations.NullMarked;
