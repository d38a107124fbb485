/** Slack only: messages out, buttons in, and the trial of the whole path. */
@NullMarked
package dev.punctual.alert.slack;

import org.jspecify.annotations.NullMarked;
