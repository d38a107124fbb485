/**
 * What people do: acknowledge, snooze, excuse, name a cause, correct. One way in for page forms,
 * the HTTP API and Slack.
 */
@NullMarked
package dev.punctual.respond;

import org.jspecify.annotations.NullMarked;
