/**
 * Objects in Google Cloud Storage over its JSON API. Knows how many rules share a listing, which of
 * an object's times is that of its data, and what each refusal means. What a listing proves is
 * {@code observe.file}'s.
 */
@NullMarked
package dev.punctual.observe.gcs;

import org.jspecify.annotations.NullMarked;
