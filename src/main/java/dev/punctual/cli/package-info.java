/** Commands: parse, one call, print. */
@NullMarked
package dev.punctual.cli;

import org.jspecify.annotations.NullMarked;
