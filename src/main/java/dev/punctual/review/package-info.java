/**
 * The weekly review: what was missed or could not be told in a week, one by one, with a proposed
 * cause and what people said of it; actions until they are done; what is left of the allowances and
 * what is at risk next; the week's summary for Slack and the minutes. And the maintenance windows
 * that people write. {@code Reviews} gathers, {@code ReviewView} shows; what people do goes through
 * {@link dev.punctual.respond}.
 */
@NullMarked
package dev.punctual.review;

import org.jspecify.annotations.NullMarked;
