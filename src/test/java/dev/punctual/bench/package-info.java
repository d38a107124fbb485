/** Measurements anybody can run again, by the scripts in {@code bench}; no part of the tests. */
@NullMarked
package dev.punctual.bench;

import org.jspecify.annotations.NullMarked;
