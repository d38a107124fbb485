/** Punctual: watches whether promised data is there on time. */
@NullMarked
package dev.punctual;

import org.jspecify.annotations.NullMarked;
