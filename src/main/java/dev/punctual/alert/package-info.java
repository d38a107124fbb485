/**
 * Messages as a projection of the ledger's transitions. {@code Fold} turns transitions into wanted
 * messages, {@code CardText} says what they say, {@code Courier} makes the channels equal to it.
 * Knows teams, channels and delivery; of Slack only what the seam {@code Channel} says.
 */
@NullMarked
package dev.punctual.alert;

import org.jspecify.annotations.NullMarked;
